// SPDX-License-Identifier: GPL-3.0-or-later
#include "CommandLineProcess.h"
#include "FailingCall.h"
#include "MiniFolder.h"

#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QDir>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>
#include <csignal>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kLines = 5;

// Lines that are in no other file.
QByteArray ownLines(int count, int mark)
{
    return logLines(count).replace("1.5", QByteArray::number(mark));
}

// That process handles SIGINT.
bool hearsSignals(pid_t process)
{
    constexpr quint64 kBit = quint64{1} << (SIGINT - 1);
    for (const QByteArray& line : contentOf(u"/proc/%1/status"_s.arg(process)).split('\n')) {
        if (line.startsWith("SigCgt:"))
            return (line.mid(7).trimmed().toULongLong(nullptr, 16) & kBit) != 0;
    }
    return false;
}

} // namespace

/// Folders that can't be read properly: what is missing is reported and fails the load, the rest is
/// loaded. Runs the built program, with real limits and failing calls.
class tst_FolderFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void depthNeedsNoDescriptors();
    void foldersThatFail_data();
    void foldersThatFail();
    void nothingThatCanBeRead();
    void stopsWhileLookingThroughTheFolder();
    void tellsWhatIsHidden();
    void settingsThatCantBeLookedAt();
    void otherFilesThatFail_data();
    void otherFilesThatFail();

private:
    QString path(const QString& relative) const { return m_directory->filePath(relative); }
    CommandLineAnswer run(const QStringList& arguments, const QString& order = {}) const
    {
        CommandLineProcess cli(path(u"work"_s));
        if (!order.isEmpty())
            letFail(cli, order);
        return cli.run(arguments);
    }
    QStringList load(const QStringList& options = {}) const
    {
        return QStringList{
                   u"--json"_s, u"--database"_s, conninfoOf(m_settings), u"load"_s, path(u"data"_s)}
               + options;
    }
    static QJsonObject fileOf(const CommandLineAnswer& answer, const QString& end)
    {
        for (const auto file : answer.json()[u"files"_s].toArray()) {
            if (file.toObject()[u"path"_s].toString().endsWith(end))
                return file.toObject();
        }
        return {};
    }

    TemporaryServer m_server;
    ConnectionSettings m_settings;
    std::unique_ptr<QTemporaryDir> m_directory;
};

void tst_FolderFaults::initTestCase()
{
    VERIFY_RESULT(m_server.start());
}

void tst_FolderFaults::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir().mkpath(path(u"work"_s)));
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    m_settings = *settings;
}

// Each level holds a file, and there are more levels than files may be open at once.
void tst_FolderFaults::depthNeedsNoDescriptors()
{
    constexpr int kLevels = 40;
    QString folder = path(u"data"_s);
    for (int level = 1; level <= kLevels; ++level) {
        folder += u"/level"_s;
        writeFile(folder + u"/%1.log"_s.arg(level), ownLines(kLines, level));
    }
    CommandLineProcess cli(path(u"work"_s));
    cli.process().setProgram(u"/bin/sh"_s);
    const auto answer = cli.run(
        QStringList{u"-c"_s, u"ulimit -n 20 && exec \"$0\" \"$@\""_s, QStringLiteral(FAULTLINE_CLI)}
        + load());
    VERIFY_EXIT(answer, 0);
    QCOMPARE(answer.json()[u"readings_loaded"_s].toInt(), kLevels * kLines);
}

void tst_FolderFaults::foldersThatFail_data()
{
    QTest::addColumn<QString>("call");
    QTest::addColumn<int>("error");
    QTest::newRow("share that is gone") << u"open"_s << EIO;
    QTest::newRow("no right") << u"open"_s << EACCES;
    QTest::newRow("no descriptor") << u"open"_s << EMFILE;
    // So many of the 20 files, and maybe "." and "..".
    QTest::newRow("share that goes") << u"readdir:10"_s << EIO;
    QTest::newRow("share that goes at once") << u"readdir"_s << ESTALE;
}

void tst_FolderFaults::foldersThatFail()
{
    QFETCH(QString, call);
    QFETCH(int, error);
    constexpr int kFiles = 20;
    int mark = 0;
    for (const QString& folder : {u"good"_s, u"share"_s, u"share/inner"_s}) {
        for (int i = 0; i < kFiles; ++i)
            writeFile(path(u"data/%1/%2.log"_s.arg(folder).arg(i)), ownLines(kLines, ++mark));
    }
    const auto answer = run(load(), failingCall(call, error, path(u"data/share"_s)));
    VERIFY_EXIT(answer, 1);
    const QJsonObject folder = fileOf(answer, u"/data/share"_s);
    QCOMPARE(folder[u"state"_s].toString(), u"failed"_s);
    QVERIFY2(
        folder[u"message"_s].toString().contains(qt_error_string(error)),
        answer.whole().constData());
    const QJsonObject failure = answer.json()[u"error"_s].toObject();
    QCOMPARE(failure[u"where"_s].toString(), path(u"data/share"_s));
    QVERIFY(failure[u"why"_s].toString().contains(qt_error_string(error)));
    // The rest is loaded, and the files found in this folder.
    QVERIFY(answer.json()[u"readings_loaded"_s].toInt() >= kFiles * kLines);
    QCOMPARE(fileOf(answer, u"good/19.log"_s)[u"state"_s].toString(), u"loaded"_s);

    // When the fault is gone, loading again completes it.
    const auto again = run(load());
    VERIFY_EXIT(again, 0);
    QCOMPARE(
        again.json()[u"readings_loaded"_s].toInt() + answer.json()[u"readings_loaded"_s].toInt(),
        3 * kFiles * kLines);
}

void tst_FolderFaults::nothingThatCanBeRead()
{
    writeFile(path(u"data/share/a.log"_s), logLines(3));
    const auto answer = run(load(), failingCall(u"open"_s, EIO, path(u"data/share"_s)));
    VERIFY_EXIT(answer, 1);
    const QString why = answer.json()[u"error"_s].toObject()[u"why"_s].toString();
    QVERIFY2(why.contains(qt_error_string(EIO)), answer.whole().constData());
    QVERIFY2(why.contains(u"data/share"_s), answer.whole().constData());
}

// Opening the first file waits until the program has received the signal; then no other is opened.
void tst_FolderFaults::stopsWhileLookingThroughTheFolder()
{
    constexpr int kFiles = 200;
    for (int i = 0; i < kFiles; ++i)
        writeFile(path(u"data/%1.log"_s.arg(i)), logLines(3));
    writeFile(path(u"gate"_s), "closed");
    CommandLineProcess cli(path(u"work"_s));
    letFail(cli, u"gate %1 *.log"_s.arg(path(u"gate"_s)));
    // Before the folder has been examined, no database is needed.
    cli.start({u"--json"_s, u"load"_s, path(u"data"_s), u"--dry-run"_s});
    const auto pid = static_cast<pid_t>(cli.process().processId());
    // Its handler exists once the load has begun; before that the signal would end it.
    QByteArray said;
    QTRY_VERIFY_WITH_TIMEOUT(hearsSignals(pid), 30'000);
    ::kill(pid, SIGINT);
    const auto hasSaid = [&] {
        said += cli.process().readAllStandardError();
        return said.contains("Stopping");
    };
    QTRY_VERIFY_WITH_TIMEOUT(hasSaid(), 30'000);
    QVERIFY(QFile::remove(path(u"gate"_s)));
    const auto answer = cli.finish();
    VERIFY_EXIT(answer, 1);
    QCOMPARE(answer.json()[u"outcome"_s].toString(), u"cancelled"_s);
    QCOMPARE(contentOf(path(u"gate.opened"_s)).count('\n'), 1);
}

void tst_FolderFaults::tellsWhatIsHidden()
{
    writeMiniFolder(path(u"data"_s));
    writeFile(path(u"data/.env"_s), "OTHER=1\n"); // nothing to load in any case
    auto answer = run(load());
    VERIFY_EXIT(answer, 0);
    QVERIFY(!answer.whole().contains("idden"));

    writeFile(path(u"data/.hidden.log"_s), logLines(3));
    writeFile(path(u"data/deep/.old.csv"_s), "a;b\n");
    writeFile(path(u"data/.kept/inner.log"_s), logLines(3));
    answer = run(load());
    VERIFY_EXIT(answer, 0);
    QStringList hidden;
    const QJsonArray files = answer.json()[u"files"_s].toArray();
    for (const auto& file : files) {
        if (file.toObject()[u"message"_s].toString().contains(u"idden"_s))
            hidden << QDir(path(u"data"_s)).relativeFilePath(file.toObject()[u"path"_s].toString());
    }
    QCOMPARE(hidden, QStringList({u".hidden.log"_s, u".kept"_s, u"deep/.old.csv"_s}));
    QCOMPARE(answer.json()[u"readings_loaded"_s].toInt(), 0);
    // The receipt keeps it.
    answer = run({u"--database"_s, conninfoOf(m_settings), u"ledger"_s, u"--load"_s, u"2"_s});
    QVERIFY2(answer.output.contains("deep/.old.csv: It is hidden"), answer.whole().constData());
}

// Settings, a person's reports, the local server: an unreadable file isn't taken for missing.
void tst_FolderFaults::settingsThatCantBeLookedAt()
{
    writeFile(path(u"work/.env"_s), "PG_DB=x\n");
    const auto answer =
        run({u"--local-dir"_s, path(u"server"_s), u"ledger"_s},
            failingCall(u"stat"_s, EIO, path(u"work/.env"_s)));
    VERIFY_EXIT(answer, 1);
    QVERIFY2(answer.errors.contains("work/.env"), answer.whole().constData());
}

void tst_FolderFaults::otherFilesThatFail_data()
{
    QTest::addColumn<QString>("end");
    QTest::addColumn<QString>("call");
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("exitCode");
    const QStringList list{u"report"_s, u"--list"_s};
    const QStringList ledger{u"ledger"_s};
    const QStringList named{u"--env-file"_s, u"settings"_s, u"ledger"_s};
    const QStringList local{u"--local-dir"_s, u"server"_s, u"local"_s, u"status"_s};
    QTest::newRow("settings") << u"/settings"_s << u"read"_s << named << 1;
    QTest::newRow("settings of the folder") << u"/.env"_s << u"read"_s << ledger << 1;
    QTest::newRow("folder of reports") << u"/reports"_s << u"readdir"_s << list << 0;
    QTest::newRow("a report") << u"/reports/mine.sql"_s << u"read"_s << list << 0;
    QTest::newRow("local server") << u"/server"_s << u"readdir"_s << local << 1;
}

void tst_FolderFaults::otherFilesThatFail()
{
    QFETCH(QString, end);
    QFETCH(QString, call);
    QFETCH(QStringList, arguments);
    QFETCH(int, exitCode);
    writeFile(path(u"work/settings"_s), "PG_DB=x\n");
    writeFile(path(u"work/.env"_s), "PG_DB=x\n");
    writeFile(path(u"work/reports/mine.sql"_s), "SELECT 1");
    QVERIFY(QDir().mkpath(path(u"work/server"_s)));
    const auto answer = run(arguments, failingCall(call, EIO, path(u"work"_s + end)));
    VERIFY_EXIT(answer, exitCode);
    QVERIFY2(answer.errors.contains(qt_error_string(EIO).toUtf8()), answer.whole().constData());
    QVERIFY2(answer.errors.contains(end.mid(1).toUtf8()), answer.whole().constData());
}

QTEST_GUILESS_MAIN(tst_FolderFaults)
#include "tst_FolderFaults.moc"
