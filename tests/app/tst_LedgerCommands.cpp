// SPDX-License-Identifier: GPL-3.0-or-later
#include "CommandLineProcess.h"
#include "MiniFolder.h"

#include "database/connection/Connection.h"
#include "support/TableLock.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

/// The ledger on the command line: receipts, undoing a load, verifying all of it.
class tst_LedgerCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { VERIFY_RESULT(m_server.start()); }
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(m_directory->isValid());
        QVERIFY(QDir().mkpath(path(u"work"_s)));
        writeMiniFolder(path(u"data"_s));
        const auto settings = m_server.createDatabase();
        VERIFY_RESULT(settings);
        m_settings = *settings;
        VERIFY_EXIT(run({u"load"_s, path(u"data"_s)}), 0);
    }

    void printsAReceipt()
    {
        auto answer = run({u"ledger"_s, u"--load"_s, u"1"_s});
        VERIFY_EXIT(answer, 0);
        QVERIFY2(
            answer.output.contains(
                "In balance: 67 records in = 67 loaded + 0 rejected + 0 blank + 0 skipped"),
            answer.whole().constData());
        const QJsonObject json = run({u"ledger"_s, u"--load"_s, u"1"_s, u"--json"_s}).json();
        QCOMPARE(json[u"load_id"_s].toInt(), 1);
        QCOMPARE(json[u"state"_s].toString(), u"succeeded"_s);
        QCOMPARE(json[u"balanced"_s].toBool(), true);
        QCOMPARE(json[u"files"_s].toArray().size(), 3);
        for (const char* key : {"hash", "started_at", "ended_at"})
            QVERIFY2(json[u"files"_s].toArray()[0].toObject().contains(QLatin1String(key)), key);
        VERIFY_EXIT(run({u"ledger"_s, u"--load"_s, u"2"_s}), 1);
        QCOMPARE(
            run({u"ledger"_s, u"--load"_s, u"2"_s, u"--json"_s})
                .json()[u"error"_s]
                .toObject()[u"code"_s]
                .toString(),
            u"no-such-load"_s);
        execute("UPDATE faultline.load_file SET blank = blank + 1 WHERE position = 3");
        answer = run({u"ledger"_s, u"--load"_s, u"1"_s});
        VERIFY_EXIT(answer, 1);
        QVERIFY2(answer.output.contains("OUT OF BALANCE"), answer.whole().constData());
    }

    void cancelsAnExportOfRejectedLines()
    {
        const QString file = path(u"work/rejected.csv"_s);
        writeFile(file, "kept");
        TableLock lock(m_settings, "faultline.rejected_line");
        CommandLineProcess cli(path(u"work"_s));
        cli.start(
            {u"--database"_s, conninfoOf(m_settings), u"rejects"_s, u"--export"_s, file,
             u"--json"_s});
        QTRY_VERIFY_WITH_TIMEOUT(lock.isWaitedFor(), 30'000);
        ::kill(static_cast<pid_t>(cli.process().processId()), SIGINT);
        const auto answer = cli.finish();
        VERIFY_EXIT(answer, 1);
        QCOMPARE(answer.json()[u"error"_s].toObject()[u"code"_s].toString(), u"cancelled"_s);
        QCOMPARE(contentOf(file), QByteArray("kept"));
        QCOMPARE(QDir(path(u"work"_s)).entryList(QDir::Files | QDir::Hidden).size(), 1);
    }

    void undoesALoad()
    {
        auto answer = run({u"undo"_s, u"1"_s});
        VERIFY_EXIT(answer, 0);
        QVERIFY2(
            answer.output.contains("Load 1 is undone: 60 readings"), answer.whole().constData());
        VERIFY_EXIT(run({u"undo"_s, u"1"_s}), 1);
        answer = run({u"ledger"_s});
        QVERIFY2(answer.output.contains("Undone"), answer.whole().constData());
        answer = run({u"ledger"_s, u"--load"_s, u"1"_s});
        VERIFY_EXIT(answer, 0);
        QVERIFY2(answer.output.contains("Undone on "), answer.whole().constData());
        VERIFY_EXIT(run({u"ledger"_s, u"--verify"_s}), 0);

        answer = run({u"load"_s, path(u"data"_s), u"--json"_s});
        VERIFY_EXIT(answer, 0);
        QCOMPARE(answer.json()[u"readings_loaded"_s].toInt(), kMiniLogLines);
        const QJsonObject json = run({u"undo"_s, u"2"_s, u"--json"_s}).json();
        QCOMPARE(json[u"load_id"_s].toInt(), 2);
        QCOMPARE(json[u"readings_removed"_s].toInt(), kMiniLogLines);
        QCOMPARE(json[u"lines_removed"_s].toInt(-1), 0);
        QCOMPARE(
            run({u"undo"_s, u"9"_s, u"--json"_s}).json()[u"error"_s].toObject()[u"code"_s],
            u"no-such-load"_s);
    }

    void verifyTellsBalanceAndDamage()
    {
        auto answer = run({u"ledger"_s, u"--verify"_s});
        VERIFY_EXIT(answer, 0);
        QVERIFY2(
            answer.output.contains("In balance: 60 readings and 0 rejected lines"),
            answer.whole().constData());
        QJsonObject json = run({u"ledger"_s, u"--verify"_s, u"--json"_s}).json();
        QCOMPARE(json[u"verified"_s].toBool(), true);
        QCOMPARE(json[u"readings"_s].toInt(), kMiniLogLines);
        QVERIFY(json[u"discrepancies"_s].toArray().isEmpty());

        execute("DELETE FROM faultline.reading WHERE reading_id ="
                " (SELECT min(reading_id) FROM faultline.reading)");
        answer = run({u"ledger"_s, u"--verify"_s});
        VERIFY_EXIT(answer, 1);
        QVERIFY2(answer.output.contains("OUT OF BALANCE"), answer.whole().constData());
        QVERIFY2(answer.output.contains("failures.log"), answer.whole().constData());
        answer = run({u"ledger"_s, u"--verify"_s, u"--json"_s});
        VERIFY_EXIT(answer, 1);
        json = answer.json();
        QCOMPARE(json[u"verified"_s].toBool(true), false);
        // The chunk lacks a reading, and its day in the summaries has one too many.
        QCOMPARE(json[u"discrepancy_count"_s].toInt(), 2);
        QCOMPARE(
            json[u"discrepancies"_s].toArray()[0].toObject()[u"code"_s].toString(),
            u"ledger-chunk"_s);
    }

    void saysWhyALoadFailed()
    {
        execute("UPDATE faultline.load_run SET state = 'running', ended_at = NULL");
        auto answer = run({u"ledger"_s});
        VERIFY_EXIT(answer, 0);
        QVERIFY2(answer.output.contains("Interrupted"), answer.whole().constData());
        QVERIFY2(
            answer.output.contains("Load 1: The load was interrupted"), answer.whole().constData());
        const QJsonObject load =
            run({u"ledger"_s, u"--json"_s}).json()[u"loads"_s].toArray()[0].toObject();
        QCOMPARE(load[u"state"_s].toString(), u"interrupted"_s);
        QCOMPARE(load[u"error"_s].toObject()[u"code"_s].toString(), u"interrupted"_s);
    }

private:
    QString path(const QString& relative) const { return m_directory->filePath(relative); }
    CommandLineAnswer run(const QStringList& arguments) const
    {
        return CommandLineProcess(path(u"work"_s))
            .run(QStringList{u"--database"_s, conninfoOf(m_settings)} + arguments);
    }
    void execute(const QByteArray& sql) const
    {
        auto connection = Connection::open(m_settings);
        VERIFY_RESULT(connection);
        VERIFY_RESULT(connection->execute(sql));
    }

    TemporaryServer m_server;
    ConnectionSettings m_settings;
    std::unique_ptr<QTemporaryDir> m_directory;
};

QTEST_GUILESS_MAIN(tst_LedgerCommands)
#include "tst_LedgerCommands.moc"
