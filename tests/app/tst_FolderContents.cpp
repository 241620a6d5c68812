// SPDX-License-Identifier: GPL-3.0-or-later
#include "CommandLineProcess.h"
#include "MiniFolder.h"

#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

namespace {

const QByteArray kUnreadable = "[01/02/21 14:00:00]\tERROR\tsensor[1]:\t(temperature\t1)\n"
                               "[13/02/21 14:00:00]\tERROR\tsensor[1]:\t(temperature\t2)\n";

} // namespace

/// What the program says about folders with other files than the usual three.
class tst_FolderContents : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { VERIFY_RESULT(m_server.start()); }
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir().mkpath(path(u"work"_s)));
        const auto settings = m_server.createDatabase();
        VERIFY_RESULT(settings);
        m_settings = *settings;
    }

    // One line for many of a kind, and each of them in JSON.
    void manyOtherFilesDoNotFloodTheReceipt()
    {
        writeMiniFolder(path(u"data"_s));
        for (int i = 0; i < 700; ++i)
            writeFile(path(u"data/%1.jpg"_s.arg(i)), "\xFF\xD8\xFF\xE0");
        writeFile(
            path(u"data/list.xlsx"_s), "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + QByteArray(64, '\0'));
        writeFile(path(u"data/.DS_Store"_s), "x");
        for (const bool isDryRun : {true, false}) {
            QStringList arguments{u"load"_s, path(u"data"_s)};
            if (isDryRun)
                arguments << u"--dry-run"_s;
            auto answer = run(arguments);
            VERIFY_EXIT(answer, 0);
            for (const char* part :
                 {"700 files were not loaded: .jpg 700", "It is a picture", "list.xlsx: It is a",
                  "(files: 1, folders: 0)", "--json to list each"})
                QVERIFY2(answer.output.contains(part), answer.whole().constData());
            QVERIFY2(answer.output.count('\n') < (isDryRun ? 70 : 30), answer.whole().constData());

            answer = run(QStringList{u"--json"_s} + arguments);
            VERIFY_EXIT(answer, 0);
            const QJsonArray files = answer.json()[u"files"_s].toArray();
            QCOMPARE(files.size(), 704);
            const QJsonObject last = files.last().toObject();
            QCOMPARE(last[u"path"_s].toString(), path(u"data/99.jpg"_s));
            QCOMPARE(last[u"state"_s].toString(), u"not_recognised"_s);
            QCOMPARE(last[u"bytes"_s].toInt(), 4);
        }
        const auto answer = run({u"ledger"_s, u"--load"_s, u"1"_s});
        QVERIFY2(
            answer.output.contains("700 files were not loaded: .jpg 700"),
            answer.whole().constData());
    }

    void runWritesNoReportsOfAnUnreadableLog()
    {
        writeMiniFolder(path(u"data"_s));
        writeFile(path(u"data/failures.log"_s), kUnreadable);
        auto answer = run({u"run"_s, path(u"data"_s), u"--out"_s, path(u"out"_s)});
        VERIFY_EXIT(answer, 1);
        for (const char* part :
             {"failures.log: It is a log, but no line of it can be read.", "Line 1, column 2",
              "there is nothing to report on", "9 records in = 7 loaded + 2 rejected"})
            QVERIFY2(answer.output.contains(part), answer.whole().constData());
        QVERIFY2(answer.errors.contains("No reading was loaded"), answer.whole().constData());
        QVERIFY(!QDir(path(u"out"_s)).exists());
        // A second time it is skipped, but still no success.
        answer = run({u"run"_s, path(u"data"_s), u"--out"_s, path(u"out"_s)});
        VERIFY_EXIT(answer, 1);
        QVERIFY(!QDir(path(u"out"_s)).exists());
        // The lines can be looked at.
        answer = run({u"rejects"_s});
        QVERIFY2(answer.output.contains("13/02/21"), answer.whole().constData());
    }

    void runWithoutAnyReadingHasNothingToReportOn()
    {
        writeMiniFolder(path(u"data"_s));
        QVERIFY(QFile::remove(path(u"data/failures.log"_s)));
        const QStringList command{u"run"_s, path(u"data"_s), u"--out"_s, path(u"out"_s)};
        auto answer = run(command);
        VERIFY_EXIT(answer, 1);
        for (const char* part : {"There is nothing to report on", "no readings", "Add a log"})
            QVERIFY2(answer.errors.contains(part), answer.whole().constData());
        QVERIFY(!QDir(path(u"out"_s)).exists());
        answer = run(QStringList{u"--json"_s} + command);
        VERIFY_EXIT(answer, 1);
        QCOMPARE(
            answer.json()[u"error"_s].toObject()[u"code"_s].toString(), u"nothing-to-report"_s);
        QCOMPARE(answer.json()[u"reports"_s].toArray().size(), 0);

        // With readings of an earlier load there is something.
        writeFile(path(u"data/failures.log"_s), logLines(3));
        VERIFY_EXIT(run({u"load"_s, path(u"data"_s)}), 0);
        QVERIFY(QFile::remove(path(u"data/failures.log"_s)));
        VERIFY_EXIT(run(command), 0);
        QVERIFY(QDir(path(u"out"_s)).exists());
    }

    void nothingToLoadSaysWhatIsThere()
    {
        QVERIFY(QDir().mkpath(path(u"data"_s)));
        auto answer = run({u"load"_s, path(u"data"_s), u"--dry-run"_s});
        VERIFY_EXIT(answer, 1);
        QVERIFY2(answer.errors.contains("contains no files"), answer.whole().constData());
        writeFile(path(u"data/list.parquet"_s), QByteArray("PAR1\0\0", 6));
        answer = run({u"load"_s, path(u"data"_s), u"--dry-run"_s});
        VERIFY_EXIT(answer, 1);
        QVERIFY2(answer.output.contains("It is a Parquet file"), answer.whole().constData());
        QVERIFY2(answer.output.contains("save them as CSV"), answer.whole().constData());
    }

private:
    QString path(const QString& relative) const { return m_directory->filePath(relative); }
    CommandLineAnswer run(const QStringList& arguments) const
    {
        return CommandLineProcess(path(u"work"_s))
            .run(QStringList{u"--database"_s, conninfoOf(m_settings)} + arguments);
    }

    TemporaryServer m_server;
    ConnectionSettings m_settings;
    std::unique_ptr<QTemporaryDir> m_directory;
};

QTEST_GUILESS_MAIN(tst_FolderContents)
#include "tst_FolderContents.moc"
