// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/ReplacingFile.h"

#include "support/EnvironmentGuard.h"
#include "support/TestFiles.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>

#include <sys/stat.h>
#include <unistd.h>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

class tst_ReplacingFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }

    void replacesInFull();
    void leavesTheOldFile_data();
    void leavesTheOldFile();
    void needsTheDisksConsent_data();
    void needsTheDisksConsent();
    void keepsRights();
    void followsLinks();
    void refusesWhatIsNoFile_data();
    void refusesWhatIsNoFile();
    void needsRoomInTheFolder();

private:
    QString path(const QString& name) const { return m_directory->filePath(name); }
    QStringList names() const
    {
        return QDir(m_directory->path())
            .entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    }
    static unsigned rightsOf(const QString& file)
    {
        struct stat status
        {};
        return ::stat(QFile::encodeName(file).constData(), &status) == 0 ? status.st_mode & 07777
                                                                         : 0;
    }

    std::unique_ptr<QTemporaryDir> m_directory;
};

void tst_ReplacingFile::replacesInFull()
{
    for (const QByteArray& content : {QByteArray("new"), QByteArray(300'000, 'x'), QByteArray()}) {
        ReplacingFile file(path(u"größe.csv"_s));
        QVERIFY2(file.begin(), qPrintable(file.errorString()));
        QVERIFY(file.writeAll(content));
        QVERIFY(file.finish());
        QVERIFY(contentOf(file.path()) != content);
        QVERIFY2(file.replace(), qPrintable(file.errorString()));
        QCOMPARE(contentOf(file.path()), content);
        QCOMPARE(names(), QStringList{u"größe.csv"_s});
    }
}

void tst_ReplacingFile::leavesTheOldFile_data()
{
    QTest::addColumn<bool>("isFinished");
    QTest::newRow("written") << false;
    QTest::newRow("finished") << true;
}

void tst_ReplacingFile::leavesTheOldFile()
{
    QFETCH(const bool, isFinished);
    writeFile(path(u"a"_s), "old");
    {
        ReplacingFile file(path(u"a"_s));
        QVERIFY(file.begin());
        QVERIFY(file.writeAll("new"));
        QCOMPARE(names().size(), 2);
        QVERIFY(!isFinished || file.finish());
        QVERIFY(isFinished || !file.replace());
    }
    QCOMPARE(contentOf(path(u"a"_s)), QByteArray("old"));
    QCOMPARE(names(), QStringList{u"a"_s});
}

void tst_ReplacingFile::needsTheDisksConsent_data()
{
    QTest::addColumn<QByteArray>("call");
    QTest::addColumn<int>("reason");
    for (const int reason : {ENOSPC, EDQUOT, EIO}) {
        for (const char* const call : {"write", "fsync", "close"})
            QTest::addRow("%s, %d", call, reason) << QByteArray(call) << reason;
    }
}

void tst_ReplacingFile::needsTheDisksConsent()
{
    QFETCH(const QByteArray, call);
    QFETCH(const int, reason);
    writeFile(path(u"a"_s), "old");
    ReplacingFile file(path(u"a"_s));
    QVERIFY(file.begin());
    {
        EnvironmentGuard environment;
        environment.set(
            "FAULTLINE_FAILING_IO",
            call + ' ' + QByteArray::number(reason) + ' ' + QFile::encodeName(path(u"a.?*"_s)));
        QVERIFY(!file.writeAll("new") || !file.finish());
    }
    QVERIFY2(file.errorString().contains(qt_error_string(reason)), qPrintable(file.errorString()));
    // Also if the caller ignores the failed write.
    QVERIFY(!file.finish());
    QVERIFY(!file.replace());
    QVERIFY(!file.isReplaced());
    QCOMPARE(contentOf(path(u"a"_s)), QByteArray("old"));
}

void tst_ReplacingFile::keepsRights()
{
    const mode_t before = ::umask(027);
    ReplacingFile made(path(u"new"_s));
    QVERIFY(made.begin() && made.finish() && made.replace());
    writeFile(path(u"a"_s), "old");
    for (const unsigned rights : {0600U, 0664U}) {
        QCOMPARE(::chmod(QFile::encodeName(path(u"a"_s)).constData(), rights), 0);
        ReplacingFile file(path(u"a"_s));
        QVERIFY(file.begin() && file.finish() && file.replace());
        QCOMPARE(rightsOf(path(u"a"_s)), rights);
    }
    ::umask(before);
    QCOMPARE(rightsOf(path(u"new"_s)), 0640U);
}

void tst_ReplacingFile::followsLinks()
{
    writeFile(path(u"a"_s), "old");
    QVERIFY(QFile::link(u"a"_s, path(u"first"_s)));
    QVERIFY(QFile::link(path(u"first"_s), path(u"second"_s)));
    ReplacingFile file(path(u"second"_s));
    QVERIFY(file.begin() && file.writeAll("new") && file.finish() && file.replace());
    QCOMPARE(contentOf(path(u"a"_s)), QByteArray("new"));
    QVERIFY(QFileInfo(path(u"second"_s)).isSymLink());
    QCOMPARE(names().size(), 3);
}

void tst_ReplacingFile::refusesWhatIsNoFile_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("folder") << u"folder"_s;
    QTest::newRow("pipe") << u"pipe"_s;
    QTest::newRow("loop") << u"loop"_s;
    QTest::newRow("below a file") << u"file/a"_s;
}

void tst_ReplacingFile::refusesWhatIsNoFile()
{
    QFETCH(const QString, name);
    QVERIFY(QDir().mkpath(path(u"folder"_s)));
    QCOMPARE(::mkfifo(QFile::encodeName(path(u"pipe"_s)).constData(), 0600), 0);
    QVERIFY(QFile::link(path(u"loop"_s), path(u"loop"_s)));
    writeFile(path(u"file"_s), "old");
    const QStringList before = names();
    ReplacingFile file(path(name));
    QVERIFY(!file.begin());
    QVERIFY(!file.errorString().isEmpty());
    QVERIFY(!file.finish() && !file.replace());
    QCOMPARE(names(), before);
}

void tst_ReplacingFile::needsRoomInTheFolder()
{
    ReplacingFile file(path(u"no/such/folder/a"_s));
    QVERIFY(!file.begin());
    QCOMPARE(file.errorString(), qt_error_string(ENOENT));
}

QTEST_GUILESS_MAIN(tst_ReplacingFile)
#include "tst_ReplacingFile.moc"
