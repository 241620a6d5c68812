// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/localserver/LocalServer.h"

#include "database/localserver/LocalCluster.h"
#include "database/localserver/PostmasterFile.h"
#include "database/localserver/ServerFiles.h"
#include "database/localserver/ServerLock.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>

#include <unistd.h>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// Two locks. A program that creates, starts or stops the server holds "change" exclusively, for
// that time only. Every use holds "use" as a shared lock; a program that can get it exclusively is
// the last one. With a single lock, an ending program could stop the server between our start and
// our use.
constexpr auto kChangeLock = "/change.lock"_L1;
constexpr auto kUseLock = "/use.lock"_L1;
constexpr auto kStaysUpMarker = "/stays-up"_L1;

constexpr int kChangeTimeoutMs = 60'000;
// Don't wait long at the end of a use: the next program that ends stops the server.
constexpr int kEndTimeoutMs = 10'000;

Result<std::unique_ptr<ServerLock>> lockForChange(const LocalCluster& cluster, int timeoutMs)
{
    return ServerLock::acquire(
        cluster.directory() + kChangeLock, ServerLock::Mode::Exclusive, timeoutMs);
}

// The caller holds the change lock.
Result<void> createAndStart(LocalCluster& cluster)
{
    if (!cluster.exists()) {
        // Meanwhile another program may have created one with another version.
        auto current = LocalCluster::in(cluster.directory());
        if (!current)
            return current.error();
        cluster = *std::move(current);
    }
    if (!cluster.exists()) {
        if (const auto result = cluster.create(); !result)
            return result;
    }
    return cluster.start();
}

} // namespace

LocalServerUse::LocalServerUse(
    std::unique_ptr<LocalCluster> cluster, std::unique_ptr<ServerLock> inUse)
    : m_cluster(std::move(cluster))
    , m_inUse(std::move(inUse))
    , m_settings(m_cluster->settings())
{}

LocalServerUse::~LocalServerUse()
{
    const auto change = lockForChange(*m_cluster, kEndTimeoutMs);
    m_inUse.reset();
    if (!change)
        return;
    const QString directory = m_cluster->directory();
    const auto alone = ServerLock::acquire(directory + kUseLock, ServerLock::Mode::Exclusive, 0);
    if (!alone || QFile::exists(directory + kStaysUpMarker))
        return;
    if (const auto stopped = m_cluster->stop(); !stopped)
        qWarning("%s", qUtf8Printable(stopped.error().toText()));
}

LocalServer::LocalServer(QString directory)
    : m_directory(std::move(directory))
{}

QString LocalServer::defaultDirectory()
{
    if (const QString given = qEnvironmentVariable("FAULTLINE_LOCAL_DIR"); !given.isEmpty())
        return QDir(given).absolutePath();
    if (geteuid() == 0)
        return u"/var/lib/faultline"_s;
    // Not the application's own directory: the window and the command line share one server.
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/faultline"_s;
}

Result<std::shared_ptr<LocalServerUse>> LocalServer::use()
{
    auto found = LocalCluster::in(m_directory);
    if (!found)
        return found.error();
    auto cluster = std::make_unique<LocalCluster>(*std::move(found));
    const auto change = lockForChange(*cluster, kChangeTimeoutMs);
    if (!change)
        return change.error();
    if (const auto started = createAndStart(*cluster); !started)
        return started.error();
    // No program holds it exclusively for long, and only with the change lock, which we hold.
    auto inUse = ServerLock::acquire(
        cluster->directory() + kUseLock, ServerLock::Mode::Shared, kChangeTimeoutMs);
    if (!inUse)
        return inUse.error();
    return std::shared_ptr<LocalServerUse>(
        new LocalServerUse(std::move(cluster), *std::move(inUse)));
}

Result<LocalServer::Status> LocalServer::status() const
{
    Status status;
    status.directory = m_directory;
    if (const auto installations = PostgresInstallation::all())
        status.version = installations->first().version();
    const QString directory = QDir(m_directory).canonicalPath();
    const auto majorVersion =
        directory.isEmpty() ? Result<int>(0) : LocalCluster::existingMajorVersion(directory);
    if (!majorVersion)
        return majorVersion.error();
    if (*majorVersion == 0)
        return status;
    const auto cluster = LocalCluster::in(directory);
    if (!cluster)
        return cluster.error();
    status.version = cluster->installation().version();
    status.socketDirectory = cluster->settings().keywords.value(u"host"_s);
    status.processId = cluster->serverProcessId();
    status.state = status.processId != 0 ? State::Running : State::Stopped;
    status.staysUp = QFile::exists(directory + kStaysUpMarker);
    return status;
}

Result<LocalServer::Status> LocalServer::start()
{
    auto cluster = LocalCluster::in(m_directory);
    if (!cluster)
        return cluster.error();
    {
        const auto change = lockForChange(*cluster, kChangeTimeoutMs);
        if (!change)
            return change.error();
        if (const auto started = createAndStart(*cluster); !started)
            return started.error();
        const auto marked =
            writePrivateFile(cluster->directory() + kStaysUpMarker, {}, cluster->identity());
        if (!marked)
            return marked.error();
    }
    return status();
}

Result<void> LocalServer::stop()
{
    const QString directory = QDir(m_directory).canonicalPath();
    if (directory.isEmpty())
        return {};
    const auto majorVersion = LocalCluster::existingMajorVersion(directory);
    if (!majorVersion)
        return majorVersion.error();
    if (*majorVersion == 0)
        return {};
    auto cluster = LocalCluster::in(directory);
    if (!cluster)
        return cluster.error();
    const auto change = lockForChange(*cluster, kChangeTimeoutMs);
    if (!change)
        return change.error();
    QFile::remove(directory + kStaysUpMarker);
    return cluster->stop();
}

} // namespace faultline
