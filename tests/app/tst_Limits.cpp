// SPDX-License-Identifier: GPL-3.0-or-later
#include "CommandLineProcess.h"
#include "MiniFolder.h"

#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

/// A load under system limits ends on its own, complete or with a message. Loading again without
/// the limits completes it.
class tst_Limits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void littleMemoryEndsWithAMessage_data();
    void littleMemoryEndsWithAMessage();
    void fewDescriptorsEndWithAMessage_data();
    void fewDescriptorsEndWithAMessage();
    void noThreadEndsWithAMessage();

private:
    QString path(const QString& relative) const { return m_directory.filePath(relative); }
    /// Runs the program in a shell after the command `limit`.
    CommandLineAnswer run(const QString& limit, const QStringList& arguments) const;
    QStringList load() const;
    void verifyEndsWell(const QString& limit);

    static constexpr int kLines = 40'000;

    TemporaryServer m_server;
    ConnectionSettings m_settings;
    QTemporaryDir m_directory;
};

void tst_Limits::initTestCase()
{
    VERIFY_RESULT(m_server.start());
    // A program that runs as the user nobody must be able to reach it.
    QFile::setPermissions(
        m_directory.path(),
        QFile::permissions(m_directory.path()) | QFile::ReadOther | QFile::ExeOther);
    QVERIFY(QDir().mkpath(path(u"work"_s)));
    writeMiniFolder(path(u"data"_s));
    writeFile(path(u"data/failures.log"_s), logLines(kLines));
}

void tst_Limits::init()
{
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    m_settings = *settings;
}

CommandLineAnswer tst_Limits::run(const QString& limit, const QStringList& arguments) const
{
    CommandLineProcess cli(path(u"work"_s));
    cli.process().setProgram(u"/bin/bash"_s);
    return cli.run(
        QStringList{u"-c"_s, limit + u" && exec \"$0\" \"$@\""_s, QStringLiteral(FAULTLINE_CLI)}
        + arguments);
}

QStringList tst_Limits::load() const
{
    return {u"--database"_s, conninfoOf(m_settings), u"load"_s, path(u"data"_s), u"--workers"_s,
            u"3"_s,          u"--chunk-rows"_s,      u"5000"_s};
}

void tst_Limits::verifyEndsWell(const QString& limit)
{
    const auto answer = run(limit, load());
    QVERIFY2(answer.exitCode == 0 || answer.exitCode == 1, answer.whole().constData());
    if (answer.exitCode == 1)
        QVERIFY2(answer.errors.contains("Error: "), answer.whole().constData());
    const auto completed = run(u"true"_s, load() + QStringList{u"--json"_s});
    VERIFY_EXIT(completed, 0);
    const QJsonObject json = completed.json();
    QCOMPARE(json[u"readings_loaded"_s].toInt() + json[u"duplicates_skipped"_s].toInt(), kLines);
    const auto verified =
        run(u"true"_s, {u"--database"_s, conninfoOf(m_settings), u"ledger"_s, u"--verify"_s});
    VERIFY_EXIT(verified, 0);
    QVERIFY2(verified.output.contains("40,000 readings"), verified.whole().constData());
}

void tst_Limits::littleMemoryEndsWithAMessage_data()
{
    QTest::addColumn<int>("aboveStart"); // KiB
    for (const int kilobytes : {0, 10'000, 25'000, 50'000, 80'000, 120'000, 180'000, 260'000})
        QTest::addRow("%d KiB more than it needs to start", kilobytes) << kilobytes;
}

void tst_Limits::littleMemoryEndsWithAMessage()
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    QSKIP("the sanitizers take terabytes of addresses");
#endif
    QFETCH(int, aboveStart);
    // The memory needed to start depends on the system's libraries.
    static int start = 20'000;
    constexpr int kStep = 2'000;
    constexpr int kMax = 1'000'000;
    while (start < kMax && run(u"ulimit -v %1"_s.arg(start), {u"--version"_s}).exitCode != 0)
        start += kStep;
    verifyEndsWell(u"ulimit -v %1"_s.arg(start + aboveStart));
}

void tst_Limits::fewDescriptorsEndWithAMessage_data()
{
    QTest::addColumn<int>("files");
    for (int files = 6; files <= 11; ++files)
        QTest::addRow("%d files", files) << files;
    QTest::addRow("64 files") << 64;
}

void tst_Limits::fewDescriptorsEndWithAMessage()
{
    QFETCH(int, files);
    verifyEndsWell(u"ulimit -n %1"_s.arg(files));
}

// The process limit doesn't bind root, so this runs as a user without other processes.
void tst_Limits::noThreadEndsWithAMessage()
{
    if (::geteuid() != 0)
        QSKIP("needs root to become another user");
    const auto runAsNobody = [this](const QString& limit, const QStringList& arguments) {
        CommandLineProcess cli(path(u"work"_s));
        cli.process().setProgram(u"setpriv"_s);
        return cli.run(
            QStringList{
                u"--reuid=65534"_s, u"--regid=65534"_s, u"--clear-groups"_s, u"prlimit"_s,
                u"--nproc="_s + limit, QStringLiteral(FAULTLINE_CLI)}
            + arguments);
    };
    if (runAsNobody(u"50"_s, {u"--version"_s}).exitCode != 0)
        QSKIP("no other user may run the program here");
    int failed = 0;
    for (int limit = 1; limit <= 4; ++limit) {
        const auto answer = runAsNobody(
            QString::number(limit), {u"load"_s, path(u"data"_s), u"--dry-run"_s, u"--json"_s});
        if (answer.exitCode == 0)
            continue;
        VERIFY_EXIT(answer, 1);
        const QJsonObject error = answer.json()[u"error"_s].toObject();
        QCOMPARE(error[u"code"_s].toString(), u"no-thread"_s);
        QVERIFY(!error[u"remedy"_s].toString().isEmpty());
        ++failed;
    }
    QVERIFY(failed > 0);
}

QTEST_GUILESS_MAIN(tst_Limits)
#include "tst_Limits.moc"
