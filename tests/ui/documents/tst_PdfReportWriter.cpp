// SPDX-License-Identifier: GPL-3.0-or-later
#include "documents/DocumentDrawing.h"
#include "documents/PageTable.h"
#include "documents/PdfLinks.h"
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
#include <QBuffer>
#include <QFile>
#include <QFontMetricsF>
#include <QImage>
#include <QRegularExpression>
#include <QSet>
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
    void allReportsAreAFewPages();
    void firstPageHasTheAnswer();
    void linksLeadToReports();
    void appendixIsForWhoAsks();
    void hasItsTitleAndLogo();
    void severalReportsShowTheFirstRows();
    void narrowTableIsInColumns();
    void emptyResultHasItsFilters();
    void tableOverManyPages();
    void sumsStandOnceAtTheEnd();
    void saysWhyThereIsNoChart();
    void wideTableIsWhole();
    void cellLongerThanAPage();
    void tooManyRows();
    void fitsTables();
    void otherDocumentsStayAsTheyAre();

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
        options.document = m_document;
        options.makePdf = [](QIODevice& device, const DocumentOptions& document) {
            return makePdfWriter(device, &documentPageChart, document);
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
    DocumentOptions m_document;
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
    m_document = {};
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
}

void tst_PdfReportWriter::allReportsAreAFewPages()
{
    const auto catalogue = ReportCatalogue::builtIn();
    VERIFY_RESULT(catalogue);
    const auto reports = catalogue->defaultReports();
    const QStringList pages = textOf(reports).split(u'\f', Qt::SkipEmptyParts);
    QVERIFY2(pages.size() > 4 && pages.size() <= 14, qPrintable(QString::number(pages.size())));
    for (qsizetype i = 0; i < pages.size(); ++i) {
        const QString number = u"Page %1 of %2"_s.arg(i + 1).arg(pages.size());
        QVERIFY2(pages.at(i).contains(number), qPrintable(pages.at(i)));
        QVERIFY(pages.at(i).contains(u"figures as of"_s));
        // No page of a few lines that were left.
        QVERIFY2(pages.at(i).count(u'\n') > 12, qPrintable(pages.at(i)));
    }
    const QString totals = pages.filter(QRegularExpression(u"Error records\\s+36\\n"_s)).value(0);
    QVERIFY2(!totals.isEmpty(), qPrintable(pages.join(u'\f')));
    // All stand upright.
    const QByteArray sizes =
        runProgram(u"pdfinfo"_s, {u"-l"_s, u"-1"_s, path()}, m_directory->path()).output;
    QCOMPARE(sizes.count("595"), pages.size());
}

void tst_PdfReportWriter::firstPageHasTheAnswer()
{
    const auto catalogue = ReportCatalogue::builtIn();
    VERIFY_RESULT(catalogue);
    const auto reports = catalogue->defaultReports();
    const QString first = textOf(reports).section(u'\f', 0, 0);
    for (const QString& expected :
         {u"Failures and reliability"_s, u"Most failures"_s, u"Getting worse"_s,
          u"Failure events"_s, u"Failed equipment"_s, u"Data and receipt"_s, u"Observed"_s,
          u"balanced"_s, u"a database"_s, u"Contents"_s})
        QVERIFY2(first.contains(expected), qPrintable(expected + u"\n\n"_s + first));
    for (const ReportDefinition& report : reports)
        QVERIFY2(first.contains(report.title), qPrintable(report.title));
    // A single report needs neither.
    const QString one = textOf({*catalogue->find(u"totals"_s)});
    QVERIFY(!one.contains(u"Contents"_s) && !one.contains(u"Getting worse"_s));
    QVERIFY(one.section(u'\f', 0, 0).contains(u"Error records"_s));
}

// The contents, the outline and the pages agree.
void tst_PdfReportWriter::linksLeadToReports()
{
    const auto catalogue = ReportCatalogue::builtIn();
    VERIFY_RESULT(catalogue);
    const auto reports = catalogue->defaultReports();
    const QStringList pages = textOf(reports).split(u'\f', Qt::SkipEmptyParts);
    const QString xml = QString::fromUtf8(
        runProgram(u"pdftohtml"_s, {u"-xml"_s, u"-i"_s, u"-stdout"_s, path()}, m_directory->path())
            .output);
    const QString outline = xml.mid(xml.indexOf(u"<outline>"_s));
    for (const ReportDefinition& report : reports) {
        const QString title = QRegularExpression::escape(report.title);
        const auto item =
            QRegularExpression(u"<item page=\"(\\d+)\">"_s + title + u"</item>"_s).match(outline);
        QVERIFY2(item.hasMatch(), qPrintable(report.title + outline));
        const int page = item.captured(1).toInt();
        QVERIFY2(pages.value(page - 1).contains(report.title), qPrintable(report.title));
        QVERIFY2(
            pages.at(0).contains(QRegularExpression(title + u"\\s+%1\\b"_s.arg(page))),
            qPrintable(report.title + pages.at(0)));
        QVERIFY(outline.contains(u">%1</item>"_s.arg(report.section)));
    }
    // Poppler shows links as such.
    QVERIFY2(xml.count(u"<a href="_s) >= reports.size(), qPrintable(xml.left(4000)));
}

void tst_PdfReportWriter::appendixIsForWhoAsks()
{
    const QList<ReportDefinition> reports{hostileReport(), summedReport()};
    const QString plain = textOf(reports);
    QVERIFY(!plain.contains(u"SELECT"_s) && !plain.contains(u"in the SQL"_s));
    m_document.hasAppendix = true;
    const QString whole = textOf(reports);
    QVERIFY(whole.contains(u"Appendix"_s) && whole.contains(u"in the SQL: hours"_s));
    QVERIFY(whole.contains(u"generate_series(1, 1200) n"_s));
    QVERIFY(whole.contains(QRegularExpression(u"Group\\s+all"_s)));
}

void tst_PdfReportWriter::hasItsTitleAndLogo()
{
    m_document.title = u"For the plant (ß, 漢)"_s;
    QImage picture(40, 20, QImage::Format_RGB32);
    picture.fill(Qt::red);
    QBuffer buffer(&m_document.logo.bytes);
    QVERIFY(picture.save(&buffer, "PNG"));
    m_document.logo.type = "image/png";
    const QString text = textOf({summedReport()});
    QVERIFY(text.section(u'\f', 0, 0).contains(u"For the plant"_s));
    QVERIFY(text.section(u'\f', 0, 0).contains(u"Summed"_s));
    // Further pages name it too.
    QVERIFY(text.section(u'\f', 1, 1).contains(u"For the plant"_s));
    const QByteArray facts = runProgram(u"pdfinfo"_s, {path()}, m_directory->path()).output;
    QVERIFY2(facts.contains(m_document.title.toUtf8()), facts.constData());
    const QByteArray images =
        runProgram(u"pdfimages"_s, {u"-list"_s, path()}, m_directory->path()).output;
    QVERIFY2(images.contains("40    20"), images.constData());
    m_document.logo.bytes = "no picture";
    VERIFY_ERROR(exportTo(path(), {summedReport()}), u"logo"_s);
}

void tst_PdfReportWriter::severalReportsShowTheFirstRows()
{
    // More than a report alone may have.
    const int rows = static_cast<int>(PdfReportWriter::kMaxRows) + 1;
    const QString text = textOf({longReport(rows), summedReport()});
    QCOMPARE(text.count(u"a row of the report "_s), kPrintedRows);
    QVERIFY2(text.contains(u"The first 60 of 5,001 rows"_s), qPrintable(text));
    // Sums are of all rows.
    QVERIFY(text.contains(u"Total (1,200)"_s) && text.contains(u"4,804.00"_s));
    QVERIFY(!text.contains(u"E0061"_s));
}

// Rows of a narrow and long table are in columns beside each other.
void tst_PdfReportWriter::narrowTableIsInColumns()
{
    const QString text = textOf({reportOf(
        u"-- column n: Number | integer sum"_s,
        u"SELECT n FROM generate_series(1, 100) n ORDER BY n"_s)});
    QCOMPARE(text.count(u"Number"_s), 4);
    QVERIFY2(
        text.contains(QRegularExpression(u"\\n\\s*1\\s+27\\s+53\\s+79\\n"_s)), qPrintable(text));
    QVERIFY(text.contains(u"5,050"_s));
}

void tst_PdfReportWriter::emptyResultHasItsFilters()
{
    ReportFilter filter;
    filter.group = u"none"_s;
    const QString text = textOf({hostileReport()}, filter);
    QVERIFY2(text.contains(u"0 row"_s), qPrintable(text));
    QVERIFY(text.contains(u"Group: none"_s));
}

void tst_PdfReportWriter::tableOverManyPages()
{
    constexpr int kRows = 2000;
    const QString text = textOf({longReport(kRows)});
    const QStringList pages = text.split(u'\f', Qt::SkipEmptyParts);
    const QStringList withRows =
        pages.filter(QRegularExpression(u"a row of the report [0-9a-f]+"_s));
    QVERIFY2(withRows.size() > 10, qPrintable(pages.value(3)));
    for (const QString& page : withRows)
        QVERIFY2(page.contains(QRegularExpression(u"Number\\s+Text\\n"_s)), qPrintable(page));
    QCOMPARE(text.count(u"a row of the report "_s), kRows);
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
    constexpr qreal kWidth = 5000;
    PageTable table;
    table.columns = {{u"A"_s, false}, {u"B"_s, true}};
    table.rows = {{u"short"_s, u"1"_s}};
    QCOMPARE(fitTable(table, kWidth).bands.size(), 1);
    // Too many figures: several bands, each with the key. Bounds stay with their figure.
    for (int i = 0; i < 12; ++i) {
        table.columns << PageTable::Column{u"C"_s, true, i % 3 != 0};
        table.rows[0] << u"1,234,567.89"_s;
    }
    const TableFit divided = fitTable(table, kWidth);
    QVERIFY(divided.bands.size() > 1);
    QSet<qsizetype> shown;
    for (const TableBand& band : divided.bands) {
        QVERIFY(band.width() <= kWidth);
        QCOMPARE(band.columns.constFirst(), 0);
        if (band.columns.at(1) > 1)
            QVERIFY(!table.columns.at(band.columns.at(1)).staysWithPrevious);
        for (const qsizetype column : band.columns)
            shown << column;
    }
    QCOMPARE(shown.size(), table.columns.size());
    // A long text wraps first.
    table.columns = {{u"A"_s, false}, {u"B"_s, true}};
    table.rows = {{u"many words "_s.repeated(60), u"1,234,567.89"_s}};
    const TableFit wrapped = fitTable(table, kWidth);
    QCOMPARE(wrapped.bands.size(), 1);
    QVERIFY(wrapped.bands.at(0).width() <= kWidth + 1);
    // Figures keep their width, whatever happens to texts.
    table.rows = {{QString(500, u'x'), QString(150, u'9')}};
    const TableFit broken = fitTable(table, kWidth);
    const TableBand& band = broken.bands.constLast();
    QVERIFY(band.width() <= kWidth + 1);
    QVERIFY(
        band.widths.constLast() >= QFontMetricsF(broken.font).horizontalAdvance(table.rows[0][1]));
    QCOMPARE(
        brokenIntoLines(u"a\n\nb"_s, broken.font, 1000), (QStringList{u"a"_s, QString(), u"b"_s}));
    QCOMPARE(
        brokenIntoLines(QString(500, u'x'), broken.font, 500).join(QString()), QString(500, u'x'));
}

void tst_PdfReportWriter::otherDocumentsStayAsTheyAre()
{
    const QList<PdfBookmark> bookmarks{{u"A"_s, 0, {0, 800}}};
    for (const QByteArray& document :
         {QByteArray(), QByteArray("%PDF-1.7\ntrailer << >>\nstartxref\n0\n%%EOF"),
          QByteArray("trailer\n<<\n/Size 3 \n/Info 1 0 R\n/Root 2 0 R\n>>\nstartxref\n99999\n")})
        QCOMPARE(withLinks(document, bookmarks, {}), document);
}

QTEST_MAIN(tst_PdfReportWriter)
#include "tst_PdfReportWriter.moc"
