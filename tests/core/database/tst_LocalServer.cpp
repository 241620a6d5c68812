// SPDX-License-Identifier: GPL-3.0-or-later
#include "LocalServerDirectory.h"
#include "database/DatabaseAccess.h"
#include "database/connection/Connection.h"
#include "database/localserver/LocalServer.h"
#include "database/reader/ReaderAccess.h"
#include "database/reader/ReaderRole.h"
#include "support/VerifyResult.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QScopeGuard>
#include <QTest>
#include <QThread>

#include <atomic>
#include <cstdio>
#include <memory>
#include <vector>

#include <grp.h>
#include <unistd.h>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

constexpr auto kHold = "--hold-local-server";

// A second program: uses the server, reports it, and waits to be ended.
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
    void readerOnlyReads();
    void clusterOfADevelopmentVersionIsRefused_data();
    void clusterOfADevelopmentVersionIsRefused();
    void schemaOfADevelopmentVersionIsRefused();
    void listensOnNoNetwork();
    void startedByRootRunsAsAnotherUser();
    void nobodyElseReachesIt();
    void stopsWithItsLastUse();
    void severalThreadsUseItAtOnce();
    void staysUpWhileAnotherProgramUsesIt();
    void outlivesAKilledProgram();
    void staysUpWhenAsked();
    void stopEndsItForAll();
    void statusChangesNothing();
    void readingDoesNotCreateIt();

private:
    LocalServerDirectory m_local;
};

void tst_LocalServer::initTestCase()
{
    VERIFY_RESULT(m_local.makeModel());
}

void tst_LocalServer::init()
{
    QVERIFY(m_local.renew());
}

void tst_LocalServer::cleanup()
{
    VERIFY_RESULT(LocalServer(m_local.directory()).stop());
    m_local.remove();
}

void tst_LocalServer::createsAndStarts()
{
    LocalServer server(m_local.directory());
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
    QCOMPARE(settings.keywords.value(u"host"_s), m_local.directory() + u"/socket"_s);

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
    QVERIFY(m_local.copyModel());
    const auto access = DatabaseAccess::open(
        ConnectionChoice::localServer(), DatabasePurpose::Load, m_local.directory());
    VERIFY_RESULT(access);
    QVERIFY(access->facts().security.viaSocket);
    const auto value =
        ask(access->settings(), "SELECT 'a=>1'::faultline.hstore OPERATOR(faultline.->) 'a'");
    VERIFY_RESULT(value);
    QCOMPARE(*value, u"1"_s);
}

void tst_LocalServer::onlyTheLoginRoleGetsIn()
{
    QVERIFY(m_local.copyModel());
    const auto use = LocalServer(m_local.directory()).use();
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

// It connects without a password, because the server is private, and gets its rights automatically.
void tst_LocalServer::readerOnlyReads()
{
    QVERIFY(m_local.copyModel());
    const auto access = DatabaseAccess::open(
        ConnectionChoice::localServer(), DatabasePurpose::Load, m_local.directory());
    VERIFY_RESULT(access);
    const auto reader = reachReader(access->settings(), {});
    VERIFY_RESULT(reader);
    const auto role = ask(*reader, "SELECT CURRENT_USER || count(*) FROM reading");
    VERIFY_RESULT(role);
    QCOMPARE(*role, u"faultline_reader0"_s);
    for (const QByteArray& write :
         {QByteArray("INSERT INTO severity VALUES (1, 'X')"), QByteArray("CREATE TABLE x (i int)"),
          QByteArray("CREATE TABLE public.x (i int)"), QByteArray("SET ROLE faultline"),
          QByteArray("CREATE TEMPORARY TABLE x (i int)"), QByteArray("SELECT lo_create(0)"),
          QByteArray("SELECT lo_from_bytea(0, 'x')"), QByteArray("SELECT pg_advisory_lock(1)"),
          QByteArray("SELECT pg_try_advisory_xact_lock_shared(1, 2)"),
          QByteArray("SELECT pg_logical_emit_message(false, 'a', 'b')")})
        VERIFY_ERROR(
            ask(*reader, "SET default_transaction_read_only = off; COMMIT; " + write), u"42501"_s);
    // Its owner still may.
    VERIFY_RESULT(
        ask(access->settings(), "CREATE TEMPORARY TABLE x (i int);"
                                "SELECT pg_advisory_xact_lock(1), lo_create(0)"));
    // But it can't connect to another database.
    ConnectionSettings elsewhere = *reader;
    elsewhere.keywords.insert(u"dbname"_s, u"postgres"_s);
    VERIFY_ERROR(Connection::open(elsewhere), u"28000"_s);
}

void tst_LocalServer::clusterOfADevelopmentVersionIsRefused_data()
{
    QTest::addColumn<bool>("isRunning");
    QTest::newRow("stopped") << false;
    QTest::newRow("running") << true;
}

void tst_LocalServer::clusterOfADevelopmentVersionIsRefused()
{
    QFETCH(bool, isRunning);
    QVERIFY(m_local.copyModel());
    LocalServer server(m_local.directory());
    if (isRunning)
        VERIFY_RESULT(server.start());
    const QString data = m_local.dataDirectory();
    QVERIFY(QFile::rename(data + u"/faultline-setup"_s, data + u"/faultline-reader"_s));
    for (const auto purpose : {DatabasePurpose::Load, DatabasePurpose::Read}) {
        const auto refused =
            DatabaseAccess::open(ConnectionChoice::localServer(), purpose, m_local.directory());
        VERIFY_ERROR(refused, u"development-version"_s);
        QCOMPARE(refused.error().where, data);
        QVERIFY(refused.error().remedy.contains(data));
    }
    QVERIFY(QFile::exists(data + u"/faultline-reader"_s));
    // What the message says to do helps.
    VERIFY_RESULT(server.stop());
    QVERIFY(QDir(data).removeRecursively());
    VERIFY_RESULT(DatabaseAccess::open(
        ConnectionChoice::localServer(), DatabasePurpose::Load, m_local.directory()));
}

// Its set-up is ours, and its schema isn't.
void tst_LocalServer::schemaOfADevelopmentVersionIsRefused()
{
    QVERIFY(m_local.copyModel());
    const auto use = LocalServer(m_local.directory()).use();
    VERIFY_RESULT(use);
    VERIFY_RESULT(
        ask((*use)->settings(), "CREATE SCHEMA faultline;"
                                "CREATE TABLE faultline.schema_version AS SELECT 11 AS version;"
                                "SELECT 1"));
    const auto refused = DatabaseAccess::open(
        ConnectionChoice::localServer(), DatabasePurpose::Load, m_local.directory());
    VERIFY_ERROR(refused, u"development-version"_s);
    QVERIFY(refused.error().remedy.contains(m_local.dataDirectory()));
}

void tst_LocalServer::listensOnNoNetwork()
{
    QVERIFY(m_local.copyModel());
    const auto use = LocalServer(m_local.directory()).use();
    VERIFY_RESULT(use);
    const auto addresses = ask((*use)->settings(), "SHOW listen_addresses");
    VERIFY_RESULT(addresses);
    QCOMPARE(*addresses, QString());
    // The pid file's line for the first address is empty too: no port was opened.
    QFile file(m_local.dataDirectory() + u"/postmaster.pid"_s);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll().split('\n').value(5), QByteArray());

    const auto socket = statusOf((*use)->settings().keywords.value(u"host"_s));
    QVERIFY(S_ISDIR(socket.st_mode));
    QCOMPARE(socket.st_mode & 0777, 0700U);
}

void tst_LocalServer::startedByRootRunsAsAnotherUser()
{
    QVERIFY(m_local.copyModel());
    const auto use = LocalServer(m_local.directory()).use();
    VERIFY_RESULT(use);
    const auto identity = ProcessIdentity::forServer();
    VERIFY_RESULT(identity);
    QVERIFY(identity->userId() != 0);
    const auto status = LocalServer(m_local.directory()).status();
    VERIFY_RESULT(status);
    QCOMPARE(statusOf(u"/proc/%1"_s.arg(status->processId)).st_uid, identity->userId());
    for (const QString& path :
         {m_local.directory(), m_local.dataDirectory(), status->socketDirectory}) {
        QCOMPARE(statusOf(path).st_uid, identity->userId());
        QCOMPARE(statusOf(path).st_mode & 0777, 0700U);
    }
    // No group of root is left.
    QFile process(u"/proc/%1/status"_s.arg(status->processId));
    QVERIFY(process.open(QIODevice::ReadOnly));
    const QByteArray groups = "Groups:\t" + QByteArray::number(identity->groupId()) + " \n";
    if (identity->isAnotherUser())
        QVERIFY(process.readAll().contains(groups));
}

// Another user of the machine can't enter the directory, nor pass the server's authentication.
void tst_LocalServer::nobodyElseReachesIt()
{
    if (geteuid() != 0)
        QSKIP("only root can act as another user");
    QVERIFY(m_local.copyModel());
    const auto use = LocalServer(m_local.directory()).use();
    VERIFY_RESULT(use);
    const QString socketDirectory = (*use)->settings().keywords.value(u"host"_s);
    const auto installations = PostgresInstallation::all();
    VERIFY_RESULT(installations);
    const auto knockAsSomebody = [&](const QByteArray& role) {
        QProcess psql;
        psql.setChildProcessModifier([] {
            constexpr uid_t kSomebody = 12345;
            if (::setgroups(0, nullptr) != 0 || ::setgid(kSomebody) != 0
                || ::setuid(kSomebody) != 0)
                ::_exit(99);
        });
        psql.setProcessChannelMode(QProcess::MergedChannels);
        psql.setWorkingDirectory(u"/"_s);
        psql.start(
            installations->first().program(u"psql"_s),
            {u"-w"_s, u"-h"_s, socketDirectory, u"-U"_s, QString::fromLatin1(role), u"-c"_s,
             u"SELECT 'in'"_s, u"faultline"_s});
        psql.waitForFinished();
        return QByteArray::number(psql.exitCode()) + ' ' + psql.readAll();
    };
    for (const QByteArray& role :
         {QByteArray(kLoginRole), QByteArray(kReaderRole), QByteArray(kBootstrapRole)}) {
        const QByteArray answer = knockAsSomebody(role);
        QVERIFY2(answer.startsWith("2 ") && answer.contains("Permission denied"), answer);
    }
    // Not even with open directories.
    const QString socket = socketDirectory + u"/.s.PGSQL.5432"_s;
    const auto setModes = [&](mode_t mode) {
        for (const QString& path : {m_local.directory(), socketDirectory, socket})
            QCOMPARE(::chmod(QFile::encodeName(path).constData(), mode), 0);
    };
    setModes(0777);
    const auto closed = qScopeGuard([&setModes] { setModes(0700); });
    for (const QByteArray& role :
         {QByteArray(kLoginRole), QByteArray(kReaderRole), QByteArray(kBootstrapRole)}) {
        const QByteArray answer = knockAsSomebody(role);
        QVERIFY2(answer.startsWith("2 ") && !answer.contains("Permission denied"), answer);
    }
}

void tst_LocalServer::stopsWithItsLastUse()
{
    QVERIFY(m_local.copyModel());
    LocalServer server(m_local.directory());
    auto first = server.use();
    VERIFY_RESULT(first);
    auto second = LocalServer(m_local.directory()).use();
    VERIFY_RESULT(second);
    first->reset();
    QCOMPARE(server.status()->state, LocalServer::State::Running);
    VERIFY_RESULT(ask((*second)->settings(), "SELECT 1"));
    second->reset();
    QCOMPARE(server.status()->state, LocalServer::State::Stopped);
    // And once more.
    VERIFY_RESULT(server.use());
    QCOMPARE(server.status()->state, LocalServer::State::Stopped);
}

void tst_LocalServer::severalThreadsUseItAtOnce()
{
    QVERIFY(m_local.copyModel());
    constexpr int kThreads = 4;
    std::atomic<int> failures = 0;
    std::vector<std::unique_ptr<QThread>> threads;
    for (int i = 0; i < kThreads; ++i) {
        threads.emplace_back(QThread::create([this, &failures] {
            for (int round = 0; round < 3; ++round) {
                const auto use = LocalServer(m_local.directory()).use();
                if (!use || !ask((*use)->settings(), "SELECT 1"))
                    ++failures;
            }
        }));
        threads.back()->start();
    }
    for (const auto& thread : threads)
        QVERIFY(thread->wait(120'000));
    QCOMPARE(failures.load(), 0);
    QCOMPARE(LocalServer(m_local.directory()).status()->state, LocalServer::State::Stopped);
}

void tst_LocalServer::staysUpWhileAnotherProgramUsesIt()
{
    QVERIFY(m_local.copyModel());
    LocalServer server(m_local.directory());
    auto use = server.use();
    VERIFY_RESULT(use);
    Holder other;
    QVERIFY(other.start(m_local.directory()));
    use->reset();
    QCOMPARE(server.status()->state, LocalServer::State::Running);
    QVERIFY(other.end());
    QCOMPARE(server.status()->state, LocalServer::State::Stopped);
}

void tst_LocalServer::outlivesAKilledProgram()
{
    QVERIFY(m_local.copyModel());
    LocalServer server(m_local.directory());
    Holder other;
    QVERIFY(other.start(m_local.directory()));
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
    QVERIFY(m_local.copyModel());
    LocalServer server(m_local.directory());
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
    QVERIFY(m_local.copyModel());
    LocalServer server(m_local.directory());
    auto use = server.use();
    VERIFY_RESULT(use);
    auto connection = Connection::open((*use)->settings());
    VERIFY_RESULT(connection);
    VERIFY_RESULT(server.stop());
    QVERIFY(!connection->execute("SELECT 1"));
    use->reset();
    QCOMPARE(server.status()->state, LocalServer::State::Stopped);
}

void tst_LocalServer::statusChangesNothing()
{
    VERIFY_RESULT(LocalServer(m_local.directory()).status());
    QVERIFY(!QDir(m_local.directory()).exists());
    VERIFY_RESULT(LocalServer(m_local.directory()).stop());
    QVERIFY(!QDir(m_local.directory()).exists());
}

void tst_LocalServer::readingDoesNotCreateIt()
{
    const auto access = DatabaseAccess::open(
        ConnectionChoice::localServer(), DatabasePurpose::Read, m_local.directory());
    VERIFY_ERROR(access, u"no-schema"_s);
    QVERIFY(!QDir(m_local.directory()).exists());
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
