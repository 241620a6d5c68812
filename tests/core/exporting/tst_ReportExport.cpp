// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/ReportExport.h"

#include "exporting/ReportFiles.h"
#include "exporting/context/ReportContext.h"
#include "reports/ReportCatalogue.h"
#include "reports/definition/ReportParser.h"
#include "support/ReportFixture.h"
#include "support/TemporaryServer.h"
#include "support/TestFiles.h"

#include <QDir>
#include <QFile>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

namespace {

ReportDefinition reportOf(const QString& columns, const QString& sql)
{
    const auto report = parseReport(
        u"made"_s, u"-- title: T\n-- section: S\n-- explanation: E.\n"_s + columns + u'\n' + sql
                       + u"\nWHERE (:from::date IS NULL OR true) AND (:to::date IS NULL OR true)"
                         " AND (:group_name::text IS NULL OR true)"_s);
    return report ? *report : ReportDefinition{};
}

} // namespace

class tst_ReportExport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void writesReport();
    void writesInstantsToTheMicrosecond();
    void guardsFormulasOfText();
    void ordersAsOnScreen();
    void drawsAllRows();
    void saysWhyThereIsNoChart_data();
    void saysWhyThereIsNoChart();
    void leavesExistingFileWhenTheReportFails();
    void saysWhyItCannotWrite_data();
    void saysWhyItCannotWrite();
    void writesAllReports();
    void saysWhichSeverity();

private:
    SqlSession session() const
    {
        auto opened = SqlSession::open(m_settings);
        if (!opened)
            qFatal("%s", qPrintable(opened.error().toText()));
        return std::move(opened).value();
    }

    TemporaryServer m_server;
    ConnectionSettings m_settings;
    std::optional<ReportCatalogue> m_catalogue;
};

void tst_ReportExport::initTestCase()
{
    m_catalogue = *ReportCatalogue::builtIn();
    const auto started = m_server.start();
    QVERIFY2(started.ok(), started.ok() ? "" : qPrintable(started.error().toText()));
    const auto settings = m_server.createDatabase();
    QVERIFY(settings.ok());
    m_settings = *settings;
    QVERIFY(fillWithReportFixture(m_settings).ok());
}

void tst_ReportExport::writesReport()
{
    const QTemporaryDir directory;
    const QString path = directory.filePath(u"out.csv"_s);
    writeFile(path, "old");
    auto open = session();
    const auto rows = exportReport(open, *m_catalogue->find(u"failures_by_group"_s), {}, {}, path);
    QVERIFY2(rows.ok(), rows.ok() ? "" : qPrintable(rows.error().toText()));
    QCOMPARE(*rows, 3);
    QCOMPARE(
        contentOf(path), QByteArray("group_name,equipment,equipment_that_failed,error_records,"
                                    "avg_records_per_failed_equipment,avg_records_per_equipment,"
                                    "avg_events_per_failed_equipment,avg_events_per_equipment\n"
                                    ",2,2,7,3.50,3.50,3.50,3.50\n"
                                    "G2,2,1,4,4.00,2.00,3.00,1.50\n"
                                    "G1,2,2,18,9.00,9.00,6.50,6.50\n"));
    QCOMPARE(QDir(directory.path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
}

// An instant from a file can be found in the database.
void tst_ReportExport::writesInstantsToTheMicrosecond()
{
    const ReportDefinition report = reportOf(
        u"-- column at: At | timestamp"_s,
        u"SELECT at FROM (VALUES ('2020-01-02 03:04:05.060250+00'::timestamptz),"
        " ('2020-01-02 03:04:05.06+00'), ('2020-01-02 03:04:05+00'), ('infinity')) v (at)"_s);
    QTemporaryDir folder;
    const QString path = folder.filePath(u"made.csv"_s);
    auto open = session();
    const auto written = exportReport(open, report, {}, {}, path);
    QVERIFY2(written.ok(), written.ok() ? "" : qPrintable(written.error().toText()));
    QCOMPARE(
        contentOf(path), QByteArray("at\n2020-01-02T03:04:05.060250Z\n2020-01-02T03:04:05.060Z\n"
                                    "2020-01-02T03:04:05Z\ninfinity\n"));
}

void tst_ReportExport::guardsFormulasOfText()
{
    const QTemporaryDir directory;
    const QString path = directory.filePath(u"out.csv"_s);
    const ReportDefinition report = reportOf(
        u"-- column w: W | text\n-- column i: I | integer\n-- column d: D | decimal 2"_s,
        u"SELECT '-A' AS w, -7 AS i, -6305.32 AS d"_s);
    auto open = session();
    QVERIFY(exportReport(open, report, {}, {}, path).ok());
    QCOMPARE(contentOf(path), QByteArray("w,i,d\n'-A,-7,-6305.32\n"));
    QVERIFY(exportReport(open, report, {}, {}, path, {',', false}).ok());
    QCOMPARE(contentOf(path), QByteArray("w,i,d\n-A,-7,-6305.32\n"));
}

void tst_ReportExport::ordersAsOnScreen()
{
    const QTemporaryDir directory;
    const QString path = directory.filePath(u"out.csv"_s);
    auto open = session();
    ReportFilter filter;
    filter.period = *Period::fromText(u"2020-02"_s);
    filter.group = u"G1"_s;
    QVERIFY(exportReport(open, *m_catalogue->find(u"sensors"_s), filter, {3, true}, path).ok());
    QCOMPARE(
        contentOf(path),
        QByteArray("code,group_name,sensor_id,error_records,rank_in_equipment,rank_in_group\n"
                   "B,G1,20,0,1,3\nA,G1,11,1,1,1\nA,G1,10,1,1,1\n"));
}

// A chart covers the complete report, however long: of 900 pieces of equipment, those with the most
// failures come last.
void tst_ReportExport::drawsAllRows()
{
    ReportJob job;
    job.reports = {reportOf(
        u"-- column code: Code | text\n-- column month: Month | text\n-- column n: N | integer\n"
        "-- chart: heatmap | category month | row code | value n"_s,
        u"SELECT 'E' || to_char(e, 'FM0000') AS code, 'M' || to_char(m, 'FM00') AS month, e AS n"
        " FROM generate_series(1, 900) e, generate_series(1, 50) m"_s)};
    ExportOptions options;
    options.format = ReportFormat::Html;
    ChartData drawn;
    options.drawChart = [&drawn](const ChartData& chart, ChartSize) {
        drawn = chart;
        return QByteArray("<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    };
    const QTemporaryDir directory;
    auto open = session();
    const auto done = exportDocument(open, job, options, directory.filePath(u"out.html"_s));
    QVERIFY2(done.ok(), done.ok() ? "" : qPrintable(done.error().toText()));
    QCOMPARE(done->rows, 45'000);
    QCOMPARE(drawn.rows.size(), kMaxHeatmapRows);
    QCOMPARE(drawn.rows.constLast(), u"E0900"_s);
    QCOMPARE(drawn.marks.size(), kMaxHeatmapRows * 50);
    QCOMPARE(drawn.note, u"The 40 rows with the largest sums, of 900"_s);
}

void tst_ReportExport::saysWhyThereIsNoChart_data()
{
    QTest::addColumn<ReportFormat>("format");
    QTest::addColumn<QByteArray>("sentence");
    QTest::newRow("html") << ReportFormat::Html
                          << QByteArray("<p>No chart: too many cells to draw.</p>");
    QTest::newRow("notebook") << ReportFormat::Notebook
                              << QByteArray("\"No chart: too many cells to draw.\"");
}

void tst_ReportExport::saysWhyThereIsNoChart()
{
    QFETCH(ReportFormat, format);
    QFETCH(QByteArray, sentence);
    ReportJob job;
    job.reports = {reportOf(
        u"-- column c: C | text\n-- column r: R | text\n-- column n: N | integer\n"
        "-- chart: heatmap | category c | row r | value n"_s,
        u"SELECT c::text AS c, 'r' AS r, 1 AS n FROM generate_series(1, 20001) c"_s)};
    ExportOptions options;
    options.format = format;
    options.drawChart = [](const ChartData&, ChartSize) { return QByteArray("<svg/>"); };
    const QTemporaryDir directory;
    const QString path = directory.filePath(u"out."_s + formatWord(format));
    auto open = session();
    const auto done = exportDocument(open, job, options, path);
    QVERIFY2(done.ok(), done.ok() ? "" : qPrintable(done.error().toText()));
    const QByteArray document = contentOf(path);
    QVERIFY(!document.contains("<svg") && !document.contains("pivot_table"));
    QVERIFY2(document.contains(sentence), document.left(20'000).constData());
}

void tst_ReportExport::leavesExistingFileWhenTheReportFails()
{
    const QTemporaryDir directory;
    const QString path = directory.filePath(u"out.csv"_s);
    writeFile(path, "old");
    // It fails after more rows than any buffer holds.
    const ReportDefinition report = reportOf(
        u"-- column a: A | integer"_s,
        u"SELECT a FROM (SELECT 1 / (100000 - n) AS a FROM generate_series(1, 100000) n) x"_s);
    auto open = session();
    const auto rows = exportReport(open, report, {}, {}, path);
    QVERIFY(!rows.ok());
    QCOMPARE(rows.error().code, u"22012"_s);
    QCOMPARE(contentOf(path), QByteArray("old"));
    QCOMPARE(QDir(directory.path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
}

void tst_ReportExport::saysWhyItCannotWrite_data()
{
    QTest::addColumn<QString>("target");
    QTest::newRow("a directory") << u"folder"_s;
    QTest::newRow("no such folder") << u"missing/out.csv"_s;
    QTest::newRow("below a file") << u"file/out.csv"_s;
}

void tst_ReportExport::saysWhyItCannotWrite()
{
    QFETCH(QString, target);
    const QTemporaryDir directory;
    QVERIFY(QDir(directory.path()).mkdir(u"folder"_s));
    writeFile(directory.filePath(u"file"_s), "old");
    const QString path = directory.filePath(target);
    auto open = session();
    const auto rows = exportReport(open, *m_catalogue->find(u"totals"_s), {}, {}, path);
    QVERIFY(!rows.ok());
    QCOMPARE(rows.error().where, path);
    QVERIFY(!rows.error().why.isEmpty());
    QVERIFY(!rows.error().remedy.isEmpty());
    QCOMPARE(contentOf(directory.filePath(u"file"_s)), QByteArray("old"));
}

void tst_ReportExport::writesAllReports()
{
    const QTemporaryDir directory;
    const QString folder = directory.filePath(u"new/folder"_s);
    auto open = session();
    const auto paths = exportAllReports(open, m_catalogue->reports(), {}, folder);
    QVERIFY2(paths.ok(), paths.ok() ? "" : qPrintable(paths.error().toText()));
    QCOMPARE(paths->size(), m_catalogue->reports().size());
    QCOMPARE(
        contentOf(folder + u"/Total_equipment_failures.csv"_s),
        QByteArray("Total equipment failures\n5\n"));
    QCOMPARE(
        contentOf(folder + u"/Equipment_code_with_most_failures.csv"_s),
        QByteArray("Equipment code with most failures,Total of failures\nA,10\n"));
    QCOMPARE(
        contentOf(folder + u"/Average_amount_of_failures.csv"_s),
        QByteArray("Group_name,Average\n,4\nG2,4\nG1,9\n"));

    writeFile(directory.filePath(u"file"_s), "old");
    const auto failed =
        exportAllReports(open, m_catalogue->reports(), {}, directory.filePath(u"file/x"_s));
    QVERIFY(!failed.ok());
    QVERIFY(!failed.error().remedy.isEmpty());
    // The session isn't left in a transaction.
    auto state = open.execute(u"SELECT now() = statement_timestamp()"_s);
    QVERIFY(state.ok() && state->next());
}

// The default severity depends on the report.
void tst_ReportExport::saysWhichSeverity()
{
    const auto line = [this](const char* report, const ReportFilter& filter) {
        const ReportSection section =
            reportSection(*m_catalogue->find(QString::fromLatin1(report)), filter, {});
        const QJsonValue json = section.toJson()[u"filters"_s][u"severity"_s];
        for (const FilterLine& each : section.filterLines) {
            if (each.title == u"Severity"_s)
                return each.value + u' ' + (json.isNull() ? u"null"_s : json.toString());
        }
        return QString();
    };
    ReportFilter warnings;
    warnings.severity = u"WARNING"_s;
    QCOMPARE(line("records_by_severity", {}), u"all null"_s);
    QCOMPARE(line("records_by_severity", warnings), u"WARNING WARNING"_s);
    QCOMPARE(line("failure_trend", {}), u"those of failures failures"_s);
    QCOMPARE(line("failure_trend", warnings), u"WARNING WARNING"_s);
}

QTEST_GUILESS_MAIN(tst_ReportExport)
#include "tst_ReportExport.moc"
