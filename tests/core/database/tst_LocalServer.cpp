// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/Connection.h"
#include "database/DatabaseAccess.h"
#include "database/LocalCluster.h"
#include "database/LocalServer.h"
#include "database/ServerFiles.h"
#include "support/VerifyResult.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <csignal>
#include <cstdio>

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

constexpr auto kHold = "--hold-local-server";

// What a second program does: uses the server, says so, and waits to be ended.
int holdServer(const QString& directory)
{
    const auto use = LocalServer(directory).use();
    if (!use) {
        std::fprintf(stderr, "%s\n", qUtf8Printable(use.error().toText()));
        return 1;
    }
    std::puts("ready");
    std::fflush(stdout);
    return std::getchar() == EOF ? 0 : 1;
}

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

class Holder
{
public:
    bool start(const QString& directory)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(
            QCoreApplication::applicationFilePath(), {QString::fromLatin1(kHold), directory});
        return m_process.waitForReadyRead(60'000) && m_process.readAll().trimmed() == "ready";
    }
    bool end()
    {
        m_process.closeWriteChannel();
        return m_process.waitForFinished(60'000) && m_process.exitCode() == 0;
    }
    bool kill()
    {
        m_process.kill();
        return m_process.waitForFinished();
    }

private:
    QProcess m_process;
};

} // namespace

// Each test function has a directory of its own; only the first makes its cluster with initdb, the
// others get a copy of its files.
class tst_LocalServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void createsAndStarts();
    void databaseCanHoldTheSchema();
    void onlyTheLoginRoleGetsIn();
    void listensOnNoNetwork();
    void belongsToAnUnprivilegedUser();
    void stopsWithItsLastUse();
    void usesInSeveralThreads();
    void stopsWithTheLastProgram();
    void outlivesAKilledProgram();
    void staysUpWhenAsked();
    void stopEndsItForAll();
    void startsAfterACrash_data();
    void startsAfterACrash();
    void unfinishedSetUpIsMadeAnew();
    void longPathHasItsSocketElsewhere();
    void foreignSocketDirectoryIsRefused();
    void wrongModeIsRefused();
    void wrongVersionIsRefused();
    void missingVersionIsRefused();
    void noPostgresIsExplained();
    void unreachableDirectoryIsExplained();
    void failedStartShowsTheLog();
    void largeLogIsPutAside();
    void statusChangesNothing();
    void readingDoesNotCreateIt();

private:
    // A cluster in the test's directory, without the time that initdb takes.
    bool copyCluster(const QString& directory) const;
    QString dataDirectory() const { return LocalCluster::dataDirectoryIn(m_directory, m_version); }

    QTemporaryDir m_model{u"/tmp/faultline-test-XXXXXX"_s};
    std::unique_ptr<QTemporaryDir> m_parent;
    QString m_directory;
    int m_version = 0;
};

bool tst_LocalServer::copyCluster(const QString& directory) const
{
    const auto identity = ProcessIdentity::forServer();
    if (!identity || !makePrivateDirectory(directory, *identity))
        return false;
    const auto copied = identity->run(
        u"/bin/cp"_s, {u"-a"_s, LocalCluster::dataDirectoryIn(m_model.path(), m_version),
                       LocalCluster::dataDirectoryIn(directory, m_version)});
    return copied && copied->exitCode == 0;
}

void tst_LocalServer::initTestCase()
{
    auto cluster = LocalCluster::in(m_model.path());
    VERIFY_RESULT(cluster);
    m_version = cluster->installation().majorVersion();
    VERIFY_RESULT(cluster->create());
    QVERIFY(cluster->exists());
}

void tst_LocalServer::init()
{
    m_parent = std::make_unique<QTemporaryDir>(u"/tmp/faultline-test-XXXXXX"_s);
    // As a home directory is for the server's user when it is root's program.
    QVERIFY(::chmod(QFile::encodeName(m_parent->path()).constData(), 0755) == 0);
    m_directory = m_parent->filePath(u"local"_s);
}

void tst_LocalServer::cleanup()
{
    VERIFY_RESULT(LocalServer(m_directory).stop());
    m_parent.reset();
}

void tst_LocalServer::createsAndStarts()
{
    LocalServer server(m_directory);
    const auto before = server.status();
    VERIFY_RESULT(before);
    QCOMPARE(before->state, LocalServer::State::NotCreated);
    QVERIFY(!before->version.isEmpty());

    const auto use = server.use();
    VERIFY_RESULT(use);
    const ConnectionSettings settings = (*use)->settings();
    QVERIFY(settings.isLocalServer);
    QCOMPARE(settings.keywords.value(u"dbname"_s), u"faultline"_s);
    QCOMPARE(settings.keywords.value(u"user"_s), u"faultline"_s);
    QCOMPARE(settings.keywords.value(u"host"_s), m_directory + u"/socket"_s);

    const auto status = server.status();
    VERIFY_RESULT(status);
    QCOMPARE(status->state, LocalServer::State::Running);
    QVERIFY(status->processId > 0);
    QVERIFY(!status->staysUp);
    const auto encoding = ask(settings, "SHOW server_encoding");
    VERIFY_RESULT(encoding);
    QCOMPARE(*encoding, u"UTF8"_s);
    const auto durable = ask(settings, "SHOW fsync");
    VERIFY_RESULT(durable);
    QCOMPARE(*durable, u"on"_s);
}

void tst_LocalServer::databaseCanHoldTheSchema()
{
    QVERIFY(copyCluster(m_directory));
    const auto access =
        DatabaseAccess::open(ConnectionChoice::localServer(), DatabasePurpose::Load, m_directory);
    VERIFY_RESULT(access);
    QVERIFY(access->facts().viaSocket);
    const auto value =
        ask(access->settings(), "SELECT 'a=>1'::faultline.hstore OPERATOR(faultline.->) 'a'");
    VERIFY_RESULT(value);
    QCOMPARE(*value, u"1"_s);
}

void tst_LocalServer::onlyTheLoginRoleGetsIn()
{
    QVERIFY(copyCluster(m_directory));
    const auto use = LocalServer(m_directory).use();
    VERIFY_RESULT(use);
    const auto isSuperuser =
        ask((*use)->settings(), "SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication"
                                " FROM pg_catalog.pg_roles WHERE rolname = CURRENT_USER");
    VERIFY_RESULT(isSuperuser);
    QCOMPARE(*isSuperuser, u"f"_s);

    ConnectionSettings settings = (*use)->settings();
    settings.keywords.insert(u"user"_s, u"faultline_admin"_s);
    VERIFY_ERROR(Connection::open(settings), u"28000"_s);
    settings.keywords.insert(u"dbname"_s, u"postgres"_s);
    VERIFY_ERROR(Connection::open(settings), u"28000"_s);
}

void tst_LocalServer::listensOnNoNetwork()
{
    QVERIFY(copyCluster(m_directory));
    const auto use = LocalServer(m_directory).use();
    VERIFY_RESULT(use);
    const auto addresses = ask((*use)->settings(), "SHOW listen_addresses");
    VERIFY_RESULT(addresses);
    QCOMPARE(*addresses, QString());
    // The line of the pid file with the first address is empty too: nothing was opened.
    QFile file(dataDirectory() + u"/postmaster.pid"_s);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll().split('\n').value(5), QByteArray());

    const auto socket = statusOf((*use)->settings().keywords.value(u"host"_s));
    QVERIFY(S_ISDIR(socket.st_mode));
    QCOMPARE(socket.st_mode & 0777, 0700U);
}

void tst_LocalServer::belongsToAnUnprivilegedUser()
{
    QVERIFY(copyCluster(m_directory));
    const auto use = LocalServer(m_directory).use();
    VERIFY_RESULT(use);
    const auto identity = ProcessIdentity::forServer();
    VERIFY_RESULT(identity);
    QVERIFY(identity->userId() != 0);
    const auto status = LocalServer(m_directory).status();
    VERIFY_RESULT(status);
    QCOMPARE(statusOf(u"/proc/%1"_s.arg(status->processId)).st_uid, identity->userId());
    for (const QString& path : {m_directory, dataDirectory(), status->socketDirectory}) {
        QCOMPARE(statusOf(path).st_uid, identity->userId());
        QCOMPARE(statusOf(path).st_mode & 0777, 0700U);
    }
    // Of the groups of root none is left.
    QFile process(u"/proc/%1/status"_s.arg(status->processId));
    QVERIFY(process.open(QIODevice::ReadOnly));
    const QByteArray groups = "Groups:\t" + QByteArray::number(identity->groupId()) + " \n";
    if (identity->isAnotherUser())
        QVERIFY(process.readAll().contains(groups));
}

void tst_LocalServer::stopsWithItsLastUse()
{
    QVERIFY(copyCluster(m_directory));
    LocalServer server(m_directory);
    auto first = server.use();
    VERIFY_RESULT(first);
    auto second = LocalServer(m_directory).use();
    VERIFY_RESULT(second);
    first->reset();
    QCOMPARE(server.status()->state, LocalServer::State::Running);
    VERIFY_RESULT(ask((*second)->settings(), "SELECT 1"));
    second->reset();
    QCOMPARE(server.status()->state, LocalServer::State::Stopped);
    // And again.
    VERIFY_RESULT(server.use());
    QCOMPARE(server.status()->state, LocalServer::State::Stopped);
}

void tst_LocalServer::usesInSeveralThreads()
{
    QVERIFY(copyCluster(m_directory));
    constexpr int kThreads = 4;
    std::atomic<int> failures = 0;
    std::vector<std::unique_ptr<QThread>> threads;
    for (int i = 0; i < kThreads; ++i) {
        threads.emplace_back(QThread::create([this, &failures] {
            for (int round = 0; round < 3; ++round) {
                const auto use = LocalServer(m_directory).use();
                if (!use || !ask((*use)->settings(), "SELECT 1"))
                    ++failures;
            }
        }));
        threads.back()->start();
    }
    for (const auto& thread : threads)
        QVERIFY(thread->wait(120'000));
    QCOMPARE(failures.load(), 0);
    QCOMPARE(LocalServer(m_directory).status()->state, LocalServer::State::Stopped);
}

void tst_LocalServer::stopsWithTheLastProgram()
{
    QVERIFY(copyCluster(m_directory));
    LocalServer server(m_directory);
    auto use = server.use();
    VERIFY_RESULT(use);
    Holder other;
    QVERIFY(other.start(m_directory));
    use->reset();
    QCOMPARE(server.status()->state, LocalServer::State::Running);
    QVERIFY(other.end());
    QCOMPARE(server.status()->state, LocalServer::State::Stopped);
}

void tst_LocalServer::outlivesAKilledProgram()
{
    QVERIFY(copyCluster(m_directory));
    LocalServer server(m_directory);
    Holder other;
    QVERIFY(other.start(m_directory));
    const qint64 process = server.status()->processId;
    QVERIFY(other.kill());
    QCOMPARE(server.status()->state, LocalServer::State::Running);
    {
        const auto use = server.use();
        VERIFY_RESULT(use);
        QCOMPARE(server.status()->processId, process);
        VERIFY_RESULT(ask((*use)->settings(), "SELECT 1"));
    }
    QCOMPARE(server.status()->state, LocalServer::State::Stopped);
}

void tst_LocalServer::staysUpWhenAsked()
{
    QVERIFY(copyCluster(m_directory));
    LocalServer server(m_directory);
    const auto started = server.start();
    VERIFY_RESULT(started);
    QCOMPARE(started->state, LocalServer::State::Running);
    QVERIFY(started->staysUp);
    VERIFY_RESULT(server.use());
    QCOMPARE(server.status()->processId, started->processId);
    VERIFY_RESULT(server.stop());
    QCOMPARE(server.status()->state, LocalServer::State::Stopped);
    QVERIFY(!server.status()->staysUp);
}

void tst_LocalServer::stopEndsItForAll()
{
    QVERIFY(copyCluster(m_directory));
    LocalServer server(m_directory);
    auto use = server.use();
    VERIFY_RESULT(use);
    auto connection = Connection::open((*use)->settings());
    VERIFY_RESULT(connection);
    VERIFY_RESULT(server.stop());
    QVERIFY(!connection->execute("SELECT 1"));
    use->reset();
    QCOMPARE(server.status()->state, LocalServer::State::Stopped);
}

void tst_LocalServer::startsAfterACrash_data()
{
    QTest::addColumn<QByteArray>("processId");
    QTest::newRow("the process is gone or not cleared away") << QByteArray();
    QTest::newRow("its number is another program's") << QByteArray::number(getpid());
}

void tst_LocalServer::startsAfterACrash()
{
    QFETCH(QByteArray, processId);
    QVERIFY(copyCluster(m_directory));
    LocalServer server(m_directory);
    {
        const auto use = server.use();
        VERIFY_RESULT(use);
        VERIFY_RESULT(ask((*use)->settings(), "CREATE TABLE public.kept AS SELECT 7 AS n"));
        const qint64 process = server.status()->processId;
        QCOMPARE(::kill(static_cast<pid_t>(process), SIGKILL), 0);
        QTRY_COMPARE(server.status()->state, LocalServer::State::Stopped);
    }
    if (!processId.isEmpty()) {
        QFile file(dataDirectory() + u"/postmaster.pid"_s);
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

void tst_LocalServer::unfinishedSetUpIsMadeAnew()
{
    const auto identity = ProcessIdentity::forServer();
    VERIFY_RESULT(identity);
    VERIFY_RESULT(makePrivateDirectory(m_directory, *identity));
    const QString unfinished = m_directory + u"/unfinished-postgres-dead"_s;
    VERIFY_RESULT(makePrivateDirectory(unfinished, *identity));
    VERIFY_RESULT(writePrivateFile(unfinished + u"/PG_VERSION"_s, "15\n", *identity));
    QCOMPARE(LocalServer(m_directory).status()->state, LocalServer::State::NotCreated);
    VERIFY_RESULT(LocalServer(m_directory).use());
    QVERIFY(!QDir(unfinished).exists());
    QCOMPARE(LocalServer(m_directory).status()->state, LocalServer::State::Stopped);
}

void tst_LocalServer::longPathHasItsSocketElsewhere()
{
    m_directory = m_parent->filePath(QString(100, u'x') + u"/with a blank, 'quote' and ü"_s);
    QVERIFY(copyCluster(m_directory));
    QString socketDirectory;
    {
        const auto use = LocalServer(m_directory).use();
        VERIFY_RESULT(use);
        VERIFY_RESULT(ask((*use)->settings(), "SELECT 1"));
        socketDirectory = (*use)->settings().keywords.value(u"host"_s);
        QVERIFY(!socketDirectory.startsWith(m_directory));
        QCOMPARE(statusOf(socketDirectory).st_mode & 0777, 0700U);
    }
    QVERIFY(QDir().rmdir(socketDirectory));
}

void tst_LocalServer::foreignSocketDirectoryIsRefused()
{
    if (geteuid() != 0)
        QSKIP("needs a second user");
    m_directory = m_parent->filePath(QString(110, u'x'));
    QVERIFY(copyCluster(m_directory));
    const auto identity = ProcessIdentity::forServer();
    VERIFY_RESULT(identity);
    const QString socketDirectory = socketDirectoryFor(m_directory, *identity);
    QVERIFY(socketDirectory.startsWith(u"/tmp/"_s));
    // Somebody else was there first.
    QVERIFY(QDir().mkdir(socketDirectory));
    const auto removed = qScopeGuard([&] { QDir().rmdir(socketDirectory); });
    constexpr uid_t kSomebody = 12345;
    QCOMPARE(::chown(QFile::encodeName(socketDirectory).constData(), kSomebody, kSomebody), 0);
    const auto use = LocalServer(m_directory).use();
    VERIFY_ERROR(use, u"local-directory"_s);
    QCOMPARE(use.error().where, socketDirectory);
}

void tst_LocalServer::wrongModeIsRefused()
{
    QVERIFY(copyCluster(m_directory));
    QCOMPARE(::chmod(QFile::encodeName(m_directory).constData(), 0755), 0);
    const auto use = LocalServer(m_directory).use();
    VERIFY_ERROR(use, u"local-directory"_s);
    QVERIFY(use.error().remedy.contains(u"chmod 700"_s));
    QCOMPARE(::chmod(QFile::encodeName(m_directory).constData(), 0700), 0);
    VERIFY_RESULT(LocalServer(m_directory).use());
}

void tst_LocalServer::wrongVersionIsRefused()
{
    QVERIFY(copyCluster(m_directory));
    QFile version(dataDirectory() + u"/PG_VERSION"_s);
    QVERIFY(version.open(QIODevice::WriteOnly));
    version.write("9\n");
    version.close();
    const auto use = LocalServer(m_directory).use();
    VERIFY_ERROR(use, u"cluster-version"_s);
    QVERIFY(QDir(dataDirectory()).exists());
}

void tst_LocalServer::missingVersionIsRefused()
{
    const auto identity = ProcessIdentity::forServer();
    VERIFY_RESULT(identity);
    VERIFY_RESULT(makePrivateDirectory(m_directory, *identity));
    VERIFY_RESULT(makePrivateDirectory(m_directory + u"/postgres-99"_s, *identity));
    const auto use = LocalServer(m_directory).use();
    VERIFY_ERROR(use, u"cluster-version"_s);
    QVERIFY(use.error().remedy.contains(u"postgresql-99"_s));
    QVERIFY(QDir(m_directory + u"/postgres-99"_s).exists());
    QVERIFY(QDir().rmdir(m_directory + u"/postgres-99"_s));
}

void tst_LocalServer::noPostgresIsExplained()
{
    const QByteArray before = qgetenv("FAULTLINE_POSTGRES_BIN");
    const auto restored = qScopeGuard([&before] {
        if (before.isNull())
            qunsetenv("FAULTLINE_POSTGRES_BIN");
        else
            qputenv("FAULTLINE_POSTGRES_BIN", before);
    });
    qputenv("FAULTLINE_POSTGRES_BIN", QFile::encodeName(m_parent->path()));
    const auto missing = LocalServer(m_directory).use();
    VERIFY_ERROR(missing, u"no-server-program"_s);
    QVERIFY(missing.error().remedy.contains(u"postgresql"_s));
    QVERIFY(!QDir(m_directory).exists());

    for (const QString& name : {u"postgres"_s, u"initdb"_s, u"pg_ctl"_s}) {
        QFile program(m_parent->filePath(name));
        QVERIFY(program.open(QIODevice::WriteOnly));
        program.write("#!/bin/sh\necho 'postgres (PostgreSQL) 14.9'\n");
        program.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    const auto old = LocalServer(m_directory).use();
    VERIFY_ERROR(old, u"no-server-program"_s);
    QVERIFY(old.error().why.contains(u"14.9"_s));
}

void tst_LocalServer::unreachableDirectoryIsExplained()
{
    if (geteuid() != 0)
        QSKIP("only root's server runs as another user");
    QCOMPARE(::chmod(QFile::encodeName(m_parent->path()).constData(), 0700), 0);
    const auto use = LocalServer(m_directory).use();
    VERIFY_ERROR(use, u"local-directory"_s);
    QVERIFY(use.error().remedy.contains(u"FAULTLINE_LOCAL_DIR"_s));
    QVERIFY(!QDir(m_directory).exists());
}

void tst_LocalServer::failedStartShowsTheLog()
{
    QVERIFY(copyCluster(m_directory));
    QFile settings(dataDirectory() + u"/postgresql.conf"_s);
    QVERIFY(settings.open(QIODevice::Append));
    settings.write("\nno_such_setting = 1\n");
    settings.close();
    const auto use = LocalServer(m_directory).use();
    VERIFY_ERROR(use, u"local-start"_s);
    QVERIFY2(use.error().why.contains(u"no_such_setting"_s), qPrintable(use.error().why));
}

void tst_LocalServer::largeLogIsPutAside()
{
    QVERIFY(copyCluster(m_directory));
    QFile log(m_directory + u"/server.log"_s);
    QVERIFY(log.open(QIODevice::WriteOnly));
    QVERIFY(log.resize(11 * 1024 * 1024));
    log.close();
    VERIFY_RESULT(LocalServer(m_directory).use());
    QVERIFY(log.size() < 1024 * 1024);
    QVERIFY(QFile::exists(log.fileName() + u".1"_s));
}

void tst_LocalServer::statusChangesNothing()
{
    VERIFY_RESULT(LocalServer(m_directory).status());
    QVERIFY(!QDir(m_directory).exists());
    VERIFY_RESULT(LocalServer(m_directory).stop());
    QVERIFY(!QDir(m_directory).exists());
}

void tst_LocalServer::readingDoesNotCreateIt()
{
    const auto access =
        DatabaseAccess::open(ConnectionChoice::localServer(), DatabasePurpose::Read, m_directory);
    VERIFY_ERROR(access, u"no-schema"_s);
    QVERIFY(!QDir(m_directory).exists());
}

int main(int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == QLatin1StringView(kHold))
        return holdServer(arguments.value(2));
    tst_LocalServer test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_LocalServer.moc"
