// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/connection/Connection.h"
#include "support/ReportFixture.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QTest>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

// The views of docs/database.md agree with the reports and the tables.
class tst_Views : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void tellTheSame_data();
    void tellTheSame();
    void looksForNoNameThatNobodyAsksFor();

private:
    QString ask(const QString& sql);

    TemporaryServer m_server;
    std::optional<Connection> m_connection;
};

void tst_Views::initTestCase()
{
    VERIFY_RESULT(m_server.start());
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    VERIFY_RESULT(fillWithReportFixture(*settings));
    auto connection = Connection::open(*settings);
    VERIFY_RESULT(connection);
    m_connection.emplace(std::move(connection).value());
    VERIFY_RESULT(m_connection->execute(
        "INSERT INTO reading (occurred_at, temperature, vibration, sensor_key, reading_id,"
        " severity, plant_id)"
        " VALUES ('2020-01-01', 1.5, -2, 1010, 1, 40, 1),"
        " ('2020-01-01', NULL, NULL, 1070, 1, 20, 1), ('2020-01-02', 3, 4, 1099, 1, 50, 1);"
        "UPDATE sensor_summary SET temperature_count[i] = 4, temperature_min[i] = 1,"
        " temperature_max[i] = 3, temperature_sum[i] = 8"
        " FROM (SELECT start, array_position(sensor_key, 1010) AS i FROM sensor_summary"
        "  WHERE unit = 'month' AND severity = 40) x"
        " WHERE sensor_summary.start = x.start AND unit = 'month' AND severity = 40;"
        "INSERT INTO plant (name) VALUES ('Another');"
        "INSERT INTO load_plant (load_id, plant_id, folder, reason) VALUES"
        " (2, 2, '/two/a', 'subfolder'), (2, 2, '/two/b', 'subfolder');"
        "INSERT INTO load_file (load_id, position, path, role, bytes, records_in, loaded, rejected,"
        " blank, skipped, state) VALUES (1, 1, '/a.log', 'readings', 1, 10, 7, 1, 2, 0, 'loaded'),"
        " (1, 2, '/b.log', 'readings', 1, 5, 5, 0, 0, 0, 'loaded'),"
        " (1, 3, '/c.csv', 'sensor_map', 1, 9, 9, 0, 0, 0, 'loaded')"));
}

QString tst_Views::ask(const QString& sql)
{
    const auto answer = m_connection->execute(sql.toUtf8());
    return answer ? answer->string(0, 0) : answer.error().toText();
}

void tst_Views::tellTheSame_data()
{
    QTest::addColumn<QString>("view");
    QTest::addColumn<QString>("truth");
    const auto row = [](const char* name, const QString& view, const QString& truth) {
        QTest::newRow(name) << view << truth;
    };
    row("as many named readings as readings", u"SELECT count(*) FROM named_readings"_s,
        u"SELECT count(*) FROM reading"_s);
    row("names of readings",
        u"SELECT string_agg(concat_ws('|', plant, severity, sensor_id, equipment_id, code, "
        u"group_name),"
        " ' ' ORDER BY sensor_id) FROM named_readings"_s,
        u"SELECT 'vessel|ERROR|10|1|A|G1 vessel|INFO|70|7|#7 vessel|CRITICAL|99'"_s);
    row("failure events, one by one", u"SELECT count(*) FROM failure_event_times"_s,
        u"SELECT sum(failure_events) FROM failure_events(NULL, NULL)"_s);
    row("each event once",
        u"SELECT count(*) FROM (SELECT DISTINCT equipment_id, occurred_at FROM"
        " failure_event_times) e"_s,
        u"SELECT count(*) FROM failure_event_times"_s);
    row("failure events by day", u"SELECT sum(failure_events) FROM failure_events_by_day"_s,
        u"SELECT sum(failure_events) FROM failure_events(NULL, NULL)"_s);
    row("error records by day", u"SELECT sum(error_records) FROM error_records_by_day"_s,
        u"SELECT sum(error_records) FROM error_records(NULL, NULL)"_s);
    row("readings by month", u"SELECT sum(readings) FROM readings_by_month"_s,
        u"SELECT sum(readings) FROM readings_by_sensor(NULL, NULL)"_s);
    row("error records by month",
        u"SELECT sum(readings) FROM readings_by_month WHERE severity = 'ERROR'"_s,
        u"SELECT sum(error_records) FROM error_records(NULL, NULL)"_s);
    row("mean of a month",
        u"SELECT string_agg(DISTINCT temperature_mean::text, ' ') FROM readings_by_month"
        " WHERE code = 'A' AND sensor_id = '10' AND severity = 'ERROR'"_s,
        u"SELECT '2'"_s);
    row("no mean of nothing",
        u"SELECT count(temperature_mean) FROM readings_by_month WHERE sensor_id <> '10'"_s,
        u"SELECT 0"_s);
    row("sensors", u"SELECT string_agg(sensor_id || code, ' ' ORDER BY sensor_id) FROM sensors"_s,
        u"SELECT '10A 11A 20B 30C 40D 50E 70#7'"_s);
    row("loads",
        u"SELECT string_agg(concat_ws('|', load_id, files, records_in, loaded, rejected, blank,"
        " skipped), ' ' ORDER BY load_id) FROM loads"_s,
        u"SELECT '1|3|24|21|1|2|0 2|0|0|0|0|0|0'"_s);
    row("plants of loads",
        u"SELECT string_agg(load_id || plants::text, ' ' ORDER BY load_id) FROM loads"_s,
        u"SELECT '1{vessel} 2{Another,vessel}'"_s);
    row("old logs", u"SELECT count(*) || max(status) FROM logs WHERE sensor_id = '10'"_s,
        u"SELECT '1ERROR'"_s);
}

void tst_Views::tellTheSame()
{
    QFETCH(QString, view);
    QFETCH(QString, truth);
    QCOMPARE(ask(view), ask(truth));
}

// Counting millions of readings needs no names of equipment; the map is a small hash table.
void tst_Views::looksForNoNameThatNobodyAsksFor()
{
    const QString plan = ask(u"EXPLAIN (FORMAT JSON) SELECT count(*) FROM named_readings"_s);
    QVERIFY2(plan.contains("Plan"_L1) && !plan.contains("\"equipment\""_L1), qPrintable(plan));
    const QString named = ask(u"EXPLAIN (FORMAT JSON) SELECT count(code) FROM named_readings"_s);
    QVERIFY2(named.contains("\"equipment\""_L1), qPrintable(named));
}

QTEST_GUILESS_MAIN(tst_Views)
#include "tst_Views.moc"
