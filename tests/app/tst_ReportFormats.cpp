// SPDX-License-Identifier: GPL-3.0-or-later
#include "CommandLineProcess.h"
#include "MiniFolder.h"

#include "database/connection/Connection.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

/// The command report writes every format without a display, and accepts every filter.
class tst_ReportFormats : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void writesDocuments_data();
    void writesDocuments();
    void writesCsvAsBefore();
    void writesToStandardOutput();
    void documentsHaveTitleLogoAndAppendix();
    void describesCsvFiles();
    void takesFilters_data();
    void takesFilters();
    void refusesWrongUsage_data();
    void refusesWrongUsage();
    void saysWhatThereIs_data();
    void saysWhatThereIs();
    void saysWhatReportsLack();
    void leavesOutReportsThatCannotBeNarrowed();
    void nameTellsTheFormat();
    void showsHelpWithoutADisplay();
    void drawsInAProgramOfItsOwn();
    void leavesNothingWhenInterrupted_data();
    void leavesNothingWhenInterrupted();

private:
    QString path(const QString& relative) const { return m_directory.filePath(relative); }
    CommandLineAnswer report(const QStringList& arguments) const
    {
        return CommandLineProcess(m_directory.path())
            .run(QStringList{u"--database"_s, conninfoOf(m_settings), u"report"_s} + arguments);
    }

    TemporaryServer m_server;
    ConnectionSettings m_settings;
    QTemporaryDir m_directory;
};

void tst_ReportFormats::initTestCase()
{
    VERIFY_RESULT(m_server.start());
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    m_settings = *settings;
    writeMiniFolder(path(u"data"_s));
    const auto loaded = CommandLineProcess(m_directory.path())
                            .run({u"--database"_s, conninfoOf(m_settings), u"load"_s, u"data"_s});
    VERIFY_EXIT(loaded, 0);
}

void tst_ReportFormats::writesDocuments_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<QByteArray>("begin");
    QTest::addColumn<QByteArray>("inside");
    QTest::newRow("xlsx") << u"xlsx"_s << QByteArray("PK") << QByteArray("xl/charts/chart1.xml");
    QTest::newRow("pdf") << u"pdf"_s << QByteArray("%PDF") << QByteArray("%%EOF");
    QTest::newRow("html") << u"html"_s << QByteArray("<!DOCTYPE html>") << QByteArray("<svg");
    QTest::newRow("ipynb") << u"ipynb"_s << QByteArray("{") << QByteArray("image/svg+xml");
    QTest::newRow("json") << u"json"_s << QByteArray("{\"context\":") << QByteArray("\"rows\":[");
}

void tst_ReportFormats::writesDocuments()
{
    QFETCH(QString, format);
    QFETCH(QByteArray, begin);
    QFETCH(QByteArray, inside);
    const auto verify = [&](const QString& file, const CommandLineAnswer& answer) {
        VERIFY_EXIT(answer, 0);
        QCOMPARE(answer.output, path(file).toUtf8() + '\n');
        const QByteArray content = contentOf(path(file));
        QVERIFY2(content.startsWith(begin), content.left(80).constData());
        QVERIFY(content.contains(inside));
    };
    // All reports to a folder, one per file, and one to a folder under its own name.
    verify(
        u"all/faultline_reports."_s + format,
        report({u"--format"_s, format, u"--out"_s, u"all"_s}));
    verify(
        u"made/my report."_s + format, report(
                                           {u"failures_by_equipment"_s, u"--format="_s + format,
                                            u"--out"_s, u"made/my report."_s + format}));
    verify(
        u"all/failures_by_equipment."_s + format,
        report({u"failures_by_equipment"_s, u"--format"_s, format, u"--out"_s, u"all"_s}));
}

void tst_ReportFormats::writesCsvAsBefore()
{
    VERIFY_EXIT(report({u"--out"_s, u"plain"_s}), 0);
    VERIFY_EXIT(report({u"--format"_s, u"csv"_s, u"--out"_s, u"named"_s}), 0);
    const QStringList names = QDir(path(u"plain"_s)).entryList(QDir::Files);
    QVERIFY(names.size() > 8);
    QCOMPARE(QDir(path(u"named"_s)).entryList(QDir::Files), names);
    for (const QString& name : names) {
        QVERIFY(name.endsWith(u".csv"_s));
        QCOMPARE(contentOf(path(u"named/"_s + name)), contentOf(path(u"plain/"_s + name)));
    }
    QCOMPARE(
        contentOf(path(u"plain/Total_equipment_failures.csv"_s)),
        QByteArray("Total equipment failures\n2\n"));
}

void tst_ReportFormats::writesToStandardOutput()
{
    auto answer = report({u"totals"_s, u"--format"_s, u"json"_s});
    VERIFY_EXIT(answer, 0);
    QCOMPARE(answer.json()[u"reports"_s][0][u"rows"][0][1].toInt(), 60);
    QCOMPARE(answer.json()[u"context"_s][u"data"][u"records"][u"balanced"].toBool(), true);
    answer = report({u"totals"_s, u"--format"_s, u"html"_s});
    VERIFY_EXIT(answer, 0);
    QVERIFY(answer.output.contains("<td class=\"figure\">60</td>"));
    answer = report({u"totals"_s, u"--csv-preset"_s, u"excel"_s});
    VERIFY_EXIT(answer, 0);
    QVERIFY(answer.output.startsWith("\xEF\xBB\xBFmetric"));
    QVERIFY(answer.output.contains("60\r\n"));
}

void tst_ReportFormats::documentsHaveTitleLogoAndAppendix()
{
    // A single pixel.
    writeFile(
        path(u"logo.png"_s), QByteArray::fromBase64("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAA"
                                                    "AADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5E"
                                                    "rkJggg=="));
    auto answer = report(
        {u"totals"_s, u"--format=html"_s, u"--title=My <title>"_s, u"--logo=logo.png"_s,
         u"--appendix"_s});
    VERIFY_EXIT(answer, 0);
    QVERIFY(answer.output.contains("<h1>My &lt;title&gt;</h1>"));
    QVERIFY(answer.output.contains(
        "src=\"data:image/png;base64," + contentOf(path(u"logo.png"_s)).toBase64() + '"'));
    QVERIFY(answer.output.contains("<section id=\"appendix\">"));
    answer = report({u"totals"_s, u"--title=Mine"_s, u"--logo=logo.png"_s, u"--out=titled.pdf"_s});
    VERIFY_EXIT(answer, 0);
    QVERIFY(contentOf(path(u"titled.pdf"_s)).contains("/Subtype /Image"));
    // It looks like a picture, but is none.
    writeFile(path(u"damaged.png"_s), "\x89PNG\r\n\x1a\n");
    answer = report({u"totals"_s, u"--logo=damaged.png"_s, u"--out=damaged.pdf"_s});
    VERIFY_EXIT(answer, 1);
    QVERIFY2(answer.errors.contains("The picture is damaged"), answer.whole().constData());
    QVERIFY(!QFile::exists(path(u"damaged.pdf"_s)));
}

void tst_ReportFormats::describesCsvFiles()
{
    const auto answer =
        report({u"totals"_s, u"--sidecar"_s, u"--out"_s, u"with"_s, u"--period=2020-01"_s});
    VERIFY_EXIT(answer, 0);
    QCOMPARE(answer.output.count('\n'), 2);
    const auto sidecar =
        QJsonDocument::fromJson(contentOf(path(u"with/totals.csv.meta.json"_s))).object();
    QCOMPARE(sidecar[u"filters"_s][u"period"].toString(), u"2020-01"_s);
    QVERIFY(sidecar[u"sql"_s].toString().contains(u"'2020-01-01'::date"_s));
    QCOMPARE(sidecar[u"context"_s][u"data"][u"loads"][0][u"load_id"].toInt(), 1);
    // One report to a named file.
    VERIFY_EXIT(report({u"totals"_s, u"--out"_s, u"one.csv"_s}), 0);
    QVERIFY(contentOf(path(u"one.csv"_s)).startsWith("metric,value\n"));
}

void tst_ReportFormats::takesFilters_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("output");
    QTest::newRow("equipment")
        << QStringList{u"totals"_s, u"--equipment"_s, u"B"_s}
        << QByteArray(
               "metric,value\nerror_records,20\nfailure_events,20\nequipment_that_failed,1\n");
    // Six instants a day, four hours apart.
    QTest::newRow("burst")
        << QStringList{u"totals"_s, u"--burst"_s, u"240"_s}
        << QByteArray(
               "metric,value\nerror_records,60\nfailure_events,2\nequipment_that_failed,2\n");
    QTest::newRow("equipment and period")
        << QStringList{u"totals"_s, u"--equipment=A"_s, u"--period=2020-01-30"_s}
        << QByteArray(
               "metric,value\nerror_records,12\nfailure_events,6\nequipment_that_failed,1\n");
}

void tst_ReportFormats::takesFilters()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, output);
    const auto answer = report(arguments);
    VERIFY_EXIT(answer, 0);
    QCOMPARE(answer.output, output);
}

void tst_ReportFormats::refusesWrongUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("why");
    const QStringList totals{u"totals"_s};
    QTest::newRow("format") << totals + QStringList{u"--format"_s, u"doc"_s}
                            << u"There is no format “doc”. The formats are csv, xlsx"_s;
    QTest::newRow("preset") << totals + QStringList{u"--csv-preset"_s, u"word"_s}
                            << u"machine or excel"_s;
    QTest::newRow("pdf into a pipe") << totals + QStringList{u"--format=pdf"_s} << u"needs --out"_s;
    QTest::newRow("sidecar without a file")
        << totals + QStringList{u"--sidecar"_s} << u"needs --out"_s;
    QTest::newRow("sidecar of another format")
        << totals + QStringList{u"--sidecar"_s, u"--format=html"_s} << u"only work with CSV"_s;
    QTest::newRow("title of a table")
        << totals + QStringList{u"--title=T"_s} << u"only work with PDF and HTML"_s;
    QTest::newRow("appendix of a workbook")
        << totals + QStringList{u"--appendix"_s, u"--out=a.xlsx"_s}
        << u"only work with PDF and HTML"_s;
    QTest::newRow("logo that isn't there")
        << totals + QStringList{u"--logo=none.png"_s, u"--format=html"_s} << u"can't be used"_s;
    QTest::newRow("all to standard output") << QStringList{u"--format=html"_s} << u"--out DIR"_s;
    QTest::newRow("all into a CSV file")
        << QStringList{u"--out=all.csv"_s} << u"holds one report"_s;
    QTest::newRow("two into a CSV file")
        << QStringList{u"totals"_s, u"overview"_s, u"--out=two.CSV"_s} << u"holds one report"_s;
    QTest::newRow("another format's name")
        << totals + QStringList{u"--format=xlsx"_s, u"--out=totals.pdf"_s}
        << u"--format xlsx doesn't match the file name totals.pdf"_s;
    QTest::newRow("dash") << totals + QStringList{u"--out=-"_s} << u"Omit --out"_s;
    QTest::newRow("no report is left")
        << QStringList{u"--sensor=1"_s, u"--out=none"_s} << u"No report has"_s;
    QTest::newRow("html as JSON") << totals + QStringList{u"--json"_s, u"--format=html"_s}
                                  << u"needs --out"_s;
    QTest::newRow("sensor") << totals + QStringList{u"--sensor"_s, QString(129, u'x')}
                            << u"the id of a sensor"_s;
    QTest::newRow("burst") << totals + QStringList{u"--burst"_s, u"0"_s} << u"from 1 to"_s;
    QTest::newRow("set") << totals + QStringList{u"--set"_s, u"step"_s} << u"CHOICE=VALUE"_s;
    QTest::newRow("filter that a report lacks")
        << totals + QStringList{u"--severity"_s, u"ERROR"_s}
        << u"totals doesn't have the filter --severity. These have it: records_by_severity"_s;
    QTest::newRow("choice of no report")
        << totals + QStringList{u"--set=colour=red"_s} << u"No report has a choice “colour”"_s;
    QTest::newRow("choice that a report lacks")
        << totals + QStringList{u"--set=step=week"_s} << u"These have it: failure_trend"_s;
    QTest::newRow("value of a choice") << QStringList{u"failure_trend"_s, u"--set=step=hour"_s}
                                       << u"The values are: month, week, day"_s;
}

void tst_ReportFormats::refusesWrongUsage()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, why);
    const auto answer = report(arguments);
    VERIFY_EXIT(answer, 2);
    QVERIFY2(
        QString::fromUtf8(answer.output + answer.errors).contains(why), answer.whole().constData());
    // A caller that asked for JSON gets the reason as JSON.
    QCOMPARE(answer.output.isEmpty(), !arguments.contains(u"--json"_s));
}

void tst_ReportFormats::saysWhatThereIs_data()
{
    QTest::addColumn<QStringList>("filter");
    QTest::addColumn<QString>("there");
    QTest::newRow("group") << QStringList{u"totals"_s, u"--group"_s, u"G9"_s}
                           << u"The groups are: G1, G2."_s;
    QTest::newRow("equipment") << QStringList{u"totals"_s, u"--equipment"_s, u"a"_s}
                               << u"The equipment: A, B, C."_s;
    QTest::newRow("severity") << QStringList{u"records_by_severity"_s, u"--severity"_s, u"error"_s}
                              << u"The severities are:"_s;
    QTest::newRow("sensor") << QStringList{u"failure_events"_s, u"--sensor"_s, u"5"_s}
                            << u"The sensors are: 1, 2, 3, 4."_s;
}

void tst_ReportFormats::saysWhatThereIs()
{
    QFETCH(QStringList, filter);
    QFETCH(QString, there);
    const auto answer = report(filter);
    VERIFY_EXIT(answer, 1);
    QVERIFY2(QString::fromUtf8(answer.errors).contains(there), answer.whole().constData());
}

void tst_ReportFormats::saysWhatReportsLack()
{
    const auto setState = [this](const QByteArray& ofLoad, const QByteArray& ofFiles) {
        return TemporaryServer::executeAsSuperuser(
            m_settings, {"UPDATE faultline.load_run SET state = '" + ofLoad + '\'',
                         "UPDATE faultline.load_file SET state = '" + ofFiles + '\''});
    };
    const QString name = u"failures_by_equipment"_s;
    const auto complete = report({name, u"--format"_s, u"html"_s});
    VERIFY_EXIT(complete, 0);
    QVERIFY(!complete.whole().contains("Not complete"));

    VERIFY_RESULT(setState("cancelled", "cancelled"));
    const auto csv = report({name});
    const auto json = report({name, u"--json"_s});
    const auto html = report({name, u"--format"_s, u"html"_s});
    const auto document = report({name, u"--format"_s, u"json"_s});
    const auto files = report({name, u"--json"_s, u"--out"_s, path(u"lacking"_s)});
    VERIFY_RESULT(setState("succeeded", "loaded"));
    const QByteArray lacking = "Not complete: the load of “data” on ";
    VERIFY_EXIT(csv, 0);
    QVERIFY2(csv.errors.contains(lacking), csv.whole().constData());
    QVERIFY(!csv.output.contains(lacking));
    for (const CommandLineAnswer& answer : {json, files}) {
        VERIFY_EXIT(answer, 0);
        const QJsonArray remarks = answer.json().value(u"remarks"_s).toArray();
        QCOMPARE(remarks.size(), 1);
        QVERIFY(remarks.at(0).toString().startsWith(QString::fromUtf8(lacking)));
    }
    QVERIFY2(html.output.contains(lacking), html.whole().constData());
    QVERIFY2(document.output.contains(lacking), document.whole().constData());
}

void tst_ReportFormats::leavesOutReportsThatCannotBeNarrowed()
{
    const auto answer =
        report({u"--severity"_s, u"ERROR"_s, u"--set=step=week"_s, u"--out"_s, u"severe"_s});
    VERIFY_EXIT(answer, 0);
    QVERIFY2(answer.errors.contains("Left out"), answer.whole().constData());
    QVERIFY(answer.errors.contains("totals"));
    QVERIFY(answer.errors.contains("measurement_quartiles"));
    const QStringList names = QDir(path(u"severe"_s)).entryList(QDir::Files);
    QVERIFY(names.contains(u"records_by_severity.csv"_s));
    QVERIFY(!names.contains(u"totals.csv"_s));
    QVERIFY(contentOf(path(u"severe/failure_trend.csv"_s)).contains("2020-W05"));
}

void tst_ReportFormats::nameTellsTheFormat()
{
    VERIFY_EXIT(report({u"totals"_s, u"--out"_s, u"by-name.JSON"_s}), 0);
    QVERIFY(contentOf(path(u"by-name.JSON"_s)).startsWith("{"));
    // A folder may have any name.
    QVERIFY(QDir().mkpath(path(u"folder.json"_s)));
    VERIFY_EXIT(report({u"totals"_s, u"--out"_s, u"folder.json"_s}), 0);
    QVERIFY(contentOf(path(u"folder.json/totals.csv"_s)).startsWith("metric,"));
}

void tst_ReportFormats::showsHelpWithoutADisplay()
{
    const auto answer = report({u"--help"_s, u"--format"_s, u"pdf"_s});
    VERIFY_EXIT(answer, 0);
    QVERIFY(answer.output.contains("--csv-preset"));
}

// Without that program, formats without drawings still work.
void tst_ReportFormats::drawsInAProgramOfItsOwn()
{
    QVERIFY(QDir().mkpath(path(u"alone/bin"_s)));
    const QString alone = path(u"alone/bin/faultline-cli"_s);
    QVERIFY(QFile::copy(QStringLiteral(FAULTLINE_CLI), alone));
    const auto write = [&](const QString& format) {
        CommandLineProcess program(m_directory.path());
        program.process().setProgram(alone);
        return program.run(
            {u"--database"_s, conninfoOf(m_settings), u"--json"_s, u"report"_s, u"totals"_s,
             u"--format"_s, format, u"--out"_s, u"alone/totals."_s + format});
    };
    VERIFY_EXIT(write(u"csv"_s), 0);
    VERIFY_EXIT(write(u"xlsx"_s), 0);
    const auto answer = write(u"pdf"_s);
    VERIFY_EXIT(answer, 1);
    const QJsonObject error = answer.json()[u"error"_s].toObject();
    QCOMPARE(error[u"code"_s].toString(), u"drawing-program"_s);
    QVERIFY(error[u"where"_s].toString().startsWith(path(u"alone/"_s)));
}

void tst_ReportFormats::leavesNothingWhenInterrupted_data()
{
    QTest::addColumn<QString>("format");
    QTest::newRow("workbook") << u"xlsx"_s;
    QTest::newRow("drawn") << u"pdf"_s;
}
void tst_ReportFormats::leavesNothingWhenInterrupted()
{
    QFETCH(const QString, format);
    QVERIFY(QDir().mkpath(path(u"interrupted"_s)));
    auto other = Connection::open(m_settings);
    VERIFY_RESULT(other);
    VERIFY_RESULT(other->execute("BEGIN; LOCK TABLE faultline.failure_summary"));
    CommandLineProcess program(m_directory.path());
    program.start(
        {u"--database"_s, conninfoOf(m_settings), u"--json"_s, u"report"_s, u"totals"_s,
         u"failures_by_equipment"_s, u"--format"_s, format, u"--out"_s,
         u"interrupted/all."_s + format});
    const auto isWaiting = [&] {
        const auto row = other->execute("SELECT count(*) FROM pg_locks WHERE NOT granted"
                                        " AND relation = 'faultline.failure_summary'::regclass");
        return row.ok() && row->integer(0, 0) > 0;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isWaiting(), 30'000);
    ::kill(static_cast<pid_t>(program.process().processId()), SIGINT);
    const auto answer = program.finish();
    VERIFY_EXIT(answer, 1);
    QCOMPARE(answer.json()[u"error"_s].toObject()[u"code"_s].toString(), kCancelledCode.toString());
    QCOMPARE(
        QDir(path(u"interrupted"_s)).entryList(QDir::AllEntries | QDir::NoDotAndDotDot),
        QStringList());
}

QTEST_GUILESS_MAIN(tst_ReportFormats)
#include "tst_ReportFormats.moc"
