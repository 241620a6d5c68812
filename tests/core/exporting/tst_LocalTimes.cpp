// SPDX-License-Identifier: GPL-3.0-or-later
#include "OtherPrograms.h"
#include "TimesOfWorkbook.h"

#include "core/loading/LoadFixture.h"
#include "exporting/ReportFiles.h"
#include "reports/ReportCatalogue.h"
#include "reports/definition/ReportParser.h"
#include "support/ClockChanges.h"
#include "support/TemporaryServer.h"
#include "support/TestFiles.h"
#include "support/VerifyResult.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

/// Times in exports of plants in different time zones, around the changes of their clocks.
class tst_LocalTimes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void csv_data() { addPlants(); }
    void csv();
    void csvForExcel_data() { addPlants(); }
    void csvForExcel();
    void json_data() { addPlants(); }
    void json();
    void html_data() { addPlants(); }
    void html();
    void workbook_data() { addPlants(); }
    void workbook();
    void notebook_data() { addPlants(); }
    void notebook();
    void notebookRuns_data() { addPlants(); }
    void notebookRuns();
    void timesOfNoPlantAreInUtc();

private:
    static void addPlants();
    // The zone of all times; empty if each has its own.
    static QString zone()
    {
        const QByteArray plants = QTest::currentDataTag();
        return plants == "oslo" ? u"Europe/Oslo"_s : plants == "utc" ? u"UTC"_s : QString();
    }
    // As documents write them, in the report's order.
    static QStringList expected();
    // `expected` with T, and with Z in UTC.
    static QStringList expectedIso();
    QByteArray exported(ReportFormat format, bool forExcel = false) const;

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_data;
    QTemporaryDir m_directory;
};

void tst_LocalTimes::initTestCase()
{
    VERIFY_RESULT(m_server.start());
    auto made = LoadFixture::make(m_server);
    VERIFY_RESULT(made);
    m_data = *std::move(made);
    for (const auto& [plant, zoneName] :
         {std::pair(u"oslo"_s, u"Europe/Oslo"_s), std::pair(u"utc"_s, u"UTC"_s)}) {
        ClockChanges::write(*m_data, plant);
        LoadOptions options;
        options.plant.name = plant;
        options.plant.timeZone = zoneName;
        QCOMPARE(
            m_data->load(m_data->path(plant), options).outcome, LoadReceipt::Outcome::Succeeded);
    }
}

void tst_LocalTimes::addPlants()
{
    QTest::addColumn<QStringList>("plants");
    QTest::newRow("oslo") << QStringList{u"oslo"_s};
    QTest::newRow("utc") << QStringList{u"utc"_s};
    QTest::newRow("both") << QStringList();
}

QStringList tst_LocalTimes::expected()
{
    if (zone() == "Europe/Oslo"_L1) {
        return {u"2021-10-31 03:30:00+01:00"_s, u"2021-10-31 02:30:00+01:00"_s,
                u"2021-10-31 02:30:00+02:00"_s, u"2021-10-31 01:30:00+02:00"_s,
                u"2021-03-28 03:30:00+02:00"_s, u"2021-03-28 01:30:00+01:00"_s};
    }
    if (zone() == "UTC"_L1) {
        return {
            u"2021-10-31 03:30:00"_s, u"2021-10-31 02:30:00"_s, u"2021-10-31 01:30:00"_s,
            u"2021-03-28 03:30:00"_s, u"2021-03-28 01:30:00"_s};
    }
    // In order of the instant.
    return {u"2021-10-31 03:30:00+00:00"_s, u"2021-10-31 03:30:00+01:00"_s,
            u"2021-10-31 02:30:00+00:00"_s, u"2021-10-31 02:30:00+01:00"_s,
            u"2021-10-31 01:30:00+00:00"_s, u"2021-10-31 02:30:00+02:00"_s,
            u"2021-10-31 01:30:00+02:00"_s, u"2021-03-28 03:30:00+00:00"_s,
            u"2021-03-28 03:30:00+02:00"_s, u"2021-03-28 01:30:00+00:00"_s,
            u"2021-03-28 01:30:00+01:00"_s};
}

QStringList tst_LocalTimes::expectedIso()
{
    QStringList times = expected();
    for (QString& time : times) {
        time.replace(10, 1, u'T').replace(u"+00:00"_s, u"Z"_s);
        if (zone() == "UTC"_L1)
            time += u'Z';
    }
    return times;
}

QByteArray tst_LocalTimes::exported(ReportFormat format, bool forExcel) const
{
    auto session = SqlSession::open(m_data->settings());
    const auto catalogue = ReportCatalogue::builtIn();
    if (!session || !catalogue)
        return {};
    ReportJob job;
    job.reports = {*catalogue->find(u"failure_events"_s)};
    job.filter.plants = qstrcmp(QTest::currentDataTag(), "both") == 0
                            ? QStringList()
                            : QStringList{QString::fromLatin1(QTest::currentDataTag())};
    ExportOptions options;
    options.format = format;
    options.drawChart = [](const ChartData&, ChartSize) { return QByteArray(); };
    options.connection = m_data->settings().keywords;
    options.document.hasAppendix = true; // says of which zone a column's times are
    if (forExcel)
        options.csv = CsvOptions::excel(QLocale::c());
    const QString file = m_directory.filePath(u"out."_s + formatWord(format));
    const auto done = exportDocument(*session, job, options, file);
    return done ? contentOf(file) : done.error().toText().toUtf8();
}

void tst_LocalTimes::csv()
{
    QStringList lines = QString::fromUtf8(exported(ReportFormat::Csv)).trimmed().split(u'\n');
    QCOMPARE(lines.takeFirst(), u"plant,code,group_name,failed_at,last_event_at,hours_since"_s);
    QStringList times;
    for (const QString& line : std::as_const(lines)) {
        times << line.section(u',', 3, 3);
        QCOMPARE(line.section(u',', 4, 4), times.constLast());
    }
    QCOMPARE(times, expectedIso());
}

void tst_LocalTimes::csvForExcel()
{
    QStringList lines =
        QString::fromUtf8(exported(ReportFormat::Csv, true)).trimmed().split(u"\r\n"_s);
    const QString name = zone().isEmpty() ? u"failed_at"_s : u"failed_at (%1)"_s.arg(zone());
    QCOMPARE(lines.takeFirst().section(u',', 3, 3), name);
    QStringList times;
    for (const QString& line : std::as_const(lines))
        times << line.section(u',', 3, 3);
    QStringList shown = expected();
    if (zone() == "Europe/Oslo"_L1) {
        for (QString& time : shown) {
            // Only what would be ambiguous.
            if (!time.contains(u"31 02"_s))
                time.truncate(19);
        }
    }
    QCOMPARE(times, shown);
}

void tst_LocalTimes::json()
{
    const auto report = QJsonDocument::fromJson(exported(ReportFormat::Json))[u"reports"][0];
    const QJsonValue column = report[u"columns"][3];
    QCOMPARE(column[u"title"].toString(), u"Time"_s);
    QCOMPARE(column[u"time_zone"].toString(), zone());
    QStringList times;
    for (const QJsonValue row : report[u"rows"].toArray())
        times << row[3].toString();
    QStringList iso = expectedIso();
    for (QString& time : iso)
        time.insert(19, u".000"_s);
    QCOMPARE(times, iso);
}

void tst_LocalTimes::html()
{
    const QString text = QString::fromUtf8(exported(ReportFormat::Html));
    const QString title = zone().isEmpty() ? u"Time"_s : u"Time (%1)"_s.arg(zone());
    QVERIFY2(text.contains(u"<th>%1</th>"_s.arg(title)), qPrintable(text));
    const QString words = zone().isEmpty() ? u"time in the time zone of its plant"_s
                                           : u"time in the time zone %1"_s.arg(zone());
    QVERIFY2(text.contains(words), qPrintable(text));
    QVERIFY2(
        text.contains(u"Times and days are in the time zone of each plant."_s), qPrintable(text));
    qsizetype at = 0;
    for (const QString& time : expected()) {
        at = text.indexOf(u"<td class=\"text\">%1</td>"_s.arg(time), at + 1);
        QVERIFY2(at > 0, qPrintable(time + u'\n' + text));
    }
    QCOMPARE(text.count(u"<td class=\"text\">2021-"_s), 2 * expected().size());
}

void tst_LocalTimes::workbook()
{
    QVERIFY(!exported(ReportFormat::Xlsx).isEmpty());
    const auto read = runProgram(
        u"python3"_s,
        {u"-c"_s, QString::fromLatin1(kTimesOfWorkbook), m_directory.filePath(u"out.xlsx"_s)},
        m_directory.path());
    QVERIFY2(read.exitCode == 0, read.errors.constData());
    QStringList twice;
    for (const QString& time : expected())
        twice << time << time;
    QCOMPARE(QString::fromUtf8(read.output).trimmed().split(u'\n'), twice);
}

void tst_LocalTimes::notebook()
{
    const QString text = QString::fromUtf8(exported(ReportFormat::Notebook));
    qsizetype at = 0;
    for (const QString& time : expected()) {
        const QString cell = u"<td>%1</td>"_s.arg(zone() == "UTC"_L1 ? time + u"+00:00"_s : time);
        at = text.indexOf(cell, at + 1);
        QVERIFY2(at > 0, qPrintable(cell + u'\n' + text));
    }
}

// What Python reads again is what the file shows.
void tst_LocalTimes::notebookRuns()
{
    QVERIFY2(
        isInstalled(u"jupyter-nbconvert"_s), "nbconvert is missing: installer/test.sh installs it");
    QVERIFY(!exported(ReportFormat::Notebook).isEmpty());
    const auto tables = [this](const QString& file) {
        QStringList found;
        for (const QJsonValue cell :
             QJsonDocument::fromJson(contentOf(m_directory.filePath(file)))[u"cells"].toArray()) {
            for (const QJsonValue output : cell[u"outputs"].toArray()) {
                QString html;
                for (const QJsonValue line : output[u"data"][u"text/html"].toArray())
                    html += line.toString();
                static const QRegularExpression time(u"<td>(2021-[^<]*)</td>"_s);
                for (auto it = time.globalMatch(html); it.hasNext();)
                    found << it.next().captured(1);
            }
        }
        return found;
    };
    const auto answer = runProgram(
        u"jupyter-nbconvert"_s,
        {u"--to"_s, u"notebook"_s, u"--execute"_s, u"--output"_s, u"again"_s,
         m_directory.filePath(u"out.ipynb"_s)},
        m_directory.path());
    QVERIFY2(answer.exitCode == 0, answer.errors.constData());
    QCOMPARE(tables(u"again.ipynb"_s).size(), 2 * expected().size());
    QCOMPARE(tables(u"again.ipynb"_s), tables(u"out.ipynb"_s));
}

// No column says which plant's clocks would count.
void tst_LocalTimes::timesOfNoPlantAreInUtc()
{
    const auto report = parseReport(
        u"made"_s, u"-- title: T\n-- section: S\n-- explanation: E.\n-- column at: At | timestamp\n"
                   "SELECT max(occurred_at) AS at FROM faultline.reading"_s);
    VERIFY_RESULT(report);
    auto session = SqlSession::open(m_data->settings());
    VERIFY_RESULT(session);
    ReportJob job;
    job.reports = {*report};
    ExportOptions options;
    options.format = ReportFormat::Html;
    const QString file = m_directory.filePath(u"made.html"_s);
    VERIFY_RESULT(exportDocument(*session, job, options, file));
    const QByteArray text = contentOf(file);
    QVERIFY2(text.contains("<th>At (UTC)</th>"), text.constData());
    QVERIFY2(text.contains("<td class=\"text\">2021-10-31 03:30:00</td>"), text.constData());
}

QTEST_GUILESS_MAIN(tst_LocalTimes)
#include "tst_LocalTimes.moc"
