// SPDX-License-Identifier: GPL-3.0-or-later
#include "CommandLineProcess.h"
#include "FailingCall.h"
#include "MiniFolder.h"

#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QDir>
#include <QFile>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

/// A disk or network share that accepts data and reports only at an fsync or close that it lost it:
/// whatever is exported, the existing file stays intact.
class tst_FailingDisk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();

    void keepsTheOldFile_data();
    void keepsTheOldFile();
    void keepsAllFilesOfAFolder_data();
    void keepsAllFilesOfAFolder();
    void saysWhenTheNameIsUnconfirmed();
    void writesWhereNothingCanBeSynced();
    void tellsWhenStandardOutputIsLost_data();
    void tellsWhenStandardOutputIsLost();

private:
    QString path(const QString& name) const { return m_folder->filePath(name); }
    QStringList names() const
    {
        return QDir(m_folder->path())
            .entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    }
    // With a call that fails for this reason on files that match this pattern.
    CommandLineAnswer
    run(const QStringList& arguments, const QByteArray& call, int reason, const QString& files,
        const QString& output = {}) const
    {
        CommandLineProcess program(m_directory.path());
        letFail(program, failingCall(QString::fromLatin1(call), reason, files));
        program.process().setStandardOutputFile(output);
        return program.run(QStringList{u"--database"_s, conninfoOf(m_settings)} + arguments);
    }

    TemporaryServer m_server;
    ConnectionSettings m_settings;
    QTemporaryDir m_directory;
    std::unique_ptr<QTemporaryDir> m_folder;
};

void tst_FailingDisk::initTestCase()
{
    VERIFY_RESULT(m_server.start());
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    m_settings = *settings;
    const QString folder = m_directory.filePath(u"data"_s);
    writeMiniFolder(folder);
    writeFile(folder + u"/failures.log"_s, logLines(kMiniLogLines) + "no reading\r\n");
    const auto loaded = CommandLineProcess(m_directory.path())
                            .run({u"--database"_s, conninfoOf(m_settings), u"load"_s, u"data"_s});
    VERIFY_EXIT(loaded, 3); // a line is rejected
    const auto reader =
        CommandLineProcess(m_directory.path())
            .run({u"--database"_s, conninfoOf(m_settings), u"reader"_s, u"create"_s});
    VERIFY_EXIT(reader, 0);
}

void tst_FailingDisk::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void tst_FailingDisk::keepsTheOldFile_data()
{
    QTest::addColumn<QStringList>("command");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("call");
    QTest::addColumn<int>("reason");
    struct Fault
    {
        QByteArray call;
        int reason;
    };
    const QList<Fault> faults{{"fsync", ENOSPC}, {"close", EIO}, {"write", EDQUOT}};
    const auto add = [&](const QStringList& command, const QString& name) {
        for (const auto& [call, reason] : faults)
            QTest::addRow("%s, %s", qPrintable(command.join(u' ') + name), call.constData())
                << command << name << call << reason;
    };
    for (const char* const format : {"csv", "xlsx", "pdf", "html", "ipynb", "json"})
        add({u"report"_s, u"failures_by_equipment"_s, u"--out"_s},
            u"out."_s + QString::fromLatin1(format));
    add({u"sql"_s, u"SELECT 1 AS a"_s, u"--out"_s}, u"out.csv"_s);
    add({u"rejects"_s, u"--export"_s}, u"out.csv"_s);
}

void tst_FailingDisk::keepsTheOldFile()
{
    QFETCH(QStringList, command);
    QFETCH(QString, name);
    QFETCH(QByteArray, call);
    QFETCH(int, reason);
    const QString file = path(name);
    writeFile(file, "old");
    const auto answer = run(command + QStringList{file}, call, reason, path(u"*"_s));
    VERIFY_EXIT(answer, 1);
    QCOMPARE(contentOf(file), QByteArray("old"));
    QCOMPARE(names(), QStringList{name});
    const QString errors = QString::fromUtf8(answer.errors);
    QVERIFY2(errors.contains(file), answer.whole().constData());
    QVERIFY2(errors.contains(qt_error_string(reason)), answer.whole().constData());
    QVERIFY2(errors.contains(u"unchanged"_s), answer.whole().constData());
    // The disk was the cause.
    VERIFY_EXIT(run(command + QStringList{file}, call, reason, u"/nowhere"_s), 0);
    QVERIFY(contentOf(file) != "old");
    QCOMPARE(names(), QStringList{name});
}

// All are on disk before the first one replaces its target.
void tst_FailingDisk::keepsAllFilesOfAFolder_data()
{
    QTest::addColumn<QByteArray>("call");
    QTest::addColumn<QString>("file");
    for (const char* const call : {"fsync", "close"}) {
        QTest::addRow("%s, the last file", call) << QByteArray(call) << u"totals.csv.?*"_s;
        QTest::addRow("%s, the last sidecar", call)
            << QByteArray(call) << u"totals.csv.meta.json.?*"_s;
    }
}

void tst_FailingDisk::keepsAllFilesOfAFolder()
{
    QFETCH(QByteArray, call);
    QFETCH(QString, file);
    const QStringList old{
        u"failures_by_equipment.csv"_s, u"failures_by_equipment.csv.meta.json"_s, u"totals.csv"_s,
        u"totals.csv.meta.json"_s};
    for (const QString& name : old)
        writeFile(path(name), "old");
    const QStringList command{u"report"_s, u"failures_by_equipment"_s,
                              u"totals"_s, u"--sidecar"_s,
                              u"--out"_s,  m_folder->path()};
    const auto answer = run(command, call, ENOSPC, path(file));
    VERIFY_EXIT(answer, 1);
    QVERIFY2(answer.errors.contains(path(u"totals.csv"_s).toUtf8()), answer.whole().constData());
    QCOMPARE(names(), old);
    for (const QString& name : old)
        QCOMPARE(contentOf(path(name)), QByteArray("old"));
}

// The new file is complete and has its name. The disk didn't confirm whether a power failure would
// bring the old one back.
void tst_FailingDisk::saysWhenTheNameIsUnconfirmed()
{
    const QString file = path(u"out.json"_s);
    writeFile(file, "old");
    const QStringList command{u"report"_s, u"totals"_s, u"--out"_s, file};
    const auto answer = run(command, "fsync", EIO, m_folder->path());
    VERIFY_EXIT(answer, 1);
    const QString errors = QString::fromUtf8(answer.errors);
    QVERIFY2(errors.contains(file), answer.whole().constData());
    QVERIFY2(errors.contains(qt_error_string(EIO)), answer.whole().constData());
    QVERIFY2(!errors.contains(u"unchanged"_s), answer.whole().constData());
    QVERIFY(contentOf(file).endsWith("]}\n"));
    QCOMPARE(names(), QStringList{u"out.json"_s});
}

// Some file systems don't support fsync; that isn't a failure.
void tst_FailingDisk::writesWhereNothingCanBeSynced()
{
    const QString file = path(u"out.json"_s);
    VERIFY_EXIT(
        run({u"report"_s, u"totals"_s, u"--out"_s, file}, "fsync", EINVAL, path(u"*"_s)), 0);
    QVERIFY(contentOf(file).endsWith("]}\n"));
}

// No old file is at stake, but the loss is reported.
void tst_FailingDisk::tellsWhenStandardOutputIsLost_data()
{
    QTest::addColumn<QStringList>("command");
    QTest::newRow("CSV") << QStringList{u"report"_s, u"totals"_s};
    QTest::newRow("JSON") << QStringList{u"--json"_s, u"report"_s, u"totals"_s};
    QTest::newRow("HTML") << QStringList{u"report"_s, u"totals"_s, u"--format=html"_s};
    QTest::newRow("query") << QStringList{u"sql"_s, u"SELECT 1 AS a"_s};
    QTest::newRow("ledger") << QStringList{u"ledger"_s};
}

void tst_FailingDisk::tellsWhenStandardOutputIsLost()
{
    QFETCH(QStringList, command);
    const QString file = path(u"output"_s);
    VERIFY_EXIT(run(command, "close", EDQUOT, u"/nowhere"_s, file), 0);
    const auto answer = run(command, "close", EDQUOT, file, file);
    VERIFY_EXIT(answer, 1);
    QVERIFY2(
        QString::fromUtf8(answer.errors).contains(qt_error_string(EDQUOT)),
        answer.whole().constData());
}

QTEST_GUILESS_MAIN(tst_FailingDisk)
#include "tst_FailingDisk.moc"
