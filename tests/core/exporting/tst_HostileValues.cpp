// SPDX-License-Identifier: GPL-3.0-or-later
#include "OtherPrograms.h"
#include "ReadBack.h"
#include "core/loading/LoadFixture.h"
#include "exporting/RejectedLinesExport.h"
#include "exporting/ReportFiles.h"
#include "reports/ReportCatalogue.h"
#include "reports/query/FilterCheck.h"
#include "reports/query/FilterChoices.h"
#include "reports/readings/ReadingQuery.h"
#include "support/TestFiles.h"
#include "support/VerifyResult.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

namespace {

// Texts with a special meaning in formats, or in programs that read them.
const QStringList& hostileTexts()
{
    static const QStringList texts{
        u"\uFEFFmark"_s,
        u"\uFEFF\uFEFFtwo marks"_s,
        u"inside\uFEFFmark"_s,
        u"_x000D_"_s,
        u"_x005F_"_s,
        u"_x005F_x000D_"_s,
        u"_x0041_x0042_"_s,
        u"__x00e9__"_s,
        u"_X0041_ _x41_"_s,
        u"\uFFFEone \uFFFFother"_s,
        u"\u0001soh \u000Bvt \u000Cff \u001Fus"_s,
        u"\u007Fdel \u0085nel"_s,
        u"cr\rend"_s,
        u"crlf\r\nend"_s,
        u"lf\nend"_s,
        u"tab\tend"_s,
        u"\\t and \\x41"_s,
        u"]]> <!-- & \" '"_s,
        u"\U0001F600 größe"_s};
    return texts;
}

// As the document shows characters that it can't hold.
QString shownInHtml(QString text)
{
    const QList<std::pair<QString, QString>> shown{
        {u"\uFFFE"_s, u"‹U+FFFE›"_s}, {u"\uFFFF"_s, u"‹U+FFFF›"_s}, {u"\u0001"_s, u"‹U+0001›"_s},
        {u"\u000B"_s, u"‹U+000B›"_s}, {u"\u000C"_s, u"‹U+000C›"_s}, {u"\u001F"_s, u"‹U+001F›"_s},
        {u"\u007F"_s, u"‹U+007F›"_s}, {u"\u0085"_s, u"‹U+0085›"_s}};
    for (const auto& [character, number] : shown)
        text.replace(character, number);
    return text;
}

QStringList shownInHtml(const QStringList& texts)
{
    QStringList shown;
    for (const QString& text : texts)
        shown << shownInHtml(text);
    return shown;
}

QString literalOf(const QString& text)
{
    return u'\'' + QString(text).replace(u'\'', u"''"_s) + u'\'';
}

ReportDefinition hostileReport()
{
    QStringList rows;
    for (const QString& text : hostileTexts())
        rows << u"(%1, %2)"_s.arg(rows.size()).arg(literalOf(text));
    ReportDefinition report;
    report.name = u"hostile"_s;
    report.title = u"T _x0041_ \u0001\uFFFE"_s;
    report.section = u"S"_s;
    report.explanation = u"E _x000D_ \u0001\uFFFF\r"_s;
    report.fileName = u"hostile.csv"_s;
    report.columns = {
        {u"\uFEFFname"_s, u"\uFEFFName _x0041_ \u0002"_s},
        {u"place"_s, u"Place"_s, ReportColumn::Type::Integer}};
    report.chart = ChartSpec();
    report.chart->kind = ChartSpec::Kind::Pareto;
    report.chart->category = u"\uFEFFname"_s;
    report.chart->values = {u"place"_s};
    report.sql =
        u"SELECT name AS \"\uFEFFname\", place FROM (VALUES %1) AS v (place, name) ORDER BY place"_s
            .arg(rows.join(u", "_s));
    return report;
}

} // namespace

/// Values that formats, and programs that read them, misinterpret: read back by other programs,
/// they are unchanged, or as the documents say.
class tst_HostileValues : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void csvKeepsHostileTexts_data();
    void csvKeepsHostileTexts();
    void htmlKeepsHostileTexts();
    void jsonKeepsHostileTexts();
    void notebookKeepsHostileTexts();
    void workbookKeepsHostileTexts();
    void workbookInLibreOffice();
    void hostileValuesCanBeFiltered();
    void rejectedLinesKeepHostileBytes_data();
    void rejectedLinesKeepHostileBytes();

private:
    QString path(const QString& name) const { return m_out.filePath(name); }
    QString exported(ReportFormat format, const CsvOptions& csv = {});
    // The script's output; otherwise one text with the problem.
    QStringList read(const char* script, const QStringList& arguments) const;

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_data;
    std::optional<SqlSession> m_session;
    QTemporaryDir m_out;
};

void tst_HostileValues::initTestCase()
{
    QVERIFY2(isInstalled(u"python3"_s), "Python is missing: installer/test.sh installs it");
    QVERIFY2(isInstalled(u"soffice"_s), "LibreOffice is missing: installer/test.sh installs it");
    VERIFY_RESULT(m_server.start());
    auto made = LoadFixture::make(m_server);
    VERIFY_RESULT(made);
    m_data = std::move(made).value();
    m_data->write(
        u"equipment.json"_s,
        R"([{"equipment_id": 1, "code": "\uFEFFPUMP", "group_name": "\uFEFFG"},
            {"equipment_id": 2, "code": "PUMP", "group_name": "G"}])");
    m_data->write(u"sensors.csv"_s, "equipment_id;sensor_id\n1;1\n2;2\n");
    m_data->write(
        u"a.log"_s, "[2020-01-01 00:00:00]\tERROR\tsensor[1]:\t(temperature\t1)\n"
                    "[2020-01-01 00:00:00]\tERROR\tsensor[2]:\t(temperature\t1)\n"
                    "tab\there\nliteral\\there\n\\\\\n\\x41 and \xFF\n'=quoted\n=1+1\n'plain\n"
                    "inside\uFEFFmark\n");
    QCOMPARE(m_data->load().outcome, LoadReceipt::Outcome::Succeeded);
    auto session = SqlSession::open(m_data->settings());
    VERIFY_RESULT(session);
    m_session.emplace(*std::move(session));
}

QString tst_HostileValues::exported(ReportFormat format, const CsvOptions& csv)
{
    ReportJob job;
    job.reports = {hostileReport()};
    ExportOptions options;
    options.format = format;
    options.csv = csv;
    const QString file = path(u"out."_s + formatWord(format));
    const auto done = exportDocument(*m_session, job, options, file);
    return done ? file : done.error().toText();
}

QStringList tst_HostileValues::read(const char* script, const QStringList& arguments) const
{
    const auto answer = runProgram(
        u"python3"_s, QStringList{u"-c"_s, QString::fromUtf8(script)} + arguments, m_out.path());
    if (answer.exitCode != 0)
        return {QString::fromUtf8(answer.errors)};
    QStringList texts;
    for (const QJsonValue text : QJsonDocument::fromJson(answer.output).array())
        texts << text.toString();
    return texts;
}

void tst_HostileValues::csvKeepsHostileTexts_data()
{
    QTest::addColumn<bool>("forExcel");
    QTest::newRow("for programs") << false;
    QTest::newRow("for Excel") << true;
}

void tst_HostileValues::csvKeepsHostileTexts()
{
    QFETCH(const bool, forExcel);
    CsvOptions options = forExcel ? CsvOptions::excel(QLocale::c()) : CsvOptions();
    options.guardFormulas = false;
    const QString file = exported(ReportFormat::Csv, options);
    QCOMPARE(read(kReader, {u"csv"_s, file}), QStringList{u"\uFEFFname"_s} + hostileTexts());
}

void tst_HostileValues::htmlKeepsHostileTexts()
{
    const QString file = exported(ReportFormat::Html);
    QCOMPARE(read(kReader, {u"html"_s, file}), shownInHtml(hostileTexts()));
}

void tst_HostileValues::jsonKeepsHostileTexts()
{
    const QString file = exported(ReportFormat::Json);
    QCOMPARE(read(kReader, {u"json"_s, file}), QStringList{u"\uFEFFname"_s} + hostileTexts());
}

void tst_HostileValues::notebookKeepsHostileTexts()
{
    const QString file = exported(ReportFormat::Notebook);
    QCOMPARE(read(kReader, {u"ipynb"_s, file}), shownInHtml(hostileTexts()));
}

// According to the standard: all parts are XML, and other characters are _xHHHH_.
void tst_HostileValues::workbookKeepsHostileTexts()
{
    QStringList written = read(kReader, {u"xlsx"_s, exported(ReportFormat::Xlsx)});
    QCOMPARE(written.size(), hostileTexts().size() + 1);
    static const QRegularExpression escape(u"_x([0-9A-F]{4})_"_s);
    for (qsizetype i = 0; i < hostileTexts().size(); ++i) {
        QString& text = written[i + 1];
        for (auto found = escape.match(text); found.hasMatch();
             found = escape.match(text, found.capturedStart() + 1))
            text.replace(found.capturedStart(), 7, QChar(found.captured(1).toUShort(nullptr, 16)));
        QCOMPARE(text, hostileTexts().at(i));
    }
    QCOMPARE(written.at(0), u"\uFEFFName _x005F_x0041_ _x0002_"_s);
}

void tst_HostileValues::workbookInLibreOffice()
{
    const QString file = exported(ReportFormat::Xlsx);
    const auto answer = runProgram(
        u"soffice"_s,
        {u"-env:UserInstallation="_s + QUrl::fromLocalFile(path(u"office"_s)).toString(),
         u"--headless"_s, u"--convert-to"_s,
         u"csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false,false,false,1"_s,
         u"--outdir"_s, path(u"read"_s), file},
        m_out.path());
    QVERIFY2(answer.exitCode == 0, answer.errors.constData());
    const QStringList names = QDir(path(u"read"_s)).entryList(QDir::Files);
    QCOMPARE(names.size(), 1);
    // A sheet's name has no escapes.
    QVERIFY2(names.at(0).contains(u"T  x0041_"_s), qPrintable(names.at(0)));
    QStringList cells = read(kReader, {u"csv"_s, path(u"read/"_s + names.at(0))});
    QStringList expected = QStringList{u"\uFEFFName _x0041_ \u0002"_s} + hostileTexts();
    // LibreOffice uses a single kind of line end.
    expected.replaceInStrings(u"\r\n"_s, u"\n"_s);
    QCOMPARE(cells.mid(0, expected.size()), expected);
}

// From a source file to every export, found and counted.
void tst_HostileValues::hostileValuesCanBeFiltered()
{
    const auto choices = fetchFilterChoices(*m_session);
    VERIFY_RESULT(choices);
    QVERIFY(choices->groups.contains(u"G"_s) && choices->groups.contains(u"\uFEFFG"_s));
    QVERIFY(choices->equipment.contains(u"\uFEFFPUMP"_s));
    const auto catalogue = ReportCatalogue::builtIn();
    for (const QString& mark : {u""_s, u"\uFEFF"_s}) {
        ReportFilter filter;
        filter.group = mark + u"G"_s;
        filter.equipment = mark + u"PUMP"_s;
        VERIFY_RESULT(checkFilterValues(*m_session, filter));
        const auto page = fetchReportPage(
            *m_session, *catalogue->find(u"failures_by_equipment"_s), filter, {}, 0, 9);
        VERIFY_RESULT(page);
        QCOMPARE(page->rows.size(), 1);
        QCOMPARE(page->rows[0][1].toString(), filter.equipment);
        QCOMPARE(page->rows[0][2].toString(), filter.group);
        QCOMPARE(page->rows[0][3].toInt(), 1);
    }
    ReadingPageRequest request;
    request.filter.equipment = u"\uFEFFPUMP"_s;
    const auto ofPump = fetchReadingPage(*m_session, request);
    VERIFY_RESULT(ofPump);
    QCOMPARE(ofPump->rows.size(), 1);
    QCOMPARE(ofPump->rows[0].equipment, u"\uFEFFPUMP"_s);
    QCOMPARE(ofPump->rows[0].group, u"\uFEFFG"_s);
}

void tst_HostileValues::rejectedLinesKeepHostileBytes_data()
{
    QTest::addColumn<bool>("isGuarded");
    QTest::newRow("guarded") << true;
    QTest::newRow("unguarded") << false;
}

void tst_HostileValues::rejectedLinesKeepHostileBytes()
{
    QFETCH(const bool, isGuarded);
    CsvOptions options;
    options.guardFormulas = isGuarded;
    const QString file = path(u"rejected.csv"_s);
    const auto count = exportRejectedLines(*m_session, {}, {}, file, options);
    VERIFY_RESULT(count);
    const QByteArrayList lines{"tab\there", "literal\\there", "\\\\",   "\\x41 and \xFF",
                               "'=quoted",  "=1+1",           "'plain", "inside\uFEFFmark"};
    QStringList expected;
    for (const QByteArray& line : lines)
        expected << QString::fromLatin1(line.toHex());
    QCOMPARE(read(kRejectedReader, {file}), expected);
    QCOMPARE(contentOf(file).contains(",'=1+1\n"), isGuarded);
}

QTEST_GUILESS_MAIN(tst_HostileValues)
#include "tst_HostileValues.moc"
