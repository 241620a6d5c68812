// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/Connection.h"
#include "database/localserver/LocalCluster.h"
#include "database/settings/ConnectionSettings.h"

#include <QString>
#include <QTemporaryDir>

#include <memory>
#include <optional>

namespace faultline {

/// Options for a fresh database.
struct TemporaryDatabaseOptions
{
    QString encoding = QStringLiteral("UTF8");
    QString owner = QStringLiteral("faultline");
};

/// A test program's own PostgreSQL server, in its own directory under /tmp, created like the local
/// server but without waiting for the disk. It is stopped and its files are removed when this
/// object is destroyed, and even when the test program is killed. It affects nothing else on the
/// machine. Create one in initTestCase() and a database for each test function.
class TemporaryServer
{
public:
    TemporaryServer() = default;
    ~TemporaryServer();
    TemporaryServer(const TemporaryServer&) = delete;
    TemporaryServer& operator=(const TemporaryServer&) = delete;

    /// `settings` are additional server settings, such as wal_level.
    Result<void> start(const QMap<QString, QString>& settings = {});

    /// The database `faultline` as its owner, like the local server's.
    ConnectionSettings settings() const;
    /// A fresh, empty database. The settings use the role `faultline`, even if another role owns
    /// the database.
    Result<ConnectionSettings> createDatabase(const TemporaryDatabaseOptions& options = {});

    /// The same database as another role. Members of the role `with_password` need a password,
    /// other roles don't.
    static ConnectionSettings
    asRole(ConnectionSettings settings, const QString& role, const QString& password = {});
    /// The same database as superuser.
    static ConnectionSettings asSuperuser(const ConnectionSettings& settings);
    /// Runs statements as superuser, each on its own, so that CREATE DATABASE may be among them.
    static Result<void>
    executeAsSuperuser(const ConnectionSettings& settings, const QList<QByteArray>& statements);

    /// Stops and starts the server; its address stays.
    Result<void> restart(LocalCluster::Stop how = LocalCluster::Stop::Fast);
    Result<void> stop(LocalCluster::Stop how = LocalCluster::Stop::Fast);
    Result<void> startAgain();
    /// Like a power failure: kills all its processes immediately. False if none ran.
    bool kill();

    /// Runs a program as the server's user; a name without a path is a PostgreSQL program.
    Result<void> run(const QString& program, const QStringList& arguments) const;

    qint64 processId() const { return m_cluster ? m_cluster->serverProcessId() : 0; }
    /// The server's socket directory: `host` for libpq.
    QString socketDirectory() const;
    QString dataDirectory() const { return m_cluster ? m_cluster->dataDirectory() : QString(); }
    QString logFile() const { return m_cluster ? m_cluster->logFile() : QString(); }

private:
    Result<void> fillFromTemplate();
    Result<void> makeTemplate(const QString& directory);
    Result<void> watchOver();

    std::unique_ptr<QTemporaryDir> m_directory;
    std::optional<LocalCluster> m_cluster;
    int m_lifeline = -1; ///< When this is closed, the watching process ends the server.
    int m_databases = 0;
};

} // namespace faultline
