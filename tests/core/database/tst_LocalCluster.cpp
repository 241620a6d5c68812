// SPDX-License-Identifier: GPL-3.0-or-later
#include "LocalServerDirectory.h"
#include "database/connection/Connection.h"
#include "database/localserver/LocalServer.h"
#include "database/localserver/PostmasterFile.h"
#include "support/EnvironmentGuard.h"
#include "support/VerifyResult.h"

#include <QDir>
#include <QFile>
#include <QScopeGuard>
#include <QTest>
#include <QThread>

#include <csignal>
#include <memory>
#include <thread>

#include <unistd.h>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

struct stat statusOf(const QString& path)
{
    struct stat status
    {};
    ::lstat(QFile::encodeName(path).constData(), &status);
    return status;
}

Result<QString> ask(const ConnectionSettings& settings, const QByteArray& sql)
{
    auto connection = Connection::open(settings);
    if (!connection)
        return connection.error();
    const auto answer = connection->execute(sql);
    if (!answer)
        return answer.error();
    return answer->string(0, 0);
}

} // namespace

// Conditions that a cluster meets in practice; through LocalServer, as in programs.
class tst_LocalCluster : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void startsDespiteStalePidFile_data();
    void startsDespiteStalePidFile();
    void startsAgainAfterAShutdownUnderWay();
    void unfinishedSetUpIsMadeAnew();
    void startsInAFolderWithALongPath();
    void refusesSocketDirectoryOfAnotherUser();
    void refusesDirectoryThatIsOpenToOthers();
    void refusesClusterOfAnotherUser();
    void refusesClusterOfAnotherVersion();
    void namesThePackageOfTheClustersVersion();
    void noPostgresIsExplained();
    void refusesDirectoryInRootsHome();
    void failedStartShowsTheLog();
    void largeLogIsPutAside();

private:
    LocalServerDirectory m_local;
};

void tst_LocalCluster::initTestCase()
{
    VERIFY_RESULT(m_local.makeModel());
}

void tst_LocalCluster::init()
{
    QVERIFY(m_local.renew());
}

void tst_LocalCluster::cleanup()
{
    VERIFY_RESULT(LocalServer(m_local.directory()).stop());
    m_local.remove();
}

void tst_LocalCluster::startsDespiteStalePidFile_data()
{
    QTest::addColumn<QByteArray>("processId");
    QTest::newRow("the process is gone or not cleared away") << QByteArray();
    QTest::newRow("its number is another program's") << QByteArray::number(getpid());
}

void tst_LocalCluster::startsDespiteStalePidFile()
{
    QFETCH(QByteArray, processId);
    QVERIFY(m_local.copyModel());
    LocalServer server(m_local.directory());
    {
        const auto use = server.use();
        VERIFY_RESULT(use);
        VERIFY_RESULT(
            ask((*use)->settings(), "CREATE TABLE public.kept (n int);"
                                    "INSERT INTO public.kept VALUES (7) RETURNING n"));
        const qint64 process = server.status()->processId;
        QCOMPARE(::kill(static_cast<pid_t>(process), SIGKILL), 0);
        QTRY_COMPARE(server.status()->state, LocalServer::State::Stopped);
    }
    if (!processId.isEmpty()) {
        QFile file(m_local.dataDirectory() + u"/postmaster.pid"_s);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QByteArrayList lines = file.readAll().split('\n');
        lines[0] = processId;
        file.resize(0);
        file.seek(0);
        file.write(lines.join('\n'));
    }
    const auto use = server.use();
    VERIFY_RESULT(use);
    const auto kept = ask((*use)->settings(), "SELECT n FROM public.kept");
    VERIFY_RESULT(kept);
    QCOMPARE(*kept, u"7"_s);
}

// A program that dies while stopping the server leaves one that is shutting down.
void tst_LocalCluster::startsAgainAfterAShutdownUnderWay()
{
    QVERIFY(m_local.copyModel());
    LocalServer server(m_local.directory());
    const auto started = server.start();
    VERIFY_RESULT(started);
    std::thread lastClient;
    {
        const auto settings = server.use();
        VERIFY_RESULT(settings);
        auto connection = Connection::open((*settings)->settings());
        VERIFY_RESULT(connection);
        // A smart shutdown waits for its clients and accepts no new ones.
        QCOMPARE(::kill(static_cast<pid_t>(started->processId), SIGTERM), 0);
        QTRY_VERIFY(!PostmasterFile::read(m_local.dataDirectory())->isReady());
        lastClient =
            std::thread([client = std::make_unique<Connection>(*std::move(connection))]() mutable {
                QThread::msleep(200); // long enough for use() to find it still running
                client.reset();
            });
    }
    const auto use = server.use();
    lastClient.join();
    VERIFY_RESULT(use);
    VERIFY_RESULT(ask((*use)->settings(), "SELECT 1"));
    QVERIFY(server.status()->processId != started->processId);
}

void tst_LocalCluster::unfinishedSetUpIsMadeAnew()
{
    const auto identity = ProcessIdentity::forServer();
    VERIFY_RESULT(identity);
    VERIFY_RESULT(makePrivateDirectory(m_local.directory(), *identity));
    const QString unfinished = m_local.directory() + u"/unfinished-postgres-dead"_s;
    VERIFY_RESULT(makePrivateDirectory(unfinished, *identity));
    VERIFY_RESULT(writePrivateFile(unfinished + u"/PG_VERSION"_s, "15\n", *identity));
    QCOMPARE(LocalServer(m_local.directory()).status()->state, LocalServer::State::NotCreated);
    VERIFY_RESULT(LocalServer(m_local.directory()).use());
    QVERIFY(!QDir(unfinished).exists());
    QCOMPARE(LocalServer(m_local.directory()).status()->state, LocalServer::State::Stopped);
}

void tst_LocalCluster::startsInAFolderWithALongPath()
{
    m_local.setDirectory(m_local.inParent(QString(100, u'x') + u"/with a blank, 'quote' and ü"_s));
    QVERIFY(m_local.copyModel());
    QString socketDirectory;
    {
        const auto use = LocalServer(m_local.directory()).use();
        VERIFY_RESULT(use);
        VERIFY_RESULT(ask((*use)->settings(), "SELECT 1"));
        socketDirectory = (*use)->settings().keywords.value(u"host"_s);
        QVERIFY(!socketDirectory.startsWith(m_local.directory()));
        QCOMPARE(statusOf(socketDirectory).st_mode & 0777, 0700U);
    }
    QVERIFY(QDir().rmdir(socketDirectory));
}

void tst_LocalCluster::refusesSocketDirectoryOfAnotherUser()
{
    if (geteuid() != 0)
        QSKIP("needs a second user");
    m_local.setDirectory(m_local.inParent(QString(110, u'x')));
    QVERIFY(m_local.copyModel());
    const auto identity = ProcessIdentity::forServer();
    VERIFY_RESULT(identity);
    const QString socketDirectory = socketDirectoryFor(m_local.directory(), *identity);
    QVERIFY(socketDirectory.startsWith(u"/tmp/"_s));
    // Another user was there first.
    QVERIFY(QDir().mkdir(socketDirectory));
    const auto removed = qScopeGuard([&] { QDir().rmdir(socketDirectory); });
    constexpr uid_t kSomebody = 12345;
    QCOMPARE(::chown(QFile::encodeName(socketDirectory).constData(), kSomebody, kSomebody), 0);
    const auto use = LocalServer(m_local.directory()).use();
    VERIFY_ERROR(use, u"local-directory"_s);
    QCOMPARE(use.error().where, socketDirectory);
}

void tst_LocalCluster::refusesDirectoryThatIsOpenToOthers()
{
    QVERIFY(m_local.copyModel());
    QCOMPARE(::chmod(QFile::encodeName(m_local.directory()).constData(), 0755), 0);
    const auto use = LocalServer(m_local.directory()).use();
    VERIFY_ERROR(use, u"local-directory"_s);
    QVERIFY(use.error().remedy.contains(u"chmod 700"_s));
    QCOMPARE(::chmod(QFile::encodeName(m_local.directory()).constData(), 0700), 0);
    VERIFY_RESULT(LocalServer(m_local.directory()).use());
}

void tst_LocalCluster::refusesClusterOfAnotherUser()
{
    if (geteuid() != 0)
        QSKIP("only root can give files away");
    QVERIFY(m_local.copyModel());
    constexpr uid_t kSomebody = 12345;
    for (const QString& theirs : {m_local.dataDirectory(), m_local.directory()}) {
        const struct stat before = statusOf(theirs);
        const QByteArray name = QFile::encodeName(theirs);
        QCOMPARE(::chown(name.constData(), kSomebody, kSomebody), 0);
        const auto use = LocalServer(m_local.directory()).use();
        QVERIFY(!use);
        QVERIFY2(!use.error().why.isEmpty(), qPrintable(use.error().toText()));
        QVERIFY2(!use.error().remedy.isEmpty(), qPrintable(use.error().toText()));
        // Nothing of theirs is taken or deleted.
        QCOMPARE(statusOf(theirs).st_uid, kSomebody);
        QVERIFY(QFile::exists(m_local.dataDirectory() + u"/PG_VERSION"_s));
        QCOMPARE(::chown(name.constData(), before.st_uid, before.st_gid), 0);
    }
    VERIFY_RESULT(LocalServer(m_local.directory()).use());
}

void tst_LocalCluster::refusesClusterOfAnotherVersion()
{
    QVERIFY(m_local.copyModel());
    QFile version(m_local.dataDirectory() + u"/PG_VERSION"_s);
    QVERIFY(version.open(QIODevice::WriteOnly));
    version.write("9\n");
    version.close();
    const auto use = LocalServer(m_local.directory()).use();
    VERIFY_ERROR(use, u"cluster-version"_s);
    QVERIFY(QDir(m_local.dataDirectory()).exists());
}

void tst_LocalCluster::namesThePackageOfTheClustersVersion()
{
    const auto identity = ProcessIdentity::forServer();
    VERIFY_RESULT(identity);
    VERIFY_RESULT(makePrivateDirectory(m_local.directory(), *identity));
    VERIFY_RESULT(makePrivateDirectory(m_local.directory() + u"/postgres-99"_s, *identity));
    const auto use = LocalServer(m_local.directory()).use();
    VERIFY_ERROR(use, u"cluster-version"_s);
    QVERIFY(use.error().remedy.contains(u"postgresql-99"_s));
    QVERIFY(QDir(m_local.directory() + u"/postgres-99"_s).exists());
    QVERIFY(QDir().rmdir(m_local.directory() + u"/postgres-99"_s));
}

void tst_LocalCluster::noPostgresIsExplained()
{
    EnvironmentGuard environment;
    environment.set("FAULTLINE_POSTGRES_BIN", QFile::encodeName(m_local.parent()));
    const auto missing = LocalServer(m_local.directory()).use();
    VERIFY_ERROR(missing, u"no-server-program"_s);
    QVERIFY(missing.error().remedy.contains(u"postgresql"_s));
    QVERIFY(!QDir(m_local.directory()).exists());

    for (const QString& name : {u"postgres"_s, u"initdb"_s, u"pg_ctl"_s}) {
        QFile program(m_local.inParent(name));
        QVERIFY(program.open(QIODevice::WriteOnly));
        program.write("#!/bin/sh\necho 'postgres (PostgreSQL) 14.9'\n");
        program.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    const auto old = LocalServer(m_local.directory()).use();
    VERIFY_ERROR(old, u"no-server-program"_s);
    QVERIFY(old.error().why.contains(u"14.9"_s));
}

void tst_LocalCluster::refusesDirectoryInRootsHome()
{
    if (geteuid() != 0)
        QSKIP("only root's server runs as another user");
    QCOMPARE(::chmod(QFile::encodeName(m_local.parent()).constData(), 0700), 0);
    const auto use = LocalServer(m_local.directory()).use();
    VERIFY_ERROR(use, u"local-directory"_s);
    QVERIFY(use.error().remedy.contains(u"FAULTLINE_LOCAL_DIR"_s));
    QVERIFY(!QDir(m_local.directory()).exists());
}

void tst_LocalCluster::failedStartShowsTheLog()
{
    QVERIFY(m_local.copyModel());
    QFile settings(m_local.dataDirectory() + u"/postgresql.conf"_s);
    QVERIFY(settings.open(QIODevice::Append));
    settings.write("\nno_such_setting = 1\n");
    settings.close();
    const auto use = LocalServer(m_local.directory()).use();
    VERIFY_ERROR(use, u"local-start"_s);
    QVERIFY2(use.error().why.contains(u"no_such_setting"_s), qPrintable(use.error().why));
}

void tst_LocalCluster::largeLogIsPutAside()
{
    QVERIFY(m_local.copyModel());
    QFile log(m_local.directory() + u"/server.log"_s);
    QVERIFY(log.open(QIODevice::WriteOnly));
    QVERIFY(log.resize(11 * 1024 * 1024));
    log.close();
    VERIFY_RESULT(LocalServer(m_local.directory()).use());
    QVERIFY(log.size() < 1024 * 1024);
    QVERIFY(QFile::exists(log.fileName() + u".1"_s));
}

QTEST_GUILESS_MAIN(tst_LocalCluster)
#include "tst_LocalCluster.moc"
