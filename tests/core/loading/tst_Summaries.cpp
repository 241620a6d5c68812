// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoadFixture.h"
#include "database/Connection.h"
#include "loading/Settlement.h"
#include "support/VerifyResult.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

// The summaries equal a full scan of the readings, however these came.
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
        // And in a load of its own.
        m_fixture->write(u"c.log"_s, instant + '4' + rest + instant + '6' + rest);
        m_fixture->load(options);
        QCOMPARE(events(), u"1:1 2:1"_s);
        QCOMPARE(
            m_fixture->ask("SELECT sum(error_records) FROM faultline.error_records_by_day"),
            u"6"_s);
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
        QCOMPARE(m_fixture->ask("SELECT events_stale FROM faultline.summary_state"), u"f"_s);
    }

    // A settlement that is under way holds the state's row; a map that has waited for it must see
    // the readings that it settled.
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
            "INSERT INTO faultline.load_chunk SELECT 900000, load_id, file_id, 10000000, 10000001,"
            " 1, 1, 1, 1, 0, 0, content_hash, tail_hash FROM faultline.load_chunk"
            " WHERE chunk_id = (SELECT max(chunk_id) FROM faultline.load_chunk WHERE rejected = 0);"
            "INSERT INTO faultline.reading VALUES ('2020-02-01 12:00:00+00', 1, NULL, 77, 900000, "
            "40);"
            "INSERT INTO faultline.daily_summary SELECT load_id, '2020-02-01', 77, 40, 1,"
            " '2020-02-01 12:00:00+00', '2020-02-01 12:00:00+00', 1, 1, 1, 1, 0, NULL, NULL, 0"
            " FROM faultline.load_chunk WHERE chunk_id = 900000;"
            "COMMIT"));
        QCOMPARE(job.future().result().outcome, LoadReceipt::Outcome::Succeeded);
        QCOMPARE(
            m_fixture->ask("SELECT count(*) FROM faultline.failure_day WHERE equipment_id = 2"
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
        m_fixture->execute("INSERT INTO faultline.load_chunk SELECT 900000, load_id, file_id, "
                           "10000000, 10000001, 1,"
                           " 1, 1, 1, 0, 0, content_hash, tail_hash FROM faultline.load_chunk"
                           " WHERE chunk_id = (SELECT max(chunk_id) FROM faultline.load_chunk)");
        m_fixture->execute("INSERT INTO faultline.reading VALUES ('2020-02-01 12:00:00+00', 1, "
                           "NULL, 1, 900000, 40)");
        m_fixture->execute(
            "INSERT INTO faultline.chunk_summary VALUES (900000,"
            " (SELECT map_version FROM faultline.summary_state), '{2020-02-01}', '{1}', '{40}', "
            "'{1}',"
            " '{2020-02-01 12:00:00+00}', '{2020-02-01 12:00:00+00}', '{1}', '{1}', '{1}', '{1}',"
            " '{0}', '{Infinity}', '{-Infinity}', '{0}', '{1}', '{2020-02-01 12:00:00+00}')");
        // Who may only read sees what is settled, and doesn't fail.
        ConnectionSettings readOnly = m_fixture->settings();
        readOnly.keywords.insert(u"options"_s, u"-c default_transaction_read_only=on"_s);
        VERIFY_RESULT(settlePending(readOnly));
        QCOMPARE(events(), settled);
        VERIFY_RESULT(settlePending(m_fixture->settings()));
        QVERIFY(events() != settled);
        VERIFY_RESULT(settlePending(m_fixture->settings()));
    }

private:
    QString events() const
    {
        return m_fixture->ask(
            "SELECT string_agg(equipment_id || ':' || n, ' ' ORDER BY equipment_id)"
            " FROM (SELECT equipment_id, sum(events) AS n"
            " FROM faultline.failure_day GROUP BY 1) x");
    }

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_fixture;
    LoadOptions m_small;
};

QTEST_GUILESS_MAIN(tst_Summaries)
#include "tst_Summaries.moc"
