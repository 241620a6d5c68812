// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoadFixture.h"
#include "database/connection/Connection.h"
#include "loading/settlement/Settlement.h"
#include "support/VerifyResult.h"

#include <QDateTime>
#include <QRandomGenerator>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

// The summaries equal a full scan of the readings, however these were loaded.
class tst_Summaries : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { VERIFY_RESULT(m_server.start()); }
    void init()
    {
        auto fixture = LoadFixture::make(m_server);
        VERIFY_RESULT(fixture);
        m_fixture = *std::move(fixture);
        m_small.chunkRows = 37;
    }
    void cleanup() { QCOMPARE(m_fixture->summaryMismatch(), QString()); }

    void logsOutOfTimeOrder()
    {
        m_fixture->writeLists();
        m_fixture->write(u"a.log"_s, logLines(3'000));
        m_fixture->load(m_small);
    }

    void oneInstantInTwoChunksAndTwoFiles()
    {
        m_fixture->writeLists();
        const QByteArray instant = "[2020-02-01 12:00:00]\tERROR\tsensor[";
        const QByteArray rest = "]:\t(temperature\t1, vibration\t2)\n";
        m_fixture->write(u"a.log"_s, instant + '1' + rest + instant + '2' + rest);
        m_fixture->write(u"b.log"_s, instant + '3' + rest + instant + '5' + rest);
        LoadOptions options;
        options.chunkRows = 1;
        m_fixture->load(options);
        QCOMPARE(events(), u"1:1 2:1"_s);
        // Also in a separate load.
        m_fixture->write(u"c.log"_s, instant + '4' + rest + instant + '6' + rest);
        m_fixture->load(options);
        QCOMPARE(events(), u"1:1 2:1"_s);
        QCOMPARE(
            m_fixture->ask("SELECT sum(error_records) FROM faultline.error_records_by_day"),
            u"6"_s);
    }

    // Periods that are counted partly by day, by month and by year.
    void periodsEqualFullScans()
    {
        m_fixture->writeLists();
        QByteArray log;
        QRandomGenerator random(7);
        const QDateTime start(QDate(1999, 11, 20), QTime(0, 0), Qt::UTC);
        for (int i = 0; i < 4'000; ++i) {
            const QDateTime at = start.addSecs(random.bounded(qint64{4} * 365 * 86'400));
            log += '[' + at.toString(u"yyyy-MM-dd HH:mm:ss"_s).toLatin1() + "]\tERROR\tsensor["
                   + QByteArray::number(random.bounded(1, 12)) + "]:\t(temperature\t1.25)\n";
        }
        m_fixture->write(u"a.log"_s, log);
        m_fixture->load(m_small);
        for (int i = 0; i < 60; ++i) {
            const auto day = [&] {
                const QDate date = start.date().addDays(random.bounded(4 * 365));
                // Often a first or last day of a month or year.
                const QDate first(date.year(), random.bounded(2) == 0 ? 1 : date.month(), 1);
                return random.bounded(2) == 0 ? date : first.addDays(-random.bounded(2));
            };
            const auto text = [&](QDate date) {
                return random.bounded(8) == 0
                           ? QByteArray("NULL::date")
                           : "date '" + date.toString(Qt::ISODate).toLatin1() + '\'';
            };
            QDate from = day();
            QDate to = day();
            if (to < from)
                std::swap(from, to);
            comparePeriod(text(from), text(to));
        }
        comparePeriod("date '2001-05-05'", "date '2001-05-05'");
        comparePeriod("date '2001-05-06'", "date '2001-05-05'");
    }

    void severalLoadsShareSummaryRows()
    {
        m_fixture->writeLists();
        for (int i = 0; i < 5; ++i) {
            m_fixture->write(u"%1.log"_s.arg(i), logLines(200, static_cast<quint32>(i)));
            m_fixture->load(m_small);
        }
    }

    // Each reading has a sensor, day and severity nearly for itself, so that it is kept as a
    // record.
    void logWithoutAnyOrder_data()
    {
        QTest::addColumn<bool>("hasLittleMemory");
        QTest::newRow("all in memory") << false;
        QTest::newRow("in parts and in temporary files") << true;
    }
    void logWithoutAnyOrder()
    {
        QFETCH(const bool, hasLittleMemory);
        writeManySensors();
        m_fixture->write(u"a.log"_s, scatteredLines(60'000));
        m_fixture->load(LoadOptions());
        // Days have few readings of a sensor, so their measurements are those of the readings.
        QCOMPARE(
            m_fixture->ask("SELECT count(*) FROM faultline.sensor_summary"
                           " WHERE unit = 'day' AND temperature_count IS NOT NULL"),
            u"0"_s);
        compareMeasurements("NULL", "NULL");
        compareMeasurements("'2020-01-13'", "'2020-04-07'");
        if (!hasLittleMemory)
            return;
        auto connection = Connection::open(m_fixture->settings());
        VERIFY_RESULT(connection);
        VERIFY_RESULT(rebuildSummaries(*connection, CancelToken(), {5'000, 7'000, 100'000}));
    }

    // What was in memory or in temporary files is lost: the readings in the database answer
    // instead.
    void withoutWhatWasPending()
    {
        m_fixture->writeLists();
        m_fixture->write(u"a.log"_s, logLines(500));
        m_fixture->load(m_small);
        m_fixture->execute("INSERT INTO faultline.unsettled_chunk"
                           " SELECT chunk_id, load_id, 1 FROM faultline.load_chunk WHERE chunk_id"
                           "  IN (SELECT faultline.chunk_of(reading_id) FROM faultline.reading)");
        m_fixture->execute("DELETE FROM faultline.sensor_summary;"
                           "DELETE FROM faultline.equipment_summary;"
                           "DELETE FROM faultline.failure_day;"
                           "DELETE FROM faultline.failure_summary;"
                           "DELETE FROM faultline.failure_hours");
        auto connection = Connection::open(m_fixture->settings());
        VERIFY_RESULT(connection);
        auto rules = SummaryRules::fetch(*connection, PlantId{1});
        VERIFY_RESULT(rules);
        PlantSummaries pending;
        pending.useRules({*std::move(rules)});
        pending.of(PlantId{1}).spoil();
        VERIFY_RESULT(settleSummaries(*connection, LoadId{1}, pending));
    }

    // Rows that small loads leave are merged when they become many.
    void manySmallLoads()
    {
        m_fixture->writeLists();
        for (int i = 0; i < 40; ++i) {
            m_fixture->write(u"%1.log"_s.arg(i), logLines(20, static_cast<quint32>(i)));
            m_fixture->load(m_small);
        }
        for (const char* const table : {"sensor_summary", "equipment_summary"}) {
            QVERIFY(
                m_fixture
                    ->ask(
                        QByteArray("SELECT max(n) FROM (SELECT count(*) AS n FROM faultline.")
                        + table + " GROUP BY unit, start) x")
                    .toInt()
                < 30);
        }
    }

    void rebuildRepairsSummaries()
    {
        m_fixture->writeLists();
        m_fixture->write(u"a.log"_s, logLines(700, 1));
        m_fixture->load(m_small);
        m_fixture->write(
            u"b.log"_s, logLines(700, 2) + "[2020-03-01 00:00:00] INFO sensor[3]: ()\n");
        m_fixture->load(m_small);
        m_fixture->execute("DELETE FROM faultline.sensor_summary WHERE unit = 'day';"
                           "UPDATE faultline.equipment_summary SET records = 1;"
                           "DELETE FROM faultline.failure_summary WHERE unit = 'month';"
                           "UPDATE faultline.failure_hours SET events[1] = 1;"
                           "DELETE FROM faultline.failure_day WHERE events > 3");
        auto connection = Connection::open(m_fixture->settings());
        VERIFY_RESULT(connection);
        const auto rebuilt = rebuildSummaries(*connection, CancelToken());
        VERIFY_RESULT(rebuilt);
        QCOMPARE(*rebuilt, 1'401);
    }

    // So little memory that everything is written in many parts, which must be summed and merged.
    void littleMemory()
    {
        m_fixture->writeLists();
        m_fixture->write(u"a.log"_s, logLines(2'000));
        m_fixture->load(m_small);
        auto connection = Connection::open(m_fixture->settings());
        VERIFY_RESULT(connection);
        VERIFY_RESULT(rebuildSummaries(*connection, CancelToken(), {7, 3, 100}));
    }

    // More than fits in one row of the summaries.
    void manySensorsOnADay()
    {
        QByteArray log;
        for (int sensor = 0; sensor < 9'000; ++sensor) {
            log += "[2020-02-29 12:00:00]\tERROR\tsensor[" + QByteArray::number(sensor * 200'000)
                   + "]:\t(temperature\t1, vibration\t2)\n";
        }
        m_fixture->write(u"a.log"_s, log);
        m_fixture->load(LoadOptions());
        QCOMPARE(
            m_fixture->ask("SELECT count(*) FROM faultline.error_records('2020-02-29',"
                           " '2020-02-29')"),
            u"9000"_s);
        // And when only part of the day fits in memory.
        auto connection = Connection::open(m_fixture->settings());
        VERIFY_RESULT(connection);
        VERIFY_RESULT(rebuildSummaries(*connection, CancelToken(), {1'000, 1'000, 1'000}));
        QVERIFY(
            m_fixture->ask("SELECT count(*) FROM faultline.sensor_summary WHERE unit = 'day'")
                .toInt()
            > 5);
    }

    void countsTheFirstAndTheLastYear()
    {
        m_fixture->writeLists();
        m_fixture->write(
            u"a.log"_s, "[0001-01-01 00:00:00] ERROR sensor[1]: (temperature 1)\n"
                        "[1999-12-31 23:59:59.999999] ERROR sensor[1]: (temperature 2)\n"
                        "[2000-01-01 00:00:00] ERROR sensor[1]: (vibration -3)\n"
                        "[9999-12-31 23:59:59] ERROR sensor[1]: ()\n");
        m_fixture->load(LoadOptions());
        QCOMPARE(events(), u"1:4"_s);
        comparePeriod("NULL::date", "date '1999-12-31'");
        comparePeriod("date '2000-01-01'", "NULL::date");
        comparePeriod("date '9999-12-31'", "date '9999-12-31'");
    }

    // Another program is in the middle of storing a chunk.
    void settledWhileOthersLoad()
    {
        m_fixture->writeLists();
        m_fixture->write(u"a.log"_s, logLines(200));
        auto other = Connection::open(m_fixture->settings());
        VERIFY_RESULT(other);
        VERIFY_RESULT(
            other->execute("BEGIN; LOCK TABLE faultline.unsettled_chunk IN ROW EXCLUSIVE MODE"));
        QCOMPARE(m_fixture->load(m_small).outcome, LoadReceipt::Outcome::Succeeded);
        QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.unsettled_chunk"), u"0"_s);
        VERIFY_RESULT(other->execute("ROLLBACK"));
    }

    void cancelledRebuildChangesNothing()
    {
        m_fixture->writeLists();
        m_fixture->write(u"a.log"_s, logLines(700));
        m_fixture->load(m_small);
        auto connection = Connection::open(m_fixture->settings());
        VERIFY_RESULT(connection);
        CancelToken cancel;
        cancel.cancel();
        const auto rebuilt = rebuildSummaries(*connection, cancel);
        QVERIFY(!rebuilt);
        QCOMPARE(rebuilt.error().code, kCancelledCode.toString());
        VERIFY_RESULT(rebuildSummaries(*connection, CancelToken()));
    }

    void mapThatComesLater()
    {
        m_fixture->write(u"a.log"_s, logLines(500));
        m_fixture->load(m_small);
        QCOMPARE(events(), QString());
        m_fixture->writeLists();
        m_fixture->load(m_small);
        QVERIFY(!events().isEmpty());
    }

    void mapThatChanges()
    {
        m_fixture->writeLists();
        m_fixture->write(u"a.log"_s, logLines(500));
        m_fixture->load(m_small);
        const QString before = events();
        m_fixture->write(u"sensors.csv"_s, "equipment_id;sensor_id\n3;1\n3;2\n3;3\n");
        m_fixture->load(m_small);
        QVERIFY(events() != before);
        QCOMPARE(m_fixture->ask("SELECT is_stale FROM faultline.summary_state"), u"f"_s);
    }

    // A running settlement holds the state's row; a map that has waited for it must see the
    // readings that it settled.
    void mapThatChangesDuringASettlement()
    {
        m_fixture->writeLists();
        m_fixture->write(u"a.log"_s, logLines(50));
        m_fixture->load(m_small);
        auto settlement = Connection::open(m_fixture->settings());
        VERIFY_RESULT(settlement);
        VERIFY_RESULT(settlement->execute("BEGIN; SELECT FROM faultline.summary_state FOR UPDATE"));
        m_fixture->write(u"sensors.csv"_s, "equipment_id;sensor_id\n2;77\n");
        const LoadJob job = LoadJob::start(m_fixture->settings(), m_fixture->folder(), m_small);
        QTRY_COMPARE(
            m_fixture->ask("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                           " AND datname = current_database()"),
            u"1"_s);
        VERIFY_RESULT(settlement->execute(
            "INSERT INTO faultline.load_chunk (chunk_id, load_id, file_id, first_byte, end_byte,"
            " first_line, lines, records, loaded, rejected, blank, content_hash, tail_hash)"
            " SELECT 900000, load_id, file_id, 10000000, 10000001,"
            " 1, 1, 1, 1, 0, 0, content_hash, tail_hash FROM faultline.load_chunk"
            " WHERE chunk_id = (SELECT max(chunk_id) FROM faultline.load_chunk WHERE rejected = 0);"
            "INSERT INTO faultline.reading VALUES ('2020-02-01 12:00:00+00', 1, NULL,"
            " faultline.reading_id(900000, 0),"
            " (SELECT sensor_key FROM faultline.sensor WHERE sensor_id = '77'), 40, 1);"
            "INSERT INTO faultline.sensor_summary SELECT 'year', '2020-01-01', 40, 1, '{-1}',"
            " ARRAY[sensor_key], '{1}', '{1}', '{1}', '{1}', '{1}', '{0}', '{NaN}', '{NaN}', '{0}'"
            " FROM faultline.sensor WHERE sensor_id = '77';"
            "COMMIT"));
        QCOMPARE(job.future().result().outcome, LoadReceipt::Outcome::Succeeded);
        QCOMPARE(
            m_fixture->ask("SELECT count(*) FROM faultline.failure_day WHERE equipment_key = 2"
                           " AND '2020-02-01 12:00:00+00' = ANY (event_at)"),
            u"1"_s);
    }

    void sensorWithoutReadingsStalesNothing()
    {
        m_fixture->writeLists();
        m_fixture->write(u"a.log"_s, logLines(100));
        m_fixture->load(m_small);
        m_fixture->execute("UPDATE faultline.failure_day SET events = events"); // moves rows
        const QString rows =
            m_fixture->ask("SELECT string_agg(ctid::text, ' ') FROM faultline.failure_day");
        m_fixture->write(u"sensors.csv"_s, "equipment_id;sensor_id\n3;99\n");
        m_fixture->load(m_small);
        QCOMPARE(
            m_fixture->ask("SELECT string_agg(ctid::text, ' ') FROM faultline.failure_day"), rows);
    }

    // A program that died between its last chunk and the settlement.
    void settledByTheNextOne()
    {
        m_fixture->writeLists();
        m_fixture->write(u"a.log"_s, logLines(500));
        m_fixture->load(m_small);
        const QString settled = events();
        m_fixture->execute("INSERT INTO faultline.load_chunk (chunk_id, load_id, file_id,"
                           " first_byte, end_byte, first_line, lines, records, loaded, rejected,"
                           " blank, content_hash, tail_hash)"
                           " SELECT 900000, load_id, file_id, 10000000, 10000001, 1,"
                           " 1, 1, 1, 0, 0, content_hash, tail_hash FROM faultline.load_chunk"
                           " WHERE chunk_id = (SELECT max(chunk_id) FROM faultline.load_chunk)");
        m_fixture->execute("INSERT INTO faultline.reading VALUES ('2020-02-01 12:00:00+00', 1, "
                           "NULL, faultline.reading_id(900000, 0), (SELECT min(sensor_key) FROM "
                           "faultline.sensor), 40, 1)");
        m_fixture->execute("INSERT INTO faultline.unsettled_chunk VALUES (900000, 1, 1)");
        // A read-only role sees what is settled, without an error.
        ConnectionSettings readOnly = m_fixture->settings();
        readOnly.keywords.insert(u"options"_s, u"-c default_transaction_read_only=on"_s);
        VERIFY_RESULT(settlePending(readOnly));
        QCOMPARE(events(), settled);
        VERIFY_RESULT(settlePending(m_fixture->settings()));
        QVERIFY(events() != settled);
        VERIFY_RESULT(settlePending(m_fixture->settings()));
    }

private:
    // 400 sensors on three pieces of equipment, and some on none.
    void writeManySensors() const
    {
        m_fixture->writeLists();
        QByteArray map = "equipment_id;sensor_id\n";
        for (int sensor = 1; sensor <= 390; ++sensor)
            map += QByteArray::number(sensor % 10 == 0 ? 2 : sensor % 2 * 2 + 1) + ';'
                   + QByteArray::number(sensor) + '\n';
        m_fixture->write(u"sensors.csv"_s, map);
    }

    static QByteArray scatteredLines(int count)
    {
        QRandomGenerator random(11);
        const QDateTime start(QDate(2019, 12, 20), QTime(0, 0), Qt::UTC);
        QByteArray lines;
        for (int i = 0; i < count; ++i) {
            const QDateTime at = start.addSecs(random.bounded(120 * 86'400));
            lines += '[' + at.toString(u"yyyy-MM-dd HH:mm:ss"_s).toLatin1() + "]\t"
                     + (random.bounded(20) > 0 ? "ERROR" : "WARNING") + "\tsensor["
                     + QByteArray::number(random.bounded(1, 401)) + "]:\t(temperature\t"
                     + (random.bounded(50) > 0 ? QByteArray::number(random.bounded(999)) : "err")
                     + ", vibration\t-1.5)\n";
        }
        return lines;
    }

    void compareMeasurements(const QByteArray& from, const QByteArray& to) const
    {
        const QByteArray figures = "count(*), sum(readings), sum(temperature_count),"
                                   " min(temperature_min), max(temperature_max),"
                                   " round(sum(temperature_sum)), sum(vibration_count)";
        const QString kept = m_fixture->ask(
            "SELECT concat_ws(' ', " + figures + ") FROM faultline.measurements_by_sensor(" + from
            + ", " + to + ")");
        const QString scanned = m_fixture->ask(
            "SELECT concat_ws(' ', " + figures
            + ") FROM (SELECT count(*) AS readings, count(temperature) AS temperature_count,"
              " min(temperature) AS temperature_min, max(temperature) AS temperature_max,"
              " sum(temperature) AS temperature_sum, count(vibration) AS vibration_count"
              " FROM faultline.reading WHERE occurred_at::date >= coalesce("
            + from + "::date, '-infinity') AND occurred_at::date <= coalesce(" + to
            + "::date, 'infinity') GROUP BY sensor_key, severity) x");
        QCOMPARE(kept, scanned);
    }

    void comparePeriod(const QByteArray& from, const QByteArray& to) const
    {
        const QByteArray within = " coalesce(occurred_at >= (" + from
                                  + ")::timestamp AT TIME ZONE 'UTC', true)"
                                    " AND coalesce(occurred_at < ("
                                  + to + " + 1)::timestamp AT TIME ZONE 'UTC', true)";
        const QByteArray period = '(' + from + ", " + to + ')';
        const QString records = m_fixture->ask(
            "SELECT string_agg(sensor_key || ':' || error_records, ' ' ORDER BY sensor_key)"
            " FROM faultline.error_records"
            + period);
        QCOMPARE(
            records,
            m_fixture->ask(
                "SELECT string_agg(sensor_key || ':' || n, ' ' ORDER BY sensor_key) FROM (SELECT"
                " sensor_key, count(*) AS n FROM faultline.reading WHERE"
                + within + " GROUP BY 1) x"));
        const QString events = m_fixture->ask(
            "SELECT string_agg(equipment_key || ':' || failure_events, ' ' ORDER BY equipment_key)"
            " FROM faultline.failure_events"
            + period);
        QCOMPARE(
            events, m_fixture->ask(
                        "SELECT string_agg(equipment_key || ':' || n, ' ' ORDER BY equipment_key) "
                        "FROM (SELECT"
                        " equipment_key, count(DISTINCT occurred_at) AS n FROM faultline.reading"
                        " JOIN faultline.equipment_sensor USING (sensor_key) WHERE"
                        + within + " GROUP BY 1) x"));
        const QByteArray scan = "WITH event AS (SELECT DISTINCT equipment_key, occurred_at AS at"
                                " FROM faultline.reading"
                                " JOIN faultline.equipment_sensor USING (sensor_key) WHERE"
                                + within + ") ";
        // Of all equipment, of a group, and of a piece of equipment.
        for (const QByteArray& wanted :
             {QByteArray("NULL, NULL"), QByteArray("'ONE', NULL"), QByteArray("NULL, 'AAAA'")}) {
            const QString hours = m_fixture->ask(
                "SELECT string_agg(concat(hour_of_week, ':', failure_events), ' '"
                " ORDER BY hour_of_week) FROM faultline.failures_by_hour("
                + from + ", " + to + ", NULL, " + wanted + ")");
            QCOMPARE(
                hours,
                m_fixture->ask(
                    scan
                    + "SELECT string_agg(concat(hour, ':', n), ' ' ORDER BY hour) FROM (SELECT"
                      " date_part('isodow', at) * 24 - 24 + date_part('hour', at) AS hour,"
                      " count(*) AS n FROM event JOIN faultline.known_equipment k"
                      " USING (equipment_key), (VALUES ("
                    + wanted
                    + ")) AS w (wanted_group, code) WHERE (w.wanted_group IS NULL"
                      " OR w.wanted_group = k.group_name) AND (w.code IS NULL OR w.code = k.code)"
                      " GROUP BY 1) x"));
        }
    }

    QString events() const
    {
        return m_fixture->ask(
            "SELECT string_agg(equipment_key || ':' || n, ' ' ORDER BY equipment_key)"
            " FROM (SELECT equipment_key, sum(events) AS n"
            " FROM faultline.failure_day GROUP BY 1) x");
    }

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_fixture;
    LoadOptions m_small;
};

QTEST_GUILESS_MAIN(tst_Summaries)
#include "tst_Summaries.moc"
