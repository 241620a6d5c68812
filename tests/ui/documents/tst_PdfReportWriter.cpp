// SPDX-License-Identifier: GPL-3.0-or-later
#include "documents/DocumentDrawing.h"
#include "documents/PageTable.h"
#include "documents/PdfReportWriter.h"
#include "exporting/ReportFiles.h"

#include "core/exporting/HostileReport.h"
#include "core/exporting/OtherPrograms.h"
#include "database/connection/Connection.h"
#include "reports/ReportCatalogue.h"
#include "reports/definition/ReportParser.h"
#include "support/ReportFixture.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QApplication>
#include <QFile>
#include <QFontMetricsF>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

namespace {

ReportDefinition reportOf(const QString& columns, const QString& sql)
{
    const auto report = parseReport(
        u"made"_s, u"-- title: T\n-- section: S\n-- explanation: E.\n"_s + columns + u'\n' + sql);
    return report ? *report : ReportDefinition{};
}

} // namespace

/// PDF documents, read back with poppler.
class tst_PdfReportWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();

    void hostileFigures();
    void timesAreThoseOfThePlant();
    void contentsSayWhereAReportBegins();
    void emptyResultHasItsFilters();
    void tableOverManyPages();
    void sumsStandOnceAtTheEnd();
    void saysWhyThereIsNoChart();
    void wideTableIsWhole();
    void cellLongerThanAPage();
    void tooManyRows();
    void fitsTables();

private:
    QString path() const { return m_directory->filePath(u"out.pdf"_s); }
    Result<ExportedFiles> exportTo(
        const QString& file, const QList<ReportDefinition>& reports,
        const ReportFilter& filter = {}) const
    {
        auto session = SqlSession::open(m_settings);
        if (!session)
            return session.error();
        ReportJob job;
        job.reports = reports;
        job.filter = filter;
        job.database = u"a database"_s;
        ExportOptions options;
        options.format = ReportFormat::Pdf;
        options.makePdf = [](QIODevice& device) {
            return makePdfWriter(device, &documentPageChart);
        };
        return exportDocument(*session, job, options, file);
    }
    // The text of the pages, separated by form feeds.
    QString textOf(const QList<ReportDefinition>& reports, const ReportFilter& filter = {}) const
    {
        const auto done = exportTo(path(), reports, filter);
        if (!done)
            return done.error().toText();
        return QString::fromUtf8(
            runProgram(u"pdftotext"_s, {u"-layout"_s, path(), u"-"_s}, m_directory->path()).output);
    }

    TemporaryServer m_server;
    ConnectionSettings m_settings;
    std::unique_ptr<QTemporaryDir> m_directory;
};

void tst_PdfReportWriter::initTestCase()
{
    QVERIFY2(
        isInstalled(u"pdftotext"_s), "poppler-utils is missing: installer/test.sh installs it");
    VERIFY_RESULT(m_server.start());
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    m_settings = *settings;
    VERIFY_RESULT(fillWithReportFixture(m_settings));
}

void tst_PdfReportWriter::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    QVERIFY(m_directory->isValid());
}

void tst_PdfReportWriter::hostileFigures()
{
    const QString text = textOf({hostileReport()});
    for (const QString& expected :
         {hostileReport().title, u"=cmd()"_s, u"9,007,199,254,740,993"_s, u"-6,305.32"_s,
          u"2020-01-02 03:04:05.060"_s, u"<script>alert(1)</script>"_s, u"1,234,567.50"_s,
          u"a \"quoted\", name"_s, u"NaN"_s, u"line one"_s, u"line two"_s, u"8 row"_s,
          u"figures as of"_s, u"a database"_s})
        QVERIFY2(text.contains(expected), qPrintable(expected + u"\n\n"_s + text));
    // Wrapped, but complete.
    QCOMPARE(text.count(QRegularExpression(u"x(?=x)|x"_s)) >= 200, true);
    // The chart's text.
    QVERIFY2(text.contains(u"80 %"_s), qPrintable(text));
}

void tst_PdfReportWriter::timesAreThoseOfThePlant()
{
    auto connection = Connection::open(m_settings);
    VERIFY_RESULT(connection);
    VERIFY_RESULT(connection->execute("UPDATE faultline.plant SET time_zone = 'Europe/Oslo'"));
    const QString text = textOf({reportOf(
        u"-- column at: At | timestamp"_s,
        u"SELECT timestamptz '2021-10-31 01:30:00Z' AS at"
        " UNION ALL SELECT '2021-10-31 00:30:00Z' ORDER BY at"_s)});
    VERIFY_RESULT(connection->execute("UPDATE faultline.plant SET time_zone = 'UTC'"));
    QVERIFY2(text.contains(u"At (Europe/Oslo)"_s), qPrintable(text));
    QVERIFY2(text.contains(u"2021-10-31 02:30:00+02:00"_s), qPrintable(text));
    QVERIFY2(text.contains(u"2021-10-31 02:30:00+01:00"_s), qPrintable(text));
    QVERIFY2(text.contains(u"time in the time zone Europe/Oslo"_s), qPrintable(text));
}

void tst_PdfReportWriter::contentsSayWhereAReportBegins()
{
    const auto catalogue = ReportCatalogue::builtIn();
    VERIFY_RESULT(catalogue);
    const auto reports = catalogue->defaultReports();
    const QStringList pages = textOf(reports).split(u'\f', Qt::SkipEmptyParts);
    QVERIFY(pages.size() > reports.size());
    for (qsizetype i = 0; i < pages.size(); ++i) {
        const QString number = u"Page %1 of %2"_s.arg(i + 1).arg(pages.size());
        QVERIFY2(pages.at(i).contains(number), qPrintable(pages.at(i)));
    }
    // The contents page has the page number of each report.
    for (const ReportDefinition& report : reports) {
        const auto match =
            QRegularExpression(QRegularExpression::escape(report.title) + u"\\s+(\\d+)\\n"_s)
                .match(pages.at(0));
        QVERIFY2(match.hasMatch(), qPrintable(report.title + pages.at(0)));
        const int page = match.captured(1).toInt();
        QVERIFY2(pages.value(page - 1).contains(report.title), qPrintable(report.title));
    }
    const QString totals = pages.filter(QRegularExpression(u"Error records\\s+36\\n"_s)).value(0);
    QVERIFY2(totals.contains(QRegularExpression(u"Error records\\s+36\\n"_s)), qPrintable(totals));
}

void tst_PdfReportWriter::emptyResultHasItsFilters()
{
    ReportFilter filter;
    filter.group = u"none"_s;
    const QString text = textOf({hostileReport()}, filter);
    QVERIFY2(text.contains(u"0 row"_s), qPrintable(text));
    QVERIFY(text.contains(QRegularExpression(u"Group\\s+none"_s)));
}

void tst_PdfReportWriter::tableOverManyPages()
{
    constexpr int kRows = 2000;
    const QString text = textOf({longReport(kRows)});
    const QStringList pages = text.split(u'\f', Qt::SkipEmptyParts);
    const QStringList withRows =
        pages.filter(QRegularExpression(u"a row of the report [0-9a-f]+"_s));
    QVERIFY2(withRows.size() > 20, qPrintable(pages.value(3)));
    for (const QString& page : withRows)
        QVERIFY2(page.contains(QRegularExpression(u"Number\\s+Text\\n"_s)), qPrintable(page));
    QCOMPARE(text.count(u"a row of the report "_s), kRows + 1); // and the query
    QVERIFY(text.contains(u"2,000"_s));
}

void tst_PdfReportWriter::sumsStandOnceAtTheEnd()
{
    const QString text = textOf({summedReport()});
    const QStringList pages = text.split(u'\f', Qt::SkipEmptyParts);
    const QStringList sums = pages.filter(u"Total ("_s);
    QCOMPARE(sums.size(), 1);
    const QRegularExpression line(
        u"Total \\(1,200\\)\\s+9,007,199,255,461,592\\s+4,804\\.00\\s*\\n"_s);
    QVERIFY2(sums.at(0).contains(line), qPrintable(sums.at(0)));
    QVERIFY2(sums.at(0).contains(u"E1200"_s), qPrintable(sums.at(0)));
    QVERIFY(!textOf({hostileReport()}).contains(u"Total ("_s));
}

void tst_PdfReportWriter::saysWhyThereIsNoChart()
{
    const QString text = textOf({reportOf(
        u"-- column a: A | text\n-- column b: B | integer\n-- chart: pareto | category a | value b"_s,
        u"SELECT 'x' AS a, 0 AS b"_s)});
    QVERIFY2(text.contains(u"No chart: no row has a figure to draw."_s), qPrintable(text));
}

void tst_PdfReportWriter::wideTableIsWhole()
{
    QString columns;
    QStringList values;
    for (int i = 0; i < 30; ++i) {
        columns += u"-- column c%1: A column %1 | integer\n"_s.arg(i);
        values << u"%1 AS c%2"_s.arg(123'456'700 + i).arg(i);
    }
    const QString text = textOf({reportOf(columns.trimmed(), u"SELECT "_s + values.join(u", "_s))});
    for (int i = 0; i < 30; ++i) {
        const QString figure = u"123,456,7%1"_s.arg(i, 2, 10, QChar(u'0'));
        QVERIFY2(text.contains(figure), qPrintable(figure + text));
    }
}

void tst_PdfReportWriter::cellLongerThanAPage()
{
    const QString text = textOf({reportOf(
        u"-- column a: A | text\n-- column b: B | integer"_s,
        u"SELECT string_agg('word' || n, ' ' ORDER BY n) AS a, 42 AS b"
        " FROM generate_series(1, 9000) n"_s)});
    for (const int each : {1, 4500, 9000})
        QVERIFY(text.contains(QRegularExpression(u"\\bword%1\\b"_s.arg(each))));
}

void tst_PdfReportWriter::tooManyRows()
{
    QFile old(path());
    QVERIFY(old.open(QIODevice::WriteOnly) && old.write("old") == 3);
    old.close();
    const auto done =
        exportTo(path(), {longReport(static_cast<int>(PdfReportWriter::kMaxRows) + 1)});
    VERIFY_ERROR(done, u"too-long"_s);
    QVERIFY(done.error().remedy.contains(u"CSV"_s));
    QVERIFY(old.open(QIODevice::ReadOnly));
    QCOMPARE(old.readAll(), QByteArray("old"));
}

void tst_PdfReportWriter::fitsTables()
{
    constexpr qreal kPortrait = 5000;
    constexpr qreal kLandscape = 7500;
    PageTable table;
    table.columns = {{u"A"_s, false}, {u"B"_s, true}};
    table.rows = {{u"short"_s, u"1"_s}};
    QVERIFY(!fitTable(table, kPortrait, kLandscape).isLandscape);
    for (int i = 0; i < 12; ++i) {
        table.columns << PageTable::Column{u"C"_s, true};
        table.rows[0] << u"1,234,567.89"_s;
    }
    const TableFit across = fitTable(table, kPortrait, kLandscape);
    QVERIFY(across.isLandscape);
    QVERIFY(across.width() <= kLandscape);
    // A code isn't broken if a somewhat smaller font avoids it.
    for (int i = 0; i < 4; ++i) {
        table.columns.prepend({u"Equipment"_s, false});
        table.rows[0].prepend(u"9C033C35"_s);
    }
    const TableFit codes = fitTable(table, kPortrait, kLandscape);
    QVERIFY(codes.width() <= kLandscape + 1);
    for (int i = 0; i < 4; ++i) {
        const qreal room = codes.widths.at(i) - kColumnGap;
        QCOMPARE(brokenIntoLines(table.rows[0][i], codes.font, room).size(), 1);
        QCOMPARE(brokenIntoLines(u"Equipment"_s, codes.font, room).size(), 1);
    }
    table.columns.remove(0, 4);
    table.rows[0].remove(0, 4);
    // Figures keep their width, whatever happens to texts.
    table.rows[0][0] = QString(500, u'x');
    const TableFit broken = fitTable(table, kPortrait, kLandscape);
    QVERIFY(broken.width() <= kLandscape + 1);
    QVERIFY(broken.widths.at(2) >= QFontMetricsF(broken.font).horizontalAdvance(table.rows[0][2]));
    QCOMPARE(
        brokenIntoLines(u"a\n\nb"_s, broken.font, 1000), (QStringList{u"a"_s, QString(), u"b"_s}));
    QCOMPARE(
        brokenIntoLines(QString(500, u'x'), broken.font, 500).join(QString()), QString(500, u'x'));
}

QTEST_MAIN(tst_PdfReportWriter)
#include "tst_PdfReportWriter.moc"
