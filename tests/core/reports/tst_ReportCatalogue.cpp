// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/ReportCatalogue.h"

#include "reports/query/PlantColumn.h"
#include "reports/query/ReportQuery.h"
#include "support/ReportFixture.h"
#include "support/TemporaryServer.h"

#include <QSet>
#include <QTest>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

/// The figures of every report of the program, against rows counted by hand.
class tst_ReportCatalogue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void isWellFormed();
    void runsOnEmptySchema_data();
    void runsOnEmptySchema();
    void showsFigures_data();
    void showsFigures();
    void neitherLosesNorMultipliesRecords_data();
    void neitherLosesNorMultipliesRecords();

private:
    QStringList rows(SqlSession& session, const QString& report, const ReportFilter& filter) const;

    TemporaryServer m_server;
    ConnectionSettings m_empty;
    ConnectionSettings m_filled;
    std::optional<ReportCatalogue> m_catalogue;
};

void tst_ReportCatalogue::initTestCase()
{
    auto catalogue = ReportCatalogue::builtIn();
    QVERIFY2(catalogue.ok(), catalogue.ok() ? "" : qPrintable(catalogue.error().toText()));
    m_catalogue = *catalogue;
    const auto started = m_server.start();
    QVERIFY2(started.ok(), started.ok() ? "" : qPrintable(started.error().toText()));
    const auto empty = m_server.createDatabase();
    QVERIFY(empty.ok());
    m_empty = *empty;
    const auto migrated = makeEmptySchema(m_empty);
    QVERIFY2(migrated.ok(), migrated.ok() ? "" : qPrintable(migrated.error().toText()));
    const auto filled = m_server.createDatabase();
    QVERIFY(filled.ok());
    m_filled = *filled;
    const auto rows = fillWithReportFixture(m_filled);
    QVERIFY2(rows.ok(), rows.ok() ? "" : qPrintable(rows.error().toText()));
}

QStringList tst_ReportCatalogue::rows(
    SqlSession& session, const QString& name, const ReportFilter& filter) const
{
    const ReportDefinition* report = m_catalogue->find(name);
    if (report == nullptr)
        return {u"no such report"_s};
    QStringList texts;
    const auto read = forEachReportRow(
        session, shownReport(*report, false), filter, {}, [&](const ReportRow& row) {
            texts << rowText(row);
            return Result<void>();
        });
    return read ? texts : QStringList{read.error().toText()};
}

void tst_ReportCatalogue::isWellFormed()
{
    QStringList names;
    QSet<QString> files;
    for (const ReportDefinition& report : m_catalogue->reports()) {
        names << report.name;
        QVERIFY2(!files.contains(report.fileName), qPrintable(report.fileName));
        files.insert(report.fileName);
        QVERIFY(report.explanation.endsWith(u'.'));
        if (report.link && report.link->target != u"readings"_s)
            QVERIFY2(m_catalogue->find(report.link->target), qPrintable(report.name));
    }
    // In list order. Nothing else names reports, so a new file is a new report.
    QCOMPARE(names.size(), 34);
    QCOMPARE(names.constFirst(), u"overview"_s);
    QCOMPARE(names.constLast(), u"average_failures_by_group"_s);
    QVERIFY(m_catalogue->find(u"none"_s) == nullptr);
}

void tst_ReportCatalogue::runsOnEmptySchema_data()
{
    QTest::addColumn<QStringList>("expected");
    QTest::newRow("totals") << QStringList{
        u"error_records|0"_s, u"failure_events|0"_s, u"equipment_that_failed|0"_s};
    QTest::newRow("total_equipment_failures") << QStringList{u"0"_s};
    for (const char* name :
         {"failures_by_equipment",
          "failures_by_group",
          "sensors",
          "records_without_equipment",
          "equipment_with_most_failures",
          "average_failures_by_group",
          "records_by_severity",
          "failure_trend",
          "failures_by_month",
          "time_between_failures",
          "hours_between_failures",
          "failure_events",
          "measurement_ranges",
          "measurement_quartiles",
          "plants",
          "reliability_growth",
          "cumulative_failures",
          "mean_cumulative_function",
          "life_distribution",
          "next_failure",
          "bad_actors",
          "data_findings",
          "failure_list",
          "failures_in_excluded_time",
          "downtime",
          "mcf_comparison",
          "availability_by_month",
          "failures_by_cause",
          "failures_by_mode",
          "causes_by_equipment"})
        QTest::newRow(name) << QStringList();
}

void tst_ReportCatalogue::runsOnEmptySchema()
{
    QFETCH(QStringList, expected);
    const QString name = QString::fromLatin1(QTest::currentDataTag());
    auto session = SqlSession::open(m_empty);
    QVERIFY(session.ok());
    QCOMPARE(rows(*session, name, {}), expected);
    ReportFilter narrowed;
    narrowed.period = *Period::fromText(u"2020"_s);
    narrowed.group = u"it's \"G1\" \\"_s;
    QCOMPARE(rows(*session, name, narrowed), expected);
}

void tst_ReportCatalogue::showsFigures_data()
{
    QTest::addColumn<QString>("report");
    QTest::addColumn<QString>("period");
    QTest::addColumn<QString>("group");
    QTest::addColumn<QStringList>("expected");

    const auto add = [](const char* tag, const char* report, const char* period, const char* group,
                        const QStringList& rows) {
        QTest::newRow(tag) << QString::fromLatin1(report) << QString::fromLatin1(period)
                           << QString::fromLatin1(group) << rows;
    };
    add("totals", "totals", "", "",
        {u"error_records|36"_s, u"failure_events|23"_s, u"equipment_that_failed|5"_s});
    add("totals, month", "totals", "2020-02", "",
        {u"error_records|3"_s, u"failure_events|1"_s, u"equipment_that_failed|1"_s});
    add("totals, group", "totals", "", "G1",
        {u"error_records|18"_s, u"failure_events|13"_s, u"equipment_that_failed|2"_s});
    add("totals, both", "totals", "..2020-01", "G2",
        {u"error_records|4"_s, u"failure_events|3"_s, u"equipment_that_failed|1"_s});
    add("totals, before", "totals", "..2019", "",
        {u"error_records|0"_s, u"failure_events|0"_s, u"equipment_that_failed|0"_s});

    add("by equipment", "failures_by_equipment", "", "",
        {u"B|G1|8|8|1|2|2"_s, u"A|G1|5|10|2|1|1"_s, u"#7|-|5|5|2|3|7"_s, u"C|G2|3|4|4|4|3"_s,
         u"D|-|2|2|5|5|4"_s, u"E|G2|0|0|6|6|5"_s});
    add("by equipment, month", "failures_by_equipment", "2020-02", "",
        {u"A|G1|1|2|1|1|1"_s, u"B|G1|0|0|2|2|2"_s, u"C|G2|0|0|2|2|3"_s, u"D|-|0|0|2|2|4"_s,
         u"E|G2|0|0|2|2|5"_s, u"#7|-|0|0|2|2|7"_s});
    add("by equipment, group", "failures_by_equipment", "", "G2",
        {u"C|G2|3|4|1|1|3"_s, u"E|G2|0|0|2|2|5"_s});

    add("by group", "failures_by_group", "", "",
        {u"-|2|2|7|3.50|3.50|3.50|3.50"_s, u"G2|2|1|4|4.00|2.00|3.00|1.50"_s,
         u"G1|2|2|18|9.00|9.00|6.50|6.50"_s});
    add("by group, month", "failures_by_group", "2020-02", "",
        {u"G1|2|1|2|2.00|1.00|1.00|0.50"_s, u"G2|2|0|0|-|0.00|-|0.00"_s,
         u"-|2|0|0|-|0.00|-|0.00"_s});
    add("by group, group", "failures_by_group", "", "G2", {u"G2|2|1|4|4.00|2.00|3.00|1.50"_s});

    add("sensors", "sensors", "", "",
        {u"B|G1|20|8|1|1"_s, u"-|-|99|7|-|-"_s, u"A|G1|10|5|1|2"_s, u"A|G1|11|5|1|2"_s,
         u"#7|-|70|5|1|-"_s, u"C|G2|30|4|1|1"_s, u"D|-|40|2|1|-"_s, u"E|G2|50|0|1|2"_s});
    add("sensors, both", "sensors", "2020-02", "G1",
        {u"A|G1|10|1|1|1"_s, u"A|G1|11|1|1|1"_s, u"B|G1|20|0|1|3"_s});

    add("without equipment", "records_without_equipment", "", "", {u"99|-|7"_s, u"70|#7|5"_s});
    add("without equipment, month", "records_without_equipment", "2020-02", "", {u"99|-|1"_s});
    add("without equipment, group", "records_without_equipment", "", "G1", {});

    add("replaced total", "total_equipment_failures", "", "", {u"5"_s});
    add("replaced total, group", "total_equipment_failures", "2020-01", "G1", {u"2"_s});
    add("replaced most", "equipment_with_most_failures", "", "", {u"A|10"_s});
    add("replaced most, tie", "equipment_with_most_failures", "..2020-01", "G1",
        {u"A|8"_s, u"B|8"_s});
    add("replaced average", "average_failures_by_group", "", "", {u"-|4"_s, u"G2|4"_s, u"G1|9"_s});
    add("replaced average, month", "average_failures_by_group", "2020-02", "", {u"G1|2"_s});
}

void tst_ReportCatalogue::showsFigures()
{
    QFETCH(QString, report);
    QFETCH(QString, period);
    QFETCH(QString, group);
    QFETCH(QStringList, expected);
    auto session = SqlSession::open(m_filled);
    QVERIFY(session.ok());
    ReportFilter filter;
    filter.period = *Period::fromText(period);
    filter.group = group;
    QCOMPARE(rows(*session, report, filter), expected);
}

void tst_ReportCatalogue::neitherLosesNorMultipliesRecords_data()
{
    QTest::addColumn<QString>("period");
    QTest::newRow("all") << QString();
    QTest::newRow("month") << u"2020-02"_s;
}

// Records of known equipment and of unknown sensors add up to the total, in every report.
void tst_ReportCatalogue::neitherLosesNorMultipliesRecords()
{
    QFETCH(QString, period);
    auto session = SqlSession::open(m_filled);
    QVERIFY(session.ok());
    ReportFilter filter;
    filter.period = *Period::fromText(period);
    const auto sumOf = [&](const QString& report, int column) {
        qint64 sum = 0;
        for (const QString& row : rows(*session, report, filter))
            sum += row.split(u'|')[column].toLongLong();
        return sum;
    };
    qint64 unknownSensors = 0;
    for (const QString& row : rows(*session, u"records_without_equipment"_s, filter)) {
        if (row.split(u'|')[1] == u"-"_s)
            unknownSensors += row.split(u'|')[2].toLongLong();
    }
    const qint64 total = rows(*session, u"totals"_s, filter).first().split(u'|')[1].toLongLong();
    QCOMPARE(sumOf(u"sensors"_s, 3), total);
    QCOMPARE(sumOf(u"failures_by_equipment"_s, 3) + unknownSensors, total);
    QCOMPARE(sumOf(u"failures_by_group"_s, 3) + unknownSensors, total);
}

QTEST_GUILESS_MAIN(tst_ReportCatalogue)
#include "tst_ReportCatalogue.moc"
