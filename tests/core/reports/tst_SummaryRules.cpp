// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/loading/LoadFixture.h"
#include "database/connection/SqlSession.h"
#include "loading/ledger/LedgerCheck.h"
#include "loading/ledger/UndoLoad.h"
#include "loading/settlement/Settlement.h"
#include "reports/readings/ReadingCount.h"
#include "reports/readings/ReadingFilter.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QDateTime>
#include <QRandomGenerator>
#include <QTest>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

namespace {

QByteArray line(const char* time, const char* severity = "ERROR", const char* sensor = "1")
{
    return QByteArray("[") + time + "]\t" + severity + "\tsensor[" + sensor
           + "]:\t(temperature\t1, vibration\t2)\n";
}

constexpr auto kLists = R"([{"equipment_id":1,"code":"PUMP-A","group_name":"PUMPS"},
                            {"equipment_id":2,"code":"FAN-B","group_name":"FANS"}])";

} // namespace

/// What decides how readings are summarised: since when a sensor is on its equipment, and when the
/// plant's days begin.
class tst_SummaryRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { VERIFY_RESULT(m_server.start()); }
    void init()
    {
        auto fixture = LoadFixture::make(m_server);
        VERIFY_RESULT(fixture);
        m_fixture = *std::move(fixture);
        m_fixture->write(u"equipment.json"_s, kLists);
    }
    void cleanup()
    {
        QCOMPARE(m_fixture->journalMismatch(), QString());
        QCOMPARE(m_fixture->summaryMismatch(), QString());
        auto connection = Connection::open(m_fixture->settings());
        VERIFY_RESULT(connection);
        const auto ledger = verifyLedger(*connection, CancelToken());
        VERIFY_RESULT(ledger);
        QVERIFY(ledger->verified());
        m_fixture.reset();
    }

    // Sensor 1 logs an error at 12:00 on each day from the 8th to the 12th, and at 00:00 of the
    // 10th. The maps are loaded one after the other; the last of them with the log.
    void movedSensors_data()
    {
        QTest::addColumn<QList<QByteArray>>("maps");
        QTest::addColumn<QString>("events");
        QTest::addColumn<QString>("inForce");
        const auto row = [](const char* name, const QList<QByteArray>& maps, const QString& events,
                            const QString& inForce) {
            QTest::newRow(name) << maps << events << inForce;
        };
        const QString moved = u"1>1[,02-10) 1>2[02-10,)"_s;
        row("moved", {"1;1;;2020-02-10\n2;1;2020-02-10;\n"}, u"FAN-B:4 PUMP-A:2"_s, moved);
        row("the later start counts", {"1;1;;\n2;1;2020-02-10;\n"}, u"FAN-B:4 PUMP-A:2"_s, moved);
        row("in any order", {"2;1;2020-02-10;\n1;1;;\n"}, u"FAN-B:4 PUMP-A:2"_s, moved);
        row("a newer map says it", {"1;1;;\n", "2;1;2020-02-10;\n"}, u"FAN-B:4 PUMP-A:2"_s, moved);
        row("a newer map says all", {"1;1;;\n2;1;2020-02-10;\n", "1;1;;\n"}, u"PUMP-A:6"_s,
            u"1>1[,)"_s);
        row("for some days", {"1;1;;\n2;1;2020-02-09;2020-02-11\n"}, u"FAN-B:3 PUMP-A:3"_s,
            u"1>1[,02-09) 1>2[02-09,02-11) 1>1[02-11,)"_s);
        row("nowhere for some days", {"1;1;;2020-02-09\n2;1;2020-02-11;\n"}, u"FAN-B:2 PUMP-A:1"_s,
            u"1>1[,02-09) 1>2[02-11,)"_s);
        row("on the same again", {"1;1;;2020-02-09\n1;1;2020-02-09;\n"}, u"PUMP-A:6"_s,
            u"1>1[,)"_s);
        row("at a time of day", {"1;1;;\n2;1;2020-02-10 06:00;\n"}, u"FAN-B:3 PUMP-A:3"_s, moved);
    }
    void movedSensors()
    {
        QFETCH(const QList<QByteArray>, maps);
        QFETCH(const QString, events);
        QFETCH(const QString, inForce);
        int last = 0;
        for (qsizetype i = 0; i < maps.size(); ++i) {
            writeMap(maps.at(i));
            if (i + 1 == maps.size())
                m_fixture->write(u"a.log"_s, sixErrors());
            last = load();
        }
        QCOMPARE(eventsByCode(), events);
        QCOMPARE(mapInForce(), inForce);
        compareFilters();
        // Undone and loaded again, everything is the same.
        undo(last);
        QCOMPARE(eventsByCode(), QString());
        load();
        QCOMPARE(eventsByCode(), events);
        QCOMPARE(mapInForce(), inForce);
    }

    // The map comes after the readings, and is undone again: their history follows.
    void movedAfterwards()
    {
        writeMap("1;1;;\n");
        m_fixture->write(u"a.log"_s, sixErrors());
        load();
        QCOMPARE(eventsByCode(), u"PUMP-A:6"_s);
        writeMap("2;1;2020-02-10;\n");
        const int second = load();
        QCOMPARE(eventsByCode(), u"FAN-B:4 PUMP-A:2"_s);
        compareFilters();
        undo(second);
        QCOMPARE(eventsByCode(), u"PUMP-A:6"_s);
    }

    // So many that they are kept as records, and sorted by the equipment at their time.
    void manyMovedSensors()
    {
        QByteArray map;
        QByteArray log;
        for (int sensor = 0; sensor < 400; ++sensor) {
            const QByteArray id = QByteArray::number(sensor);
            map += "1;" + id + ";;2020-02-10\n2;" + id + ";2020-02-10;\n";
        }
        QRandomGenerator random(5);
        const QDateTime start(QDate(2020, 1, 20), QTime(0, 0), Qt::UTC);
        for (int i = 0; i < 60'000; ++i) {
            const QDateTime at = start.addSecs(random.bounded(40 * 86'400));
            log += line(
                at.toString(u"yyyy-MM-dd HH:mm:ss"_s).toLatin1().constData(),
                random.bounded(9) == 0 ? "INFO" : "ERROR",
                QByteArray::number(random.bounded(400)).constData());
        }
        writeMap(map);
        m_fixture->write(u"a.log"_s, log);
        load();
        QCOMPARE(
            m_fixture->ask(
                "SELECT string_agg(equipment_id || '>' || (n > 0), ' ' ORDER BY 1) FROM ("
                " SELECT k.equipment_id, sum(r.readings) AS n"
                " FROM faultline.readings_by_sensor('2020-02-01', '2020-02-20') r"
                " JOIN faultline.known_equipment k USING (equipment_key)"
                " GROUP BY 1) x"),
            u"1>true 2>true"_s);
        compareFilters();
    }

    // In Oslo, UTC+1, days begin at 23:00 UTC; 29 March has 23 hours, 25 October 25.
    void localDays()
    {
        m_zone = u"Europe/Oslo"_s;
        writeMap("1;1;;\n");
        m_fixture->write(
            u"a.log"_s, line("2020-01-01 00:00:00", "INFO") + line("2020-01-31 23:59:59")
                            + line("2020-02-01 00:00:00") + line("2020-03-29 01:59:59")
                            + line("2020-03-29 03:00:00") + line("2020-10-25 03:30:00")
                            + line("2020-12-31 23:59:59") + line("2021-01-01 00:30:00"));
        load();
        QCOMPARE(
            m_fixture->ask("SELECT string_agg(concat(starts_on, ':', failure_events), ' '"
                           " ORDER BY starts_on)"
                           " FROM faultline.failures_by_step('month', NULL, NULL, NULL)"),
            u"2020-01-01:1 2020-02-01:1 2020-03-01:2 2020-10-01:1 2020-12-01:1 2021-01-01:1"_s);
        QCOMPARE(
            m_fixture->ask("SELECT string_agg(concat(date_part('hour', failed_at AT TIME ZONE"
                           " 'Europe/Oslo')), ' ' ORDER BY failed_at)"
                           " FROM faultline.failures('2020-03-29', '2020-03-29', NULL)"),
            u"1 3"_s);
        // The hours of the steps on which clocks change.
        QCOMPARE(
            m_fixture->ask("SELECT string_agg(round(observed_days * 24)::text, ' ' ORDER BY"
                           " starts_on) FROM faultline.observed_steps('day', '2020-03-28',"
                           " '2020-03-30')"),
            u"24 23 24"_s);
        QCOMPARE(
            m_fixture->ask("SELECT round(observed_days * 24) FROM faultline.observed_steps('day',"
                           " '2020-10-25', '2020-10-25')"),
            u"25"_s);
        QCOMPARE(count(of(u"2020-02"_s)), 1);
        QCOMPARE(count(of(u"2020-01"_s)), 2);
        QCOMPARE(count(of(u"2021"_s)), 1);
    }

    // Each plant has its days; together they are on one axis only if they share a zone.
    void twoZones()
    {
        writeMap("1;1;;\n");
        m_fixture->write(u"a.log"_s, line("2020-01-31 23:30:00"));
        load();
        m_zone = u"Asia/Tokyo"_s;
        m_plant = u"tokyo"_s;
        const auto other = LoadFixture::make(m_server);
        VERIFY_RESULT(other);
        (*other)->write(u"equipment.json"_s, kLists);
        (*other)->write(u"map.csv"_s, "equipment_id;sensor_id\n1;1\n");
        (*other)->write(u"a.log"_s, line("2020-02-01 00:30:00"));
        load((*other)->folder());
        QCOMPARE(m_fixture->ask("SELECT faultline.zone_of(NULL)"), u"UTC"_s);
        QCOMPARE(m_fixture->ask("SELECT faultline.zone_of('{tokyo}')"), u"Asia/Tokyo"_s);
        const ReadingFilter january = of(u"2020-01"_s);
        ReadingFilter february = of(u"2020-02"_s);
        QCOMPARE(count(january), 1);
        QCOMPARE(count(february), 1);
        february.plants = {u"tokyo"_s};
        QCOMPARE(count(february), 1);
        february.plants = {LoadFixture::plantName()};
        QCOMPARE(count(february), 0);
    }

private:
    static QByteArray sixErrors()
    {
        return line("2020-02-08 12:00:00") + line("2020-02-09 12:00:00")
               + line("2020-02-10 00:00:00") + line("2020-02-10 12:00:00")
               + line("2020-02-11 12:00:00") + line("2020-02-12 12:00:00");
    }

    void writeMap(const QByteArray& rows) const
    {
        m_fixture->write(u"map.csv"_s, "equipment_id;sensor_id;valid_from;valid_to\n" + rows);
    }

    int load(const QString& folder) const
    {
        LoadOptions options;
        options.plant.name = m_plant;
        options.plant.timeZone = m_zone;
        const LoadReceipt receipt = m_fixture->load(folder, options);
        if (receipt.outcome != LoadReceipt::Outcome::Succeeded)
            qFatal("%s", receipt.failure ? qPrintable(receipt.failure->toText()) : "not loaded");
        return receipt.loadId;
    }
    int load() const { return load(m_fixture->folder()); }

    void undo(int load) const
    {
        auto connection = Connection::open(m_fixture->settings());
        VERIFY_RESULT(connection);
        VERIFY_RESULT(undoLoad(*connection, LoadId{load}, CancelToken()));
        VERIFY_RESULT(settlePending(m_fixture->settings()));
    }

    QString eventsByCode() const
    {
        return m_fixture->ask("SELECT string_agg(code || ':' || failure_events, ' ' ORDER BY code)"
                              " FROM faultline.failure_counts(NULL, NULL, NULL)");
    }

    QString mapInForce() const
    {
        return m_fixture->ask(
            "SELECT string_agg(concat(sensor_id, '>', equipment_id, '[',"
            " to_char(valid_from, 'MM-DD'), ',', to_char(valid_to, 'MM-DD'), ')'), ' '"
            " ORDER BY coalesce(valid_from, '-infinity')) FROM faultline.sensors");
    }

    // The readings of each piece of equipment and group are those that a scan finds.
    void compareFilters() const
    {
        for (const auto& [code, group] :
             {std::pair(u"PUMP-A"_s, QString()), std::pair(u"FAN-B"_s, QString()),
              std::pair(QString(), u"FANS"_s)}) {
            ReadingFilter filter;
            filter.equipment = code;
            filter.group = group;
            const QString scanned = m_fixture->ask(
                "SELECT count(*) FROM faultline.named_readings WHERE code = '" + code.toUtf8()
                + "' OR group_name = '" + group.toUtf8() + "'");
            QCOMPARE(QString::number(count(filter)), scanned);
        }
    }

    static ReadingFilter of(const QString& period)
    {
        ReadingFilter filter;
        filter.period = Period::fromText(period).value();
        return filter;
    }

    qint64 count(const ReadingFilter& filter) const
    {
        auto session = SqlSession::open(m_fixture->settings());
        if (!session)
            qFatal("%s", qPrintable(session.error().toText()));
        const auto counted = countReadings(*session, filter);
        if (!counted)
            qFatal("%s", qPrintable(counted.error().toText()));
        return counted->isExact ? counted->rows : -1;
    }

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_fixture;
    QString m_plant = LoadFixture::plantName();
    QString m_zone;
};

QTEST_GUILESS_MAIN(tst_SummaryRules)
#include "tst_SummaryRules.moc"
