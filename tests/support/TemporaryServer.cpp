// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TemporaryServer.h"

#include "database/localserver/ServerFiles.h"
#include "database/localserver/ServerLock.h"

#include <QCryptographicHash>
#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QThread>

#include <csignal>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kTemplateTimeoutMs = 180'000;
constexpr int kGoneTimeoutMs = 10'000;

// Copied instead of created each time, because initdb takes seconds.
const QString kTemplates = u"/tmp/faultline-test-templates-"_s;

UserMessage failure(const QString& what, const QString& why)
{
    return UserMessage::error(what).because(why).withCode(u"test-support"_s);
}

ClusterOptions testOptions(const QMap<QString, QString>& furtherSettings)
{
    ClusterOptions options;
    options.settings = {
        {u"fsync"_s, u"off"_s},
        {u"synchronous_commit"_s, u"off"_s},
        {u"full_page_writes"_s, u"off"_s},
        {u"shared_buffers"_s, u"64MB"_s},
        {u"min_wal_size"_s, u"80MB"_s},
        {u"max_connections"_s, u"30"_s},
        {u"autovacuum_naptime"_s, u"1h"_s}};
    options.settings.insert(furtherSettings);
    // Only this user (and root) can reach the socket.
    options.accessRules = "local all +with_password scram-sha-256\n"
                          // For tests that ask for listen_addresses.
                          "host all +with_password 127.0.0.0/8 scram-sha-256\n"
                          "local all faultline peer map=faultline\n"
                          "local all,replication all trust\n";
    return options;
}

// Runs a program as the server's user; its failure is an error.
Result<void>
runAs(const ProcessIdentity& identity, const QString& program, const QStringList& arguments)
{
    const auto outcome = identity.run(program, arguments);
    if (!outcome)
        return outcome.error();
    if (outcome->exitCode != 0)
        return failure(program, outcome->output);
    return {};
}

} // namespace

TemporaryServer::~TemporaryServer()
{
    if (m_cluster)
        static_cast<void>(m_cluster->stop(LocalCluster::Stop::Immediate));
    // Before the watching process does the same.
    m_directory.reset();
    if (m_lifeline >= 0)
        ::close(m_lifeline);
}

Result<void> TemporaryServer::start(const QMap<QString, QString>& furtherSettings)
{
    m_directory = std::make_unique<QTemporaryDir>(u"/tmp/faultline-test-XXXXXX"_s);
    if (!m_directory->isValid())
        return failure(u"No temporary directory"_s, m_directory->errorString());
    auto cluster = LocalCluster::in(m_directory->path(), testOptions(furtherSettings));
    if (!cluster)
        return cluster.error();
    m_cluster.emplace(*std::move(cluster));
    if (const auto result = watchOver(); !result)
        return result;
    if (const auto result = fillFromTemplate(); !result)
        return result;
    if (const auto result = m_cluster->start(); !result)
        return result;
    return executeAsSuperuser(settings(), {"CREATE ROLE with_password NOLOGIN"});
}

// The template is in a directory that only the server's user can enter. Its name depends on what it
// is created from, so that a newer program doesn't use an older one's.
Result<void> TemporaryServer::fillFromTemplate()
{
    const ProcessIdentity& identity = m_cluster->identity();
    const QByteArray recipe =
        m_cluster->installation().version().toUtf8() + setUpSql() + lockDownSql() + kSetUpEdition;
    const QString templates = kTemplates + identity.userName();
    const QString directory =
        templates + u'/'
        + QString::fromLatin1(
            QCryptographicHash::hash(recipe, QCryptographicHash::Sha256).toHex().left(16));
    if (const auto result = makePrivateDirectory(templates, identity); !result)
        return result;
    {
        const auto lock = ServerLock::acquire(
            templates + u"/lock"_s, ServerLock::Mode::Exclusive, kTemplateTimeoutMs);
        if (!lock)
            return lock.error();
        if (!QDir(directory).exists()) {
            if (const auto result = makeTemplate(directory); !result)
                return result;
        }
    }
    return runAs(
        identity, u"/bin/cp"_s,
        {u"-a"_s, u"--reflink=auto"_s, u"--"_s, directory, m_cluster->dataDirectory()});
}

Result<void> TemporaryServer::makeTemplate(const QString& directory)
{
    if (const auto result = m_cluster->create(); !result)
        return result;
    return runAs(m_cluster->identity(), u"/bin/mv"_s, {m_cluster->dataDirectory(), directory});
}

// A shell that waits for the end of this program, however it happens, and then cleans up. It isn't
// our child, because a test runner that ends a process tree would end it too.
Result<void> TemporaryServer::watchOver()
{
    const QString lifeline = m_directory->path() + u"/lifeline"_s;
    const ProcessIdentity& identity = m_cluster->identity();
    if (const auto result = runAs(identity, u"/usr/bin/mkfifo"_s, {lifeline}); !result)
        return result;
    // Opened for reading too, so that it doesn't wait for the other side.
    m_lifeline = ::open(QFile::encodeName(lifeline).constData(), O_RDWR | O_CLOEXEC);
    if (m_lifeline < 0)
        return failure(u"No lifeline"_s, qt_error_string(errno));
    const QString script =
        u"(trap '' HUP INT TERM; cat \"$1/lifeline\"; "
        "\"$3\" stop -w -m immediate -D \"$2\"; rm -rf -- \"$1\") >/dev/null 2>&1 </dev/null &"_s;
    return runAs(
        identity, u"/usr/bin/setsid"_s,
        {u"/bin/sh"_s, u"-c"_s, script, u"sh"_s, m_directory->path(), m_cluster->dataDirectory(),
         m_cluster->installation().program(u"pg_ctl"_s)});
}

ConnectionSettings TemporaryServer::settings() const
{
    ConnectionSettings settings = m_cluster->settings();
    settings.origin = u"the test's own server"_s;
    settings.isLocalServer = false;
    return settings;
}

Result<ConnectionSettings> TemporaryServer::createDatabase(const TemporaryDatabaseOptions& options)
{
    const QString name = u"test_%1"_s.arg(++m_databases);
    const QString sql =
        u"CREATE DATABASE %1 OWNER %2 TEMPLATE template0 ENCODING '%3' LOCALE 'C'"_s.arg(
            name, options.owner, options.encoding);
    if (const auto result = executeAsSuperuser(settings(), {sql.toUtf8()}); !result)
        return result.error();
    ConnectionSettings created = settings();
    created.keywords.insert(u"dbname"_s, name);
    return created;
}

ConnectionSettings
TemporaryServer::asRole(ConnectionSettings settings, const QString& role, const QString& password)
{
    settings.keywords.insert(u"user"_s, role);
    if (!password.isEmpty())
        settings.keywords.insert(u"password"_s, password);
    return settings;
}

ConnectionSettings TemporaryServer::asSuperuser(const ConnectionSettings& settings)
{
    return asRole(settings, QString::fromLatin1(kBootstrapRole));
}

Result<void> TemporaryServer::executeAsSuperuser(
    const ConnectionSettings& settings, const QList<QByteArray>& statements)
{
    auto connection = Connection::open(asSuperuser(settings));
    if (!connection)
        return connection.error();
    for (const QByteArray& statement : statements) {
        if (const auto result = connection->execute(statement); !result)
            return result.error();
    }
    return {};
}

Result<void> TemporaryServer::restart(LocalCluster::Stop how)
{
    if (const auto result = stop(how); !result)
        return result;
    return startAgain();
}

Result<void> TemporaryServer::stop(LocalCluster::Stop how)
{
    return m_cluster->stop(how);
}

Result<void> TemporaryServer::startAgain()
{
    return m_cluster->start();
}

bool TemporaryServer::kill()
{
    const qint64 server = processId();
    if (server <= 0)
        return false;
    // Its backends first: they would otherwise notice the server's end and close their connections
    // properly.
    QFile children(u"/proc/%1/task/%1/children"_s.arg(server));
    QByteArrayList processes;
    if (children.open(QIODevice::ReadOnly))
        processes = children.readAll().simplified().split(' ');
    // While stopped, it starts no new ones.
    ::kill(static_cast<pid_t>(server), SIGSTOP);
    for (const QByteArray& process : std::as_const(processes)) {
        if (const int id = process.toInt(); id > 0)
            ::kill(id, SIGKILL);
    }
    if (::kill(static_cast<pid_t>(server), SIGKILL) != 0)
        return false;
    // Until it has ended, a start would find it running.
    QDeadlineTimer deadline(kGoneTimeoutMs);
    while (processId() > 0 && !deadline.hasExpired())
        QThread::msleep(1);
    return processId() == 0;
}

Result<void> TemporaryServer::run(const QString& program, const QStringList& arguments) const
{
    const QString path =
        program.contains(u'/') ? program : m_cluster->installation().program(program);
    return runAs(m_cluster->identity(), path, arguments);
}

QString TemporaryServer::socketDirectory() const
{
    return settings().keywords.value(u"host"_s);
}

} // namespace faultline
