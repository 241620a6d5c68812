// SPDX-License-Identifier: GPL-3.0-or-later
#include "CommandLineProcess.h"
#include "MiniFolder.h"

#include "database/connection/Connection.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

/// Runs the built program: what it prints where, and how it ends.
class tst_CommandLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void showsHelpAndVersion();
    void refusesWrongUsage_data();
    void refusesWrongUsage();
    void runsTheWholeJobTwice();
    void printsJson();
    void filtersReports();
    void tellsRejectedLines();
    void showsRejectedLinesInTheirFile();
    void failsWithAReason_data();
    void failsWithAReason();
    void refusesADatabaseOfADevelopmentVersion_data();
    void refusesADatabaseOfADevelopmentVersion();
    void readsEnvironmentFile();
    void storesNothingInADryRun();
    void stopsOnASignalAndGoesOn();
    void goesOnWhenTheServerIsBack();
    void stopsAtTheRejectLimit();
    void ownsALocalServer();

private:
    void tellsRejectedLinesByReason() const;
    QString path(const QString& relative) const { return m_directory->filePath(relative); }
    /// Runs in the test's directory, against its database.
    CommandLineAnswer run(const QStringList& arguments) const
    {
        return CommandLineProcess(path(u"work"_s))
            .run(QStringList{u"--database"_s, conninfoOf(m_settings)} + arguments);
    }
    /// Runs without a database option.
    CommandLineAnswer runPlain(const QStringList& arguments) const
    {
        return CommandLineProcess(path(u"work"_s)).run(arguments);
    }

    TemporaryServer m_server;
    ConnectionSettings m_settings;
    std::unique_ptr<QTemporaryDir> m_directory;
};

void tst_CommandLine::initTestCase()
{
    VERIFY_RESULT(m_server.start());
}

void tst_CommandLine::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    QVERIFY(m_directory->isValid());
    QVERIFY(QDir().mkpath(path(u"work"_s)));
    writeMiniFolder(path(u"data"_s));
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    m_settings = *settings;
}

void tst_CommandLine::showsHelpAndVersion()
{
    auto answer = runPlain({u"--help"_s});
    VERIFY_EXIT(answer, 0);
    for (const char* word :
         {"run FOLDER --out DIR", "load", "report", "ledger", "undo LOAD_ID", "rejects",
          "rebuild-summaries", "local", "--database", "--env-file", "--local-dir", "--json",
          "Exit codes"})
        QVERIFY2(answer.output.contains(word), word);
    QCOMPARE(answer.errors, QByteArray());

    answer = runPlain({u"load"_s, u"--help"_s});
    VERIFY_EXIT(answer, 0);
    QVERIFY(answer.output.startsWith("Usage: faultline-cli load FOLDER"));
    QVERIFY(answer.output.contains("--chunk-rows"));

    answer = runPlain({u"--version"_s});
    VERIFY_EXIT(answer, 0);
    QCOMPARE(answer.output, QByteArray("faultline-cli " FAULTLINE_VERSION "\n"));
}

void tst_CommandLine::refusesWrongUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("why");
    QTest::newRow("nothing") << QStringList{} << u"Specify a command"_s;
    QTest::newRow("unknown command") << QStringList{u"frob"_s} << u"frob"_s;
    QTest::newRow("unknown option") << QStringList{u"load"_s, u"."_s, u"--frobnicate"_s, u"5"_s}
                                    << u"Unknown option 'frobnicate'"_s;
    QTest::newRow("limit that is none")
        << QStringList{u"load"_s, u"."_s, u"--max-rejects"_s, u"some"_s} << u"2.5%"_s;
    QTest::newRow("option of another command")
        << QStringList{u"ledger"_s, u"--out"_s, u"x"_s} << u"Unknown option 'out'"_s;
    QTest::newRow("no folder") << QStringList{u"load"_s} << u"one data folder"_s;
    QTest::newRow("two folders") << QStringList{u"load"_s, u"a"_s, u"b"_s} << u"one data folder"_s;
    QTest::newRow("no out") << QStringList{u"run"_s, u"."_s} << u"--out DIR"_s;
    QTest::newRow("missing value")
        << QStringList{u"run"_s, u"."_s, u"--out"_s} << u"Missing value"_s;
    QTest::newRow("chunk rows") << QStringList{u"load"_s, u"."_s, u"--chunk-rows"_s, u"0"_s}
                                << u"from 1 to"_s;
    QTest::newRow("workers") << QStringList{u"load"_s, u"."_s, u"--workers=many"_s}
                             << u"not “many”"_s;
    QTest::newRow("two databases")
        << QStringList{u"ledger"_s, u"--database"_s, u"a"_s, u"--env-file"_s, u"b"_s}
        << u"can't be used together"_s;
    QTest::newRow("unknown report") << QStringList{u"report"_s, u"nope"_s} << u"“nope”"_s;
    QTest::newRow("all reports to a terminal") << QStringList{u"report"_s} << u"--out DIR"_s;
    QTest::newRow("period") << QStringList{u"report"_s, u"totals"_s, u"--period"_s, u"2020-13"_s}
                            << u"“2020-13” isn't a period"_s;
    QTest::newRow("ledger, too much")
        << QStringList{u"ledger"_s, u"x"_s} << u"Unexpected argument “x”"_s;
    QTest::newRow("ledger, no load")
        << QStringList{u"ledger"_s, u"--load"_s, u"x"_s} << u"number of a load"_s;
    QTest::newRow("ledger, two at once")
        << QStringList{u"ledger"_s, u"--load"_s, u"1"_s, u"--verify"_s} << u"Use only one"_s;
    QTest::newRow("undo, nothing") << QStringList{u"undo"_s} << u"exactly one load"_s;
    QTest::newRow("undo, no number") << QStringList{u"undo"_s, u"all"_s} << u"exactly one load"_s;
    QTest::newRow("rebuild, too much")
        << QStringList{u"rebuild-summaries"_s, u"x"_s} << u"no argument"_s;
    QTest::newRow("rejects, too much")
        << QStringList{u"rejects"_s, u"x"_s} << u"Unexpected argument “x”"_s;
    QTest::newRow("rejects, reason") << QStringList{u"rejects"_s, u"--reason"_s, u"colour"_s}
                                     << u"There is no reason “colour”"_s;
    QTest::newRow("rejects, context")
        << QStringList{u"rejects"_s, u"--context"_s, u"-1"_s} << u"--context takes"_s;
    QTest::newRow("rejects, two ways")
        << QStringList{u"rejects"_s, u"--summary"_s, u"--context"_s, u"1"_s} << u"Use only one"_s;
    QTest::newRow("limit") << QStringList{u"ledger"_s, u"--limit"_s, u"0"_s} << u"from 1"_s;
    QTest::newRow("local") << QStringList{u"local"_s, u"restart"_s} << u"status, start and stop"_s;
}

void tst_CommandLine::refusesWrongUsage()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, why);
    const auto answer = runPlain(arguments);
    VERIFY_EXIT(answer, 2);
    QCOMPARE(answer.output, QByteArray());
    QVERIFY2(answer.errors.contains(why.toUtf8()), answer.errors.constData());
    QVERIFY2(answer.errors.contains("Usage: faultline-cli"), answer.errors.constData());

    const auto json = runPlain(arguments + QStringList{u"--json"_s});
    // "--out --json" means a folder with that name.
    if (why != "Missing value"_L1) {
        VERIFY_EXIT(json, 2);
        QVERIFY2(json.json()[u"error"_s].isObject(), json.whole().constData());
    }
}

void tst_CommandLine::runsTheWholeJobTwice()
{
    auto answer = run({u"run"_s, path(u"data"_s), u"--out"_s, path(u"out"_s)});
    VERIFY_EXIT(answer, 0);
    QVERIFY2(
        answer.output.contains(
            "In balance: 67 records in = 67 loaded + 0 rejected + 0 blank + 0 skipped"),
        answer.whole().constData());
    QVERIFY2(answer.errors.contains("the given connection string"), answer.whole().constData());
    QCOMPARE(
        contentOf(path(u"out/totals.csv"_s)),
        QByteArray("metric,value\nerror_records,60\nfailure_events,40\nequipment_that_failed,2\n"));
    QCOMPARE(
        contentOf(path(u"out/Total_equipment_failures.csv"_s)),
        QByteArray("Total equipment failures\n2\n"));
    QCOMPARE(
        contentOf(path(u"out/Equipment_code_with_most_failures.csv"_s)),
        QByteArray("Equipment code with most failures,Total of failures\nA,40\n"));
    QCOMPARE(
        contentOf(path(u"out/Average_amount_of_failures.csv"_s)),
        QByteArray("Group_name,Average\nG2,20\nG1,40\n"));

    answer = run({u"run"_s, path(u"data"_s), u"--out"_s, path(u"again"_s)});
    VERIFY_EXIT(answer, 0);
    QVERIFY2(
        answer.output.contains(
            "In balance: 67 records in = 0 loaded + 0 rejected + 0 blank + 67 skipped"),
        answer.whole().constData());
    for (const QString& name : QDir(path(u"out"_s)).entryList(QDir::Files))
        QCOMPARE(contentOf(path(u"again/"_s + name)), contentOf(path(u"out/"_s + name)));

    answer = run({u"ledger"_s});
    VERIFY_EXIT(answer, 0);
    QCOMPARE(answer.output.count('\n'), 3);
}

void tst_CommandLine::printsJson()
{
    const auto answer = run({u"run"_s, path(u"data"_s), u"--out"_s, path(u"out"_s), u"--json"_s});
    VERIFY_EXIT(answer, 0);
    const QJsonObject json = answer.json();
    QCOMPARE(json[u"readings_loaded"_s].toInt(), kMiniLogLines);
    QCOMPARE(json[u"lines_rejected"_s].toInt(-1), 0);
    QCOMPARE(json[u"duplicates_skipped"_s].toInt(-1), 0);
    QCOMPARE(json[u"balanced"_s].toBool(), true);
    QVERIFY(json[u"load_id"_s].toInt() > 0);
    QVERIFY(json[u"seconds"_s].isDouble());
    QVERIFY(json[u"reports"_s].toArray().size() > 8);
    for (const auto report : json[u"reports"_s].toArray())
        QVERIFY(QFile::exists(report.toString()));
    const QJsonArray files = json[u"files"_s].toArray();
    QCOMPARE(files.size(), 3);
    for (const char* key :
         {"path", "role", "bytes", "records_in", "loaded", "rejected", "blank", "skipped", "state"})
        QVERIFY2(files[0].toObject().contains(QLatin1String(key)), key);
    QCOMPARE(files[2].toObject()[u"role"_s].toString(), u"readings"_s);

    QCOMPARE(run({u"--json"_s, u"ledger"_s}).json()[u"loads"_s].toArray().size(), 1);
    QCOMPARE(
        run({u"--json"_s, u"rebuild-summaries"_s}).json()[u"readings"_s].toInt(), kMiniLogLines);
    QVERIFY(run({u"rebuild-summaries"_s}).output.contains("Rebuilt the summaries"));
    const QJsonObject rejects = run({u"rejects"_s, u"--json"_s}).json();
    QCOMPARE(rejects[u"count"_s].toInt(-1), 0);
    QVERIFY(rejects[u"rejected_lines"_s].toArray().isEmpty());
    const QJsonObject report =
        run({u"report"_s, u"failures_by_group"_s, u"--json"_s, u"--group=G2"_s}).json();
    QCOMPARE(report[u"group"_s].toString(), u"G2"_s);
    QCOMPARE(
        report[u"rows"_s].toArray(),
        QJsonArray({QJsonArray({u"G2"_s, 2, 1, 20, 20.0, 10.0, 20.0, 10.0})}));
    QVERIFY(run({u"report"_s, u"--list"_s, u"--json"_s}).json()[u"reports"_s].toArray().size() > 8);
}

void tst_CommandLine::filtersReports()
{
    VERIFY_EXIT(run({u"load"_s, path(u"data"_s)}), 0);
    auto answer = run({u"report"_s, u"totals"_s, u"--period"_s, u"2020-01"_s});
    VERIFY_EXIT(answer, 0);
    // Six instants a day, on the last two days of January.
    QCOMPARE(
        answer.output,
        QByteArray("metric,value\nerror_records,36\nfailure_events,24\nequipment_that_failed,2\n"));
    answer = run(
        {u"report"_s, u"total_equipment_failures"_s, u"totals"_s, u"totals"_s, u"--out"_s,
         u"made/here"_s, u"--period=2020-02-01..2020"_s, u"--group"_s, u"G1"_s});
    VERIFY_EXIT(answer, 0);
    QCOMPARE(answer.output.count('\n'), 2);
    QCOMPARE(
        contentOf(path(u"work/made/here/totals.csv"_s)),
        QByteArray("metric,value\nerror_records,16\nfailure_events,8\nequipment_that_failed,1\n"));
    QCOMPARE(QDir(path(u"work/made/here"_s)).entryList(QDir::Files).size(), 2);
}

void tst_CommandLine::tellsRejectedLines()
{
    writeFile(
        path(u"data/failures.log"_s),
        logLines(3) + "[2020-02-30 00:00:00]\tERROR\tsensor[1]:\t(temperature\t1)\r\n\r\n"
            + logLines(3));
    auto answer = run({u"load"_s, path(u"data"_s)});
    VERIFY_EXIT(answer, 3);
    QVERIFY2(
        answer.output.contains(
            "In balance: 15 records in = 13 loaded + 1 rejected + 1 blank + 0 skipped"),
        answer.whole().constData());
    answer = run({u"rejects"_s});
    VERIFY_EXIT(answer, 0);
    QVERIFY2(answer.output.contains("failures.log:4:"), answer.whole().constData());
    QVERIFY2(answer.output.contains("2020-02-30"), answer.whole().constData());
    const QJsonObject json = run({u"rejects"_s, u"--json"_s}).json();
    QCOMPARE(json[u"count"_s].toInt(), 1);
    QCOMPARE(json[u"rejected_lines"_s].toArray()[0].toObject()[u"line"_s].toInt(), 4);
    tellsRejectedLinesByReason();
    // Without new lines, none is rejected.
    VERIFY_EXIT(run({u"load"_s, path(u"data"_s)}), 0);
}

void tst_CommandLine::tellsRejectedLinesByReason() const
{
    auto answer = run({u"rejects"_s, u"--summary"_s});
    VERIFY_EXIT(answer, 0);
    QVERIFY2(answer.output.contains("timestamp"), answer.whole().constData());
    QVERIFY2(answer.output.contains("failures.log"), answer.whole().constData());
    const QJsonObject json = run({u"rejects"_s, u"--summary"_s, u"--json"_s}).json();
    QCOMPARE(json[u"count"_s].toInt(), 1);
    QCOMPARE(json[u"reasons"_s].toArray()[0].toObject()[u"reason"_s].toString(), u"timestamp"_s);
    QCOMPARE(json[u"files"_s].toArray()[0].toObject()[u"lines"_s].toInt(), 1);

    answer = run({u"rejects"_s, u"--reason"_s, u"timestamp"_s});
    QVERIFY2(answer.output.contains("failures.log:4:"), answer.whole().constData());
    answer = run({u"rejects"_s, u"--reason"_s, u"severity"_s});
    VERIFY_EXIT(answer, 0);
    QCOMPARE(answer.output, QByteArray("No lines were rejected for this reason.\n"));

    const QString csv = path(u"work/rejected.csv"_s);
    answer = run({u"rejects"_s, u"--export"_s, u"rejected.csv"_s});
    VERIFY_EXIT(answer, 0);
    QVERIFY2(answer.output.contains("rejected.csv: 1\n"), answer.whole().constData());
    QCOMPARE(contentOf(csv).count('\n'), 2);
    VERIFY_EXIT(run({u"rejects"_s, u"--export"_s, u"no/such/folder.csv"_s}), 1);
}

void tst_CommandLine::showsRejectedLinesInTheirFile()
{
    const QString log = path(u"data/failures.log"_s);
    writeFile(
        log,
        logLines(3) + "[2020-02-30 00:00:00]\tERROR\tsensor[1]:\t(temperature\t1)\n" + logLines(3));
    VERIFY_EXIT(run({u"load"_s, path(u"data"_s)}), 3);
    auto answer = run({u"rejects"_s, u"--context"_s, u"1"_s});
    VERIFY_EXIT(answer, 0);
    const QList<QByteArray> lines = answer.output.split('\n');
    QVERIFY2(lines.size() >= 5, answer.whole().constData());
    QVERIFY(lines.at(0).contains("failures.log:4:10:"));
    QVERIFY2(lines.at(1).startsWith("    3 | ["), lines.at(1));
    QVERIFY2(lines.at(2).startsWith("  > 4 | [2020-02-30"), lines.at(2));
    QCOMPARE(lines.at(3), QByteArray("      | " + QByteArray(9, ' ') + '^'));
    QVERIFY2(lines.at(4).startsWith("    5 | ["), lines.at(4));
    QJsonObject json = run({u"rejects"_s, u"--context"_s, u"2"_s, u"--json"_s}).json();
    QJsonObject line = json[u"rejected_lines"_s].toArray()[0].toObject();
    QCOMPARE(line[u"context"_s].toObject()[u"before"_s].toArray().size(), 2);

    QVERIFY(QFile::remove(log));
    answer = run({u"rejects"_s, u"--context"_s, u"1"_s});
    VERIFY_EXIT(answer, 0);
    QVERIFY2(answer.output.contains("no longer there"), answer.whole().constData());
    QVERIFY2(answer.output.contains("2020-02-30"), answer.whole().constData());
    json = run({u"rejects"_s, u"--context"_s, u"2"_s, u"--json"_s}).json();
    line = json[u"rejected_lines"_s].toArray()[0].toObject();
    QCOMPARE(line[u"context_missing"_s].toObject()[u"code"_s].toString(), u"file-gone"_s);
}

void tst_CommandLine::failsWithAReason_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("code");
    QTest::newRow("no folder") << QStringList{u"load"_s, u"/no/such/folder"_s} << u"folder"_s;
    QTest::newRow("a file") << QStringList{u"load"_s, QStringLiteral(FAULTLINE_CLI)} << u"folder"_s;
    QTest::newRow("never loaded") << QStringList{u"report"_s, u"totals"_s} << u"no-schema"_s;
    QTest::newRow("never loaded, ledger") << QStringList{u"ledger"_s} << u"no-schema"_s;
}

void tst_CommandLine::failsWithAReason()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, code);
    auto answer = run(arguments);
    VERIFY_EXIT(answer, 1);
    QCOMPARE(answer.output, QByteArray());
    QVERIFY2(answer.errors.contains("Error: "), answer.whole().constData());
    answer = run(arguments + QStringList{u"--json"_s});
    VERIFY_EXIT(answer, 1);
    QCOMPARE(answer.json()[u"error"_s].toObject()[u"code"_s].toString(), code);

    // The destination of reports is checked before loading.
    VERIFY_EXIT(run({u"run"_s, path(u"data"_s), u"--out"_s, path(u"data/out"_s)}), 2);
    QVERIFY(!QFile::exists(path(u"data/out"_s)));
    VERIFY_EXIT(run({u"ledger"_s}), 1);
}

void tst_CommandLine::refusesADatabaseOfADevelopmentVersion_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("load") << QStringList{u"load"_s, u"../data"_s};
    QTest::newRow("run") << QStringList{u"run"_s, u"../data"_s, u"--out"_s, u"../out"_s};
    QTest::newRow("report") << QStringList{u"report"_s, u"totals"_s};
    QTest::newRow("ledger") << QStringList{u"ledger"_s};
    QTest::newRow("undo") << QStringList{u"undo"_s, u"1"_s};
    QTest::newRow("rebuild-summaries") << QStringList{u"rebuild-summaries"_s};
}

void tst_CommandLine::refusesADatabaseOfADevelopmentVersion()
{
    QFETCH(QStringList, arguments);
    auto connection = Connection::open(m_settings);
    VERIFY_RESULT(connection);
    VERIFY_RESULT(connection->execute(
        "CREATE SCHEMA faultline; CREATE TABLE faultline.schema_version AS"
        " SELECT version, '0.1' AS program_version FROM generate_series(1, 11) AS version"));
    auto answer = run(arguments);
    VERIFY_EXIT(answer, 1);
    QVERIFY2(answer.errors.contains("development version"), answer.whole().constData());
    QVERIFY2(answer.errors.contains("DROP SCHEMA faultline CASCADE;"), answer.whole().constData());
    answer = run(arguments + QStringList{u"--json"_s});
    VERIFY_EXIT(answer, 1);
    QCOMPARE(answer.json()[u"error"_s].toObject()[u"code"_s].toString(), u"development-version"_s);
}

void tst_CommandLine::readsEnvironmentFile()
{
    const auto& words = m_settings.keywords;
    const QByteArray content = "PG_HOST=" + words.value(u"host"_s).toUtf8()
                               + "\nPG_PORT=" + words.value(u"port"_s, u"5432"_s).toUtf8()
                               + "\nPG_DB=" + words.value(u"dbname"_s).toUtf8()
                               + "\nPG_USER=" + words.value(u"user"_s).toUtf8()
                               + "\nPG_PASSWORD=canary-in-the-mine\n";
    writeFile(path(u"data/.env"_s), content);
    auto answer = runPlain({u"load"_s, path(u"data"_s)});
    VERIFY_EXIT(answer, 0);
    QVERIFY2(answer.errors.contains(path(u"data/.env"_s).toUtf8()), answer.whole().constData());
    QVERIFY2(answer.errors.contains("Warning: "), answer.whole().constData());
    QVERIFY(!answer.whole().contains("canary"));

    writeFile(path(u"named"_s), content);
    answer = runPlain({u"--env-file"_s, path(u"named"_s), u"report"_s, u"totals"_s});
    VERIFY_EXIT(answer, 0);
    QVERIFY(answer.output.contains("error_records,60"));
    VERIFY_EXIT(runPlain({u"--env-file"_s, path(u"missing"_s), u"report"_s, u"totals"_s}), 1);
}

void tst_CommandLine::storesNothingInADryRun()
{
    const auto answer = run({u"load"_s, path(u"data"_s), u"--dry-run"_s, u"--json"_s});
    VERIFY_EXIT(answer, 0);
    QCOMPARE(answer.json()[u"dry_run"_s].toBool(), true);
    QCOMPARE(answer.json()[u"readings_loaded"_s].toInt(), kMiniLogLines);
    VERIFY_EXIT(run({u"ledger"_s}), 1);
}

void tst_CommandLine::goesOnWhenTheServerIsBack()
{
    constexpr int kLines = 30'000;
    writeFile(path(u"data/failures.log"_s), logLines(kLines));
    CommandLineProcess cli(path(u"work"_s));
    cli.start(
        {u"--database"_s, conninfoOf(m_settings), u"load"_s, path(u"data"_s), u"--chunk-rows"_s,
         u"20"_s, u"--json"_s});
    {
        auto connection = Connection::open(m_settings);
        VERIFY_RESULT(connection);
        const auto hasChunks = [&] {
            const auto chunks =
                connection->execute("SELECT count(*) FROM faultline.load_chunk WHERE records = 20");
            return chunks && chunks->integer(0, 0) > 0;
        };
        QTRY_VERIFY_WITH_TIMEOUT(hasChunks(), 30'000);
    }
    QVERIFY(m_server.kill());
    QByteArray said;
    const auto hasSaid = [&] {
        said += cli.process().readAllStandardError();
        return said.contains("retrying automatically");
    };
    QTRY_VERIFY_WITH_TIMEOUT(hasSaid(), 30'000);
    VERIFY_RESULT(m_server.startAgain());
    const auto answer = cli.finish();
    VERIFY_EXIT(answer, 0);
    QVERIFY((said + answer.errors).contains("Loading has resumed."));
    QCOMPARE(answer.json()[u"readings_loaded"_s].toInt(), kLines);
}

void tst_CommandLine::stopsAtTheRejectLimit()
{
    writeFile(path(u"data/failures.log"_s), logLines(50) + "bad\nworse\nworst\n" + logLines(50));
    auto answer = run({u"load"_s, path(u"data"_s), u"--max-rejects"_s, u"2"_s, u"--json"_s});
    VERIFY_EXIT(answer, 1);
    QCOMPARE(answer.json()[u"error"_s].toObject()[u"code"_s].toString(), u"too-many-rejects"_s);
    answer = run({u"ledger"_s});
    VERIFY_EXIT(answer, 0);
    QVERIFY(answer.output.contains("too many lines were rejected"));
    answer = run({u"load"_s, path(u"data"_s), u"--max-rejects"_s, u"3%"_s, u"--json"_s});
    VERIFY_EXIT(answer, 0);
}

void tst_CommandLine::stopsOnASignalAndGoesOn()
{
    constexpr int kLines = 30'000;
    writeFile(path(u"data/failures.log"_s), logLines(kLines));
    const QStringList arguments{u"--database"_s, conninfoOf(m_settings), u"load"_s,
                                path(u"data"_s), u"--chunk-rows"_s,      u"20"_s,
                                u"--json"_s};
    CommandLineProcess cli(path(u"work"_s));
    cli.start(arguments);
    auto connection = Connection::open(m_settings);
    VERIFY_RESULT(connection);
    const auto hasChunks = [&] {
        const auto chunks =
            connection->execute("SELECT count(*) FROM faultline.load_chunk WHERE records = 20");
        return chunks && chunks->integer(0, 0) > 0;
    };
    QTRY_VERIFY_WITH_TIMEOUT(hasChunks(), 30'000);
    ::kill(static_cast<pid_t>(cli.process().processId()), SIGINT);
    auto answer = cli.finish();
    VERIFY_EXIT(answer, 1);
    QCOMPARE(answer.json()[u"outcome"_s].toString(), u"cancelled"_s);
    QCOMPARE(answer.json()[u"balanced"_s].toBool(), true);
    const int loaded = answer.json()[u"readings_loaded"_s].toInt();
    QVERIFY(loaded > 0 && loaded < kLines && loaded % 20 == 0);

    answer = run({u"load"_s, path(u"data"_s), u"--json"_s});
    VERIFY_EXIT(answer, 0);
    QCOMPARE(answer.json()[u"readings_loaded"_s].toInt(), kLines - loaded);
    QCOMPARE(answer.json()[u"duplicates_skipped"_s].toInt(), loaded);
    QVERIFY(run({u"report"_s, u"totals"_s})
                .output.contains("error_records," + QByteArray::number(kLines)));
}

void tst_CommandLine::ownsALocalServer()
{
    // The server's own user must be able to reach it.
    QFile::setPermissions(
        m_directory->path(), QFile::permissions(m_directory->path()) | QFile::ExeOther);
    const QStringList local{u"--local-dir"_s, path(u"server"_s)};
    const auto state = [&] {
        return runPlain(local + QStringList{u"local"_s, u"status"_s, u"--json"_s})
            .json()[u"state"_s]
            .toString();
    };
    QCOMPARE(state(), u"not_created"_s);
    VERIFY_EXIT(runPlain(local + QStringList{u"report"_s, u"totals"_s}), 1);
    QCOMPARE(state(), u"not_created"_s);

    auto answer =
        runPlain(local + QStringList{u"run"_s, path(u"data"_s), u"--out"_s, path(u"out"_s)});
    VERIFY_EXIT(answer, 0);
    QVERIFY(answer.errors.contains("own server on this machine"));
    QCOMPARE(state(), u"stopped"_s);
    answer = runPlain(local + QStringList{u"local"_s, u"start"_s});
    VERIFY_EXIT(answer, 0);
    QCOMPARE(state(), u"running"_s);
    VERIFY_EXIT(runPlain(local + QStringList{u"report"_s, u"totals"_s}), 0);
    QCOMPARE(state(), u"running"_s);
    VERIFY_EXIT(runPlain(local + QStringList{u"local"_s, u"stop"_s}), 0);
    QCOMPARE(state(), u"stopped"_s);
}

QTEST_GUILESS_MAIN(tst_CommandLine)
#include "tst_CommandLine.moc"
