// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/ReportFiles.h"

#include "HostileReport.h"
#include "OtherPrograms.h"
#include "reports/ReportCatalogue.h"
#include "support/EnvironmentGuard.h"
#include "support/PeakMemory.h"
#include "support/ReportFixture.h"
#include "support/TemporaryServer.h"
#include "support/TestFiles.h"
#include "support/VerifyResult.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QScopeGuard>
#include <QSet>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>
#include <QXmlStreamReader>

#include <sys/mount.h>
#include <unistd.h>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

namespace {

const QList<ReportFormat> kCoreFormats{
    ReportFormat::Csv, ReportFormat::Xlsx, ReportFormat::Html, ReportFormat::Notebook,
    ReportFormat::Json};

const QDir::Filters kEverything = QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot;

ReportJob jobOf(const QList<ReportDefinition>& reports, const ReportFilter& filter = {})
{
    ReportJob job;
    job.reports = reports;
    job.filter = filter;
    job.database = u"<test> database"_s;
    return job;
}

ExportOptions optionsOf(ReportFormat format)
{
    ExportOptions options;
    options.format = format;
    options.drawChart = [](const ChartData& chart, ChartSize) {
        return "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"><desc>"
               + QByteArray::number(chart.marks.size()) + "</desc></svg>";
    };
    return options;
}

// The texts of the elements with this name, in order.
QStringList textsOf(const QByteArray& xml, const QString& element, QString* problem = nullptr)
{
    QXmlStreamReader reader(xml);
    QStringList texts;
    while (!reader.atEnd()) {
        if (reader.readNext() == QXmlStreamReader::StartElement && reader.name() == element)
            texts << reader.readElementText(QXmlStreamReader::IncludeChildElements);
    }
    if (problem != nullptr && reader.hasError())
        *problem = reader.errorString() + u" in line "_s + QString::number(reader.lineNumber());
    return texts;
}

QString joined(const QJsonValue& lines)
{
    QString text;
    for (const QJsonValue line : lines.toArray())
        text += line.toString();
    return text;
}

// The cells of a notebook's result tables.
QList<QStringList> frameCells(const QByteArray& notebook)
{
    QList<QStringList> frames;
    for (const QJsonValue cell : QJsonDocument::fromJson(notebook)[u"cells"].toArray()) {
        for (const QJsonValue output : cell[u"outputs"].toArray()) {
            QString html = joined(output[u"data"][u"text/html"]);
            const qsizetype start = html.indexOf(u"<table"_s);
            const qsizetype end = html.indexOf(u"</table>"_s);
            if (start < 0)
                continue;
            html = html.mid(start, end + 8 - start).remove(QChar(1)); // pandas leaves it in
            // pandas' format.
            QStringList cells = textsOf(html.toUtf8(), u"td"_s);
            for (QString& text : cells)
                text.replace(u'\n', u"\\n"_s);
            frames << cells;
        }
    }
    return frames;
}

} // namespace

/// Documents in every format of core, with real and hostile values, read back by other programs;
/// and what can go wrong while they are written.
class tst_ReportFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();

    void jsonHasAllFigures();
    void csvForExcel_data();
    void csvForExcel();
    void sidecarStandsBesideEachFile();
    void htmlIsReadableAndEscaped();
    void htmlListsAllReports();
    void htmlBeginsWithTheAnswer();
    void htmlKeepsDetailsForWhoAsks();
    void logoMustBeAPicture_data();
    void logoMustBeAPicture();
    void sumsStandBelowTheTable();
    void sumsAreNotInFilesForPrograms_data();
    void sumsAreNotInFilesForPrograms();
    void workbookInLibreOffice();
    void workbookHasASheetForEachReport();
    void workbookOfManyRowsIsFlat();
    void workbookThatIsTooLong();
    void workbookWhoseTemporaryFilesDontFit();
    void workbookNeedsNoOtherDisk();
    void notebookIsValid();
    void notebookRuns();
    void receiptOfTheData();
    void emptyResultHasItsColumns_data();
    void emptyResultHasItsColumns();
    void cancelLeavesTheOldFile_data();
    void cancelLeavesTheOldFile();
    void fullDiskLeavesTheOldFile_data();
    void fullDiskLeavesTheOldFile();
    void sourceFileIsNotOverwritten_data();
    void sourceFileIsNotOverwritten();
    void leavesOutWhatCannotBeNarrowed();

private:
    QString path(const QString& name) const { return m_directory->filePath(name); }
    SqlSession session() const
    {
        auto opened = SqlSession::open(m_settings);
        if (!opened)
            qFatal("%s", qPrintable(opened.error().toText()));
        return std::move(opened).value();
    }
    QByteArray exported(const ReportJob& job, const ExportOptions& options)
    {
        auto open = session();
        const QString file = path(u"out."_s + formatWord(options.format));
        const auto done = exportDocument(open, job, options, file);
        if (!done)
            return done.error().toText().toUtf8();
        return contentOf(file);
    }
    // A workbook's sheet as LibreOffice reads it, as CSV with the cells' raw values.
    QByteArray readByLibreOffice(const QString& workbook, int sheet = 1)
    {
        const QDir home(m_directory->path());
        const auto answer = runProgram(
            u"soffice"_s,
            {u"-env:UserInstallation="_s
                 + QUrl::fromLocalFile(home.filePath(u"office"_s)).toString(),
             u"--headless"_s, u"--convert-to"_s,
             u"csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false,false,false,%1"_s.arg(
                 sheet),
             u"--outdir"_s, home.filePath(u"read"_s), workbook},
            m_directory->path());
        if (answer.exitCode != 0)
            return "LibreOffice failed: " + answer.errors;
        const QStringList names = QDir(home.filePath(u"read"_s)).entryList(QDir::Files);
        const QByteArray text = names.isEmpty()
                                    ? QByteArray("(nothing)")
                                    : contentOf(home.filePath(u"read/"_s + names.constFirst()));
        QDir(home.filePath(u"read"_s)).removeRecursively();
        return text;
    }
    static void addFormats()
    {
        QTest::addColumn<ReportFormat>("format");
        for (const ReportFormat format : kCoreFormats)
            QTest::newRow(qPrintable(formatWord(format))) << format;
    }

    TemporaryServer m_server;
    ConnectionSettings m_settings;
    std::optional<ReportCatalogue> m_catalogue;
    std::unique_ptr<QTemporaryDir> m_directory;
};

void tst_ReportFiles::initTestCase()
{
    m_catalogue = *ReportCatalogue::builtIn();
    VERIFY_RESULT(m_server.start());
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    m_settings = *settings;
    VERIFY_RESULT(fillWithReportFixture(m_settings));
    auto connection = Connection::open(m_settings);
    VERIFY_RESULT(connection);
    VERIFY_RESULT(connection->execute(
        "INSERT INTO faultline.source_file (plant_id, path, role, head_bytes, head_hash)"
        " VALUES (1, '/one/a.log', 'readings', 1, '\\x00');"
        "INSERT INTO faultline.load_chunk (chunk_id, load_id, file_id, first_byte, end_byte,"
        " first_line, lines, records, loaded, rejected, blank, skipped, content_hash, tail_hash)"
        " VALUES (1, 1, 1, 0, 1000, 1, 12, 12, 7, 2, 1, 2, '\\x00', '\\x00');"
        "INSERT INTO faultline.load_file (load_id, position, file_id, path, role, bytes,"
        " records_in, loaded, rejected, blank, skipped, state, content_hash)"
        " VALUES (1, 1, 1, '/one/a.log', 'readings', 1000, 12, 7, 2, 1, 2, 'loaded', '\\xabcd')"));
    QVERIFY(!hostileReport().name.isEmpty());
    QVERIFY(!longReport(1).name.isEmpty());
}

void tst_ReportFiles::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    QVERIFY(m_directory->isValid());
}

void tst_ReportFiles::jsonHasAllFigures()
{
    ReportFilter filter;
    filter.period = *Period::fromText(u"2020-01"_s);
    const QByteArray text = exported(
        jobOf({hostileReport(), *m_catalogue->find(u"totals"_s)}, filter),
        optionsOf(ReportFormat::Json));
    QJsonParseError problem;
    const QJsonObject document = QJsonDocument::fromJson(text, &problem).object();
    QVERIFY2(problem.error == QJsonParseError::NoError, text.constData());
    const QJsonArray reports = document[u"reports"_s].toArray();
    QCOMPARE(reports.size(), 2);
    const QJsonObject report = reports[0].toObject();
    QCOMPARE(report[u"report"_s].toString(), u"hostile"_s);
    QCOMPARE(report[u"filters"_s][u"period"].toString(), u"2020-01"_s);
    QVERIFY(report[u"filters"_s][u"group"].isNull());
    QCOMPARE(report[u"row_count"_s].toInt(), 8);
    QCOMPARE(report[u"columns"_s][2][u"type"].toString(), u"decimal"_s);
    const QJsonArray rows = report[u"rows"_s].toArray();
    QCOMPARE(rows.size(), 8);
    QCOMPARE(rows[0][3].toString(), u"2020-01-02T03:04:05.060Z"_s);
    QCOMPARE(rows[1][0].toString(), u"<script>alert(1)</script>"_s);
    QCOMPARE(rows[2][2].toString(), u"NaN"_s);
    QCOMPARE(rows[3][0].toString(), u"line one\nline two"_s);
    QVERIFY(rows[5][0].isNull());
    // Exact digits.
    QVERIFY(text.contains("[\"=cmd()\",9007199254740993,-6305.32,"));
    QVERIFY(text.contains(",0.01,"));
    QCOMPARE(document[u"context"_s][u"database"].toString(), u"<test> database"_s);
    QCOMPARE(document[u"context"_s][u"data"][u"loads"][0][u"load_id"].toInt(), 1);
}

void tst_ReportFiles::csvForExcel_data()
{
    QTest::addColumn<QLocale>("locale");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("point") << QLocale(QLocale::English, QLocale::UnitedStates)
                           << QByteArray("\xEF\xBB\xBFname,number,figure,at (UTC)\r\n"
                                         "'=cmd(),\"=\"\"9007199254740993\"\"\",-6305.32,"
                                         "2020-01-02 03:04:05.060\r\n"
                                         "<script>alert(1)</script>,-5,1234567.50,"
                                         "2021-12-31 23:59:59\r\n"
                                         "\"a \"\"quoted\"\", name\",0,NaN,\r\n"
                                         "\"line one\nline two\",,0.01,0044-03-15 00:00:00\r\n");
    QTest::newRow("comma") << QLocale(QLocale::German, QLocale::Germany)
                           << QByteArray("\xEF\xBB\xBFname;number;figure;at (UTC)\r\n"
                                         "'=cmd();\"=\"\"9007199254740993\"\"\";-6305,32;"
                                         "2020-01-02 03:04:05,060\r\n"
                                         "<script>alert(1)</script>;-5;1234567,50;"
                                         "2021-12-31 23:59:59\r\n"
                                         "\"a \"\"quoted\"\", name\";0;NaN;\r\n"
                                         "\"line one\nline two\";;0,01;0044-03-15 00:00:00\r\n");
}

void tst_ReportFiles::csvForExcel()
{
    QFETCH(QLocale, locale);
    QFETCH(QByteArray, text);
    ExportOptions options = optionsOf(ReportFormat::Csv);
    options.csv = CsvOptions::excel(locale);
    const QByteArray written = exported(jobOf({hostileReport()}), options);
    QCOMPARE(written.first(text.size()), text);
    // A code that isn't a number.
    QVERIFY(written.contains("\"=\"\"314659E12\"\"\""));
}

void tst_ReportFiles::sidecarStandsBesideEachFile()
{
    ExportOptions options = optionsOf(ReportFormat::Csv);
    options.sidecar = true;
    ReportFilter filter;
    filter.group = u"it's \\ G1"_s;
    auto open = session();
    const auto done =
        exportCsvFiles(open, jobOf({hostileReport()}, filter), options, path(u"new/folder"_s));
    VERIFY_RESULT(done);
    QCOMPARE(
        done->paths,
        (QStringList{
            path(u"new/folder/hostile.csv"_s), path(u"new/folder/hostile.csv.meta.json"_s)}));
    const QJsonObject sidecar = QJsonDocument::fromJson(contentOf(done->paths.at(1))).object();
    QCOMPARE(
        sidecar[u"file"_s][u"sha256"].toString().toLatin1(),
        QCryptographicHash::hash(contentOf(done->paths.at(0)), QCryptographicHash::Sha256).toHex());
    QCOMPARE(sidecar[u"file"_s][u"rows"].toInt(), 8);
    QCOMPARE(sidecar[u"filters"_s][u"group"].toString(), filter.group);
    QCOMPARE(sidecar[u"context"_s][u"program_version"].toString(), u"" FAULTLINE_VERSION ""_s);
    QCOMPARE(sidecar[u"context"_s][u"data"][u"records"][u"loaded"].toInt(), 7);
    // The SQL returns these rows again.
    auto query =
        open.execute(u"SELECT count(*) FROM ("_s + sidecar[u"sql"_s].toString() + u") again"_s);
    VERIFY_RESULT(query);
    QVERIFY(query->next());
    QCOMPARE(query->value(0).toInt(), 8);
}

void tst_ReportFiles::htmlIsReadableAndEscaped()
{
    const QByteArray text = exported(jobOf({hostileReport()}), optionsOf(ReportFormat::Html));
    QString problem;
    const QStringList cells = textsOf(text, u"td"_s, &problem);
    QVERIFY2(problem.isEmpty(), qPrintable(problem + u'\n' + QString::fromUtf8(text)));
    QCOMPARE(cells.at(0), u"=cmd()"_s);
    QCOMPARE(cells.at(1), u"9,007,199,254,740,993"_s);
    QCOMPARE(cells.at(2), u"-6,305.32"_s);
    QCOMPARE(cells.at(3), u"2020-01-02 03:04:05.060"_s);
    QCOMPARE(cells.at(4), u"<script>alert(1)</script>"_s);
    QCOMPARE(cells.at(6), u"1,234,567.50"_s);
    QCOMPARE(cells.at(10), u"NaN"_s);
    QCOMPARE(cells.at(16), QString(200, u'x'));
    QCOMPARE(textsOf(text, u"h1"_s), QStringList{hostileReport().title});
    QVERIFY(textsOf(text, u"script"_s).isEmpty());
    QVERIFY(textsOf(text, u"b"_s).isEmpty());
    QCOMPARE(textsOf(text, u"desc"_s), QStringList{u"4"_s});
    QVERIFY(!text.contains("http://") || text.count("http://") == text.count("http://www.w3.org"));
    QVERIFY(!text.contains("https://"));
}

void tst_ReportFiles::sumsStandBelowTheTable()
{
    QVERIFY2(isInstalled(u"soffice"_s), "LibreOffice is missing: installer/test.sh installs it");
    QString problem;
    const QByteArray html = exported(jobOf({summedReport()}), optionsOf(ReportFormat::Html));
    const QStringList cells = textsOf(html, u"td"_s, &problem);
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    const QStringList feet = textsOf(html, u"tfoot"_s);
    QCOMPARE(feet, QStringList{u"Total (1,200)9,007,199,255,461,5924,804.00"_s});
    // Of all rows, in any order; an empty table has none.
    ReportFilter unmatched;
    unmatched.group = u"none"_s;
    const QByteArray empty =
        exported(jobOf({summedReport()}, unmatched), optionsOf(ReportFormat::Html));
    QVERIFY(empty.contains("0 row") && !empty.contains("<tfoot"));
    QVERIFY(!exported(jobOf({hostileReport()}), optionsOf(ReportFormat::Html)).contains("<tfoot"));

    exported(jobOf({summedReport()}), optionsOf(ReportFormat::Xlsx));
    const QByteArray sheet = readByLibreOffice(path(u"out.xlsx"_s));
    const QByteArray sums = "\n,,,\n\"Total (1,200)\",\"9007199255461592\",4804,\n";
    QVERIFY2(sheet.endsWith(sums), sheet.right(400).constData());
}

// A program that adds up the rows would count them twice.
void tst_ReportFiles::sumsAreNotInFilesForPrograms_data()
{
    QTest::addColumn<ReportFormat>("format");
    QTest::newRow("csv") << ReportFormat::Csv;
    QTest::newRow("json") << ReportFormat::Json;
    QTest::newRow("notebook") << ReportFormat::Notebook;
}

void tst_ReportFiles::sumsAreNotInFilesForPrograms()
{
    QFETCH(ReportFormat, format);
    const QByteArray file = exported(jobOf({summedReport()}), optionsOf(format));
    QVERIFY(file.contains("E0001"));
    QVERIFY(!file.contains("Total") && !file.contains("9007199255461592"));
}

void tst_ReportFiles::htmlListsAllReports()
{
    const auto reports = m_catalogue->defaultReports();
    const QByteArray text = exported(jobOf(reports), optionsOf(ReportFormat::Html));
    QString problem;
    QStringList titles = textsOf(text, u"h2"_s, &problem);
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    QCOMPARE(titles.size(), reports.size() + 1);
    QCOMPARE(textsOf(text, u"li"_s), titles);
    QVERIFY(text.contains("12 records = 7 loaded + 2 rejected + 1 blank + 2 skipped, balanced"));
}

void tst_ReportFiles::htmlBeginsWithTheAnswer()
{
    const auto reports = m_catalogue->defaultReports();
    const QByteArray text = exported(jobOf(reports), optionsOf(ReportFormat::Html));
    const QByteArray first = text.left(text.indexOf("<main>"));
    QVERIFY(first.contains("class=\"verdict"));
    const QStringList figures = textsOf(text, u"strong"_s); // the verdict is the first
    QVERIFY2(figures.size() >= 3, qPrintable(figures.join(u'|')));
    QVERIFY2(first.contains("<span>Failure events</span>"), first.constData());
    QVERIFY(first.contains("<span>Failed equipment</span>"));
    QVERIFY(first.contains("<dt>Most failures</dt>"));
    QVERIFY(first.contains("<a href=\"#report-failures_by_equipment\">Failures by equipment</a>"));
    QVERIFY(first.contains("<dt>Observed</dt>"));
    QVERIFY(first.contains("<dt>Filters</dt>\n<dd>none</dd>"));
    // What isn't in the document isn't in its summary.
    const QByteArray few = exported(
        jobOf({*m_catalogue->find(u"totals"_s), *m_catalogue->find(u"sensors"_s)}),
        optionsOf(ReportFormat::Html));
    QVERIFY(!few.contains("class=\"verdict") && !few.contains("class=\"figures"));
    QVERIFY(few.contains("<dt>Observed</dt>"));
    // A single report is its own answer.
    QVERIFY(!exported(jobOf({hostileReport()}), optionsOf(ReportFormat::Html)).contains("<nav>"));
}

void tst_ReportFiles::htmlKeepsDetailsForWhoAsks()
{
    ReportFilter filter;
    filter.group = u"G1"_s;
    const ReportJob job = jobOf({*m_catalogue->find(u"time_between_failures"_s)}, filter);
    ExportOptions options = optionsOf(ReportFormat::Html);
    const QByteArray plain = exported(job, options);
    const QStringList details = textsOf(plain, u"details"_s);
    QCOMPARE(details.size(), 1);
    QVERIFY2(details.at(0).startsWith(u"How this is counted"_s), qPrintable(details.at(0)));
    QVERIFY(plain.contains("(MTBF).</p>"));
    QVERIFY(plain.contains("<p class=\"note explained\">Group: G1</p>"));
    QVERIFY(!plain.contains("<pre>") && !plain.contains("in the SQL"));
    options.document.hasAppendix = true;
    const QByteArray whole = exported(job, options);
    QVERIFY(whole.contains("<pre>") && whole.contains("in the SQL: mtbf_hours"));
    QVERIFY(whole.contains("<dt>One failure</dt>\n<dd>each failure event</dd>"));
    // The document's title isn't the report's.
    options.document.title = u"<b>Mine</b>"_s;
    const QByteArray titled = exported(job, options);
    QCOMPARE(textsOf(titled, u"h1"_s), QStringList{u"<b>Mine</b>"_s});
    QVERIFY(textsOf(titled, u"h2"_s).contains(job.reports.constFirst().title));
}

void tst_ReportFiles::logoMustBeAPicture_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("type");
    QTest::newRow("png") << QByteArray("\x89PNG\r\n\x1a\n and more") << QByteArray("image/png");
    QTest::newRow("jpeg") << QByteArray("\xff\xd8\xff\xe0 and more") << QByteArray("image/jpeg");
    QTest::newRow("text") << QByteArray("<svg onload='alert(1)'/>") << QByteArray();
    QTest::newRow("empty") << QByteArray() << QByteArray();
    QTest::newRow("too large") << QByteArray("\xff\xd8\xff") + QByteArray(2 * 1024 * 1024, 'x')
                               << QByteArray();
}

void tst_ReportFiles::logoMustBeAPicture()
{
    QFETCH(QByteArray, content);
    QFETCH(QByteArray, type);
    writeFile(path(u"logo"_s), content);
    const auto logo = readLogo(path(u"logo"_s));
    QCOMPARE(logo.ok(), !type.isEmpty());
    if (logo) {
        QCOMPARE(logo->type, type);
        QCOMPARE(logo->bytes, content);
    } else {
        QCOMPARE(logo.error().code, u"logo"_s);
    }
    VERIFY_ERROR(readLogo(path(u"none"_s)), u"logo"_s);
}

void tst_ReportFiles::workbookInLibreOffice()
{
    QVERIFY2(isInstalled(u"soffice"_s), "LibreOffice is missing: installer/test.sh installs it");
    const QByteArray workbook = exported(jobOf({hostileReport()}), optionsOf(ReportFormat::Xlsx));
    QVERIFY2(workbook.startsWith("PK"), workbook.constData());
    const QByteArray text = readByLibreOffice(path(u"out.xlsx"_s));
    const QList<QByteArray> lines = text.split('\n');
    QVERIFY2(lines.size() > 8, text.constData());
    // The block of the chart's figures is at the right; this checks only the table. Texts are
    // quoted, numbers and times aren't.
    const QList<std::pair<int, QByteArray>> begins{
        {0, R"csv("<i>Name</i>","Number","Figure, %","At (UTC)",,"<i>Name</i>",)csv"},
        {1, R"csv("=cmd()","9007199254740993",-6305.32,2020-01-02 03:04:05,)csv"},
        {2, R"csv("<script>alert(1)</script>",-5,1234567.5,2021-12-31 23:59:59,)csv"},
        {3, R"csv("a ""quoted"", name",0,"NaN",,)csv"},
        {5, R"csv(line two",,0.01,"0044-03-15T00:00:00.000Z",)csv"}};
    for (const auto& [line, begin] : begins)
        QVERIFY2(lines.at(line).startsWith(begin), text.constData());
    const QByteArray code = "\n\"314659E12\",1,2.5,";
    QVERIFY2(text.contains(code), text.constData());
    QVERIFY2(text.contains(QByteArray(200, 'x')), text.constData());
    // Bars in descending order, with their share of the total.
    const QByteArray bar = R"csv(,"<script>alert(1)</script>",1234567.5,99.9995)csv";
    QVERIFY2(lines.at(1).contains(bar), text.constData());
}

void tst_ReportFiles::workbookHasASheetForEachReport()
{
    QVERIFY2(isInstalled(u"soffice"_s), "LibreOffice is missing: installer/test.sh installs it");
    const auto reports = m_catalogue->defaultReports();
    const QByteArray workbook = exported(jobOf(reports), optionsOf(ReportFormat::Xlsx));
    QVERIFY2(workbook.startsWith("PK"), workbook.constData());
    qsizetype totals = 0;
    while (reports.at(totals).name != u"totals"_s)
        ++totals;
    QCOMPARE(
        readByLibreOffice(path(u"out.xlsx"_s), static_cast<int>(totals) + 1),
        QByteArray("\"Metric\",\"Value\"\n\"Error records\",36\n\"Failure events\",23\n"
                   "\"Failed equipment\",5\n"));
    const QByteArray about =
        readByLibreOffice(path(u"out.xlsx"_s), static_cast<int>(reports.size()) + 1);
    QVERIFY2(about.contains("\n\"Database\",\"<test> database\""), about);
    QVERIFY2(about.contains(",\"a.log (readings)\",1000,12,7,2,1,2,\"abcd\""), about);
}

void tst_ReportFiles::workbookOfManyRowsIsFlat()
{
    constexpr int kRows = 300'000;
    constexpr qint64 kMax = 48LL << 20;
    auto open = session();
    const PeakMemory memory;
    const auto done = exportDocument(
        open, jobOf({longReport(kRows)}), optionsOf(ReportFormat::Xlsx), path(u"long.xlsx"_s));
    VERIFY_RESULT(done);
    QCOMPARE(done->rows, kRows);
    QVERIFY2(memory.growth() < kMax, qPrintable(QString::number(memory.growth())));
}

void tst_ReportFiles::workbookThatIsTooLong()
{
    writeFile(path(u"out.xlsx"_s), "old");
    auto open = session();
    const auto done = exportDocument(
        open, jobOf({longReport(1'048'576)}), optionsOf(ReportFormat::Xlsx), path(u"out.xlsx"_s));
    VERIFY_ERROR(done, u"too-long"_s);
    QVERIFY(done.error().why.contains(u"1,048,576"_s));
    QVERIFY(done.error().remedy.contains(u"CSV"_s));
    QCOMPARE(contentOf(path(u"out.xlsx"_s)), QByteArray("old"));
}

void tst_ReportFiles::workbookWhoseTemporaryFilesDontFit()
{
    if (geteuid() != 0)
        QSKIP("only root can mount a small file system");
    const QString small = path(u"small"_s);
    QVERIFY(QDir().mkdir(small));
    const QByteArray mountPoint = QFile::encodeName(small);
    const QString file = small + u"/out.xlsx"_s;
    auto open = session();
    // From too small for the rows to just too small for the sheet assembled from them.
    for (const char* size : {"size=256k", "size=1m", "size=1500k", "size=2m", "size=2500k"}) {
        if (::mount("tmpfs", mountPoint.constData(), "tmpfs", 0, size) != 0)
            QSKIP(qPrintable(u"nothing can be mounted here: %1"_s.arg(qt_error_string(errno))));
        const auto unmount = qScopeGuard([&] { ::umount2(mountPoint.constData(), MNT_DETACH); });
        writeFile(file, "old");
        const auto done =
            exportDocument(open, jobOf({longReport(10'000)}), optionsOf(ReportFormat::Xlsx), file);
        QVERIFY2(!done.ok(), size);
        QCOMPARE(done.error().code, kWriteCode.toString());
        QCOMPARE(done.error().where, file);
        // Not from the library, which noticed nothing.
        QVERIFY2(
            done.error().why.contains(qt_error_string(ENOSPC))
                || done.error().why.contains(u"The disk was full"_s),
            qPrintable(done.error().toText()));
        QVERIFY2(done.error().why.endsWith(small), qPrintable(done.error().toText()));
        QVERIFY(!done.error().remedy.isEmpty());
        QCOMPARE(contentOf(file), QByteArray("old"));
        QCOMPARE(QDir(small).entryList(kEverything), QStringList{u"out.xlsx"_s});
    }
}

// Only the target's disk needs space.
void tst_ReportFiles::workbookNeedsNoOtherDisk()
{
    EnvironmentGuard environment;
    environment.set("TMPDIR", "/proc/self"); // not even root can create a file there
    QVERIFY(QDir().mkdir(path(u"target"_s)));
    QVERIFY(QFile::link(path(u"target/out.xlsx"_s), path(u"link.xlsx"_s)));
    auto open = session();
    for (const QString& file : {path(u"target/out.xlsx"_s), path(u"link.xlsx"_s)}) {
        QStringList seen;
        ReportJob job = jobOf({longReport(10'000)});
        job.progress = [&](qint64) { seen = QDir(path(u"target"_s)).entryList(kEverything); };
        VERIFY_RESULT(exportDocument(open, job, optionsOf(ReportFormat::Xlsx), file));
        // A load skips hidden files, so even if the program is killed, no log is mistaken.
        QVERIFY2(
            std::any_of(
                seen.cbegin(), seen.cend(),
                [](const QString& name) { return name.startsWith(u".faultline-"_s); }),
            qPrintable(seen.join(u' ')));
        QCOMPARE(QDir(path(u"target"_s)).entryList(kEverything), QStringList{u"out.xlsx"_s});
    }
}

void tst_ReportFiles::notebookIsValid()
{
    const QByteArray text =
        exported(jobOf({hostileReport(), longReport(1000)}), optionsOf(ReportFormat::Notebook));
    const QJsonObject document = QJsonDocument::fromJson(text).object();
    QCOMPARE(document[u"nbformat"_s].toInt(), 4);
    QSet<QString> ids;
    for (const QJsonValue cell : document[u"cells"_s].toArray()) {
        const QString id = cell[u"id"].toString();
        QVERIFY(!ids.contains(id) && id.size() <= 64);
        ids << id;
        QVERIFY(
            !joined(cell[u"source"]).contains(u"<script>"_s)
            || cell[u"cell_type"].toString() == u"code"_s);
    }
    const auto frames = frameCells(text);
    QCOMPARE(frames.size(), 2);
    QCOMPARE(frames.at(0).at(4), u"<script>alert(1)</script>"_s);
    QCOMPARE(frames.at(1).size(), 2 * 200);
    QVERIFY(text.contains("1000 rows × 2 columns"));
    QVERIFY(text.contains("image/svg+xml"));
}

void tst_ReportFiles::notebookRuns()
{
    QVERIFY2(
        isInstalled(u"jupyter-nbconvert"_s), "nbconvert is missing: installer/test.sh installs it");
    QList<ReportDefinition> reports{hostileReport()};
    reports << m_catalogue->reports();
    ReportFilter filter;
    filter.period = *Period::fromText(u"2020-01..2020-02"_s);
    filter.group = u"G1"_s;
    ExportOptions options = optionsOf(ReportFormat::Notebook);
    options.connection = m_settings.keywords;
    options.connection.insert(u"password"_s, u"canary-secret"_s);
    const QByteArray written = exported(jobOf(reports, filter), options);
    QVERIFY(!written.contains("canary-secret"));
    const auto answer = runProgram(
        u"jupyter-nbconvert"_s,
        {u"--to"_s, u"notebook"_s, u"--execute"_s, u"--output"_s, u"executed"_s,
         path(u"out.ipynb"_s)},
        m_directory->path());
    QVERIFY2(answer.exitCode == 0, answer.errors.right(3000).constData());
    const auto stored = frameCells(written);
    const auto executed = frameCells(contentOf(path(u"executed.ipynb"_s)));
    QCOMPARE(stored.size(), reports.size());
    QCOMPARE(executed.size(), stored.size());
    for (qsizetype i = 0; i < stored.size(); ++i) {
        QStringList ours = stored.at(i);
        const QStringList& theirs = executed.at(i);
        // pandas leaves a control character in.
        ours.replaceInStrings(u"‹U+0001›"_s, QString());
        QVERIFY2(
            ours == theirs,
            qPrintable(reports.at(i).name + u'\n' + ours.join(u'|') + u'\n' + theirs.join(u'|')));
    }
}

void tst_ReportFiles::receiptOfTheData()
{
    auto open = session();
    const auto receipt = fetchDataReceipt(open);
    VERIFY_RESULT(receipt);
    // The second load has no chunk, so the database holds nothing of it.
    QCOMPARE(receipt->loads.size(), 1);
    QCOMPARE(receipt->loadIdsText(), u"1"_s);
    QVERIFY(receipt->total().balanced());
    QCOMPARE(receipt->loads.at(0).files.at(0).path, u"a.log"_s);
    QCOMPARE(receipt->loads.at(0).files.at(0).contentHash, u"abcd"_s);
    DataReceipt several;
    for (const int id : {1, 2, 3, 7, 9, 10})
        several.loads << DataLoad{id, {}, {}, {}, {}, {}, {}, {}};
    QCOMPARE(several.loadIdsText(), u"1–3, 7, 9–10"_s);
}

void tst_ReportFiles::emptyResultHasItsColumns_data()
{
    addFormats();
}

void tst_ReportFiles::emptyResultHasItsColumns()
{
    QFETCH(ReportFormat, format);
    ReportFilter filter;
    filter.group = u"none"_s;
    auto open = session();
    const QString file = path(u"out."_s + formatWord(format));
    const auto done =
        exportDocument(open, jobOf({hostileReport()}, filter), optionsOf(format), file);
    VERIFY_RESULT(done);
    QCOMPARE(done->rows, 0);
    QVERIFY(QFileInfo(file).size() > 10);
    if (format == ReportFormat::Csv)
        QCOMPARE(contentOf(file), QByteArray("name,number,figure,at\n"));
    if (format == ReportFormat::Html)
        QCOMPARE(textsOf(contentOf(file), u"tr"_s).size(), 2 + 2);
}

void tst_ReportFiles::cancelLeavesTheOldFile_data()
{
    addFormats();
}

void tst_ReportFiles::cancelLeavesTheOldFile()
{
    QFETCH(ReportFormat, format);
    const QString file = path(u"out."_s + formatWord(format));
    writeFile(file, "old");
    ReportJob job = jobOf({longReport(100'000)});
    qint64 last = 0;
    job.progress = [&](qint64 rows) {
        last = rows;
        if (rows >= 5000)
            job.cancel.cancel();
    };
    auto open = session();
    VERIFY_ERROR(exportDocument(open, job, optionsOf(format), file), kCancelledCode.toString());
    QVERIFY(last >= 5000 && last < 10'000);
    QCOMPARE(contentOf(file), QByteArray("old"));
    QCOMPARE(QDir(m_directory->path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
    // The session still works.
    VERIFY_RESULT(exportDocument(open, jobOf({longReport(3)}), optionsOf(format), file));
}

void tst_ReportFiles::fullDiskLeavesTheOldFile_data()
{
    addFormats();
}

void tst_ReportFiles::fullDiskLeavesTheOldFile()
{
    QFETCH(ReportFormat, format);
    if (geteuid() != 0)
        QSKIP("only root can mount a small file system");
    const QString disk = path(u"small"_s);
    QVERIFY(QDir().mkdir(disk));
    const QByteArray mountPoint = QFile::encodeName(disk);
    if (::mount("tmpfs", mountPoint.constData(), "tmpfs", 0, "size=32k") != 0)
        QSKIP(qPrintable(u"nothing can be mounted here: %1"_s.arg(qt_error_string(errno))));
    const auto unmount = qScopeGuard([&] { ::umount2(mountPoint.constData(), MNT_DETACH); });
    const QString file = disk + u"/out."_s + formatWord(format);
    writeFile(file, "old");
    auto open = session();
    const auto done = exportDocument(open, jobOf({longReport(20'000)}), optionsOf(format), file);
    // A notebook holds only the first rows.
    if (format == ReportFormat::Notebook) {
        QVERIFY(!done.ok() || contentOf(file) != "old");
        return;
    }
    VERIFY_ERROR(done, kWriteCode.toString());
    QVERIFY2(done.error().why.contains(qt_error_string(ENOSPC)), qPrintable(done.error().toText()));
    QCOMPARE(contentOf(file), QByteArray("old"));
    QCOMPARE(QDir(disk).entryList(QDir::Files | QDir::Hidden).size(), 1);
}

void tst_ReportFiles::sourceFileIsNotOverwritten_data()
{
    addFormats();
}

void tst_ReportFiles::sourceFileIsNotOverwritten()
{
    QFETCH(ReportFormat, format);
    const QByteArray map = "equipment_id;sensor_id\n1;1\n";
    const QString file = path(u"map.csv"_s);
    writeFile(file, map);
    auto open = session();
    VERIFY_ERROR(
        exportDocument(open, jobOf({hostileReport()}), optionsOf(format), file), u"source-file"_s);
    QCOMPARE(contentOf(file), map);
    // Nor by a file next to it.
    ExportOptions options = optionsOf(ReportFormat::Csv);
    options.sidecar = true;
    writeFile(path(u"a.csv.meta.json"_s), R"([{"equipment_id": 1, "code": "A"}])");
    VERIFY_ERROR(
        exportDocument(open, jobOf({hostileReport()}), options, path(u"a.csv"_s)),
        u"source-file"_s);
    QVERIFY(!QFile::exists(path(u"a.csv"_s)));
}

void tst_ReportFiles::leavesOutWhatCannotBeNarrowed()
{
    QList<ReportDefinition> all{hostileReport(), longReport(1)};
    ReportFilter filter;
    QCOMPARE(reportBatch(all, filter)->reports.size(), 2);
    QVERIFY(reportBatch(all, filter)->leftOutText(&ReportDefinition::name).isEmpty());
    filter.burstMinutes = 5;
    filter.choices.insert(u"step"_s, u"week"_s);
    QCOMPARE(reportBatch(all, filter)->reports.size(), 2);
    filter.group = u"G1"_s;
    QCOMPARE(reportBatch(all, filter)->withoutFilter.size(), 1);
    QCOMPARE(reportBatch(all, filter)->withoutFilter.at(0).name, u"long"_s);
    QVERIFY(reportBatch(all, filter)->leftOutText(&ReportDefinition::name).endsWith(u": long."));
    filter.sensor = u"7"_s;
    VERIFY_ERROR(reportBatch(all, filter), u"no-report"_s);
    filter = {};
    all[1].withAll = false;
    QCOMPARE(reportBatch(all, filter)->reports.size(), 1);
    QCOMPARE(reportBatch(all, filter)->onlyByName.at(0).name, u"long"_s);
}

QTEST_GUILESS_MAIN(tst_ReportFiles)
#include "tst_ReportFiles.moc"
