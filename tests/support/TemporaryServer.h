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

/// What a test wants of a fresh database.
struct TemporaryDatabaseOptions
{
    QString encoding = QStringLiteral("UTF8");
    QString owner = QStringLiteral("faultline");
};

/// A PostgreSQL server of a test program's own, in a directory of its own under /tmp, made like
/// the local server but without waiting for the disk. It is stopped and its files are removed when
/// this object is destroyed, and also when the test program is killed. Nothing else on the machine
/// is touched. Make one in initTestCase() and a database for each test function.
class TemporaryServer
{
public:
    TemporaryServer() = default;
    ~TemporaryServer();
    TemporaryServer(const TemporaryServer&) = delete;
    TemporaryServer& operator=(const TemporaryServer&) = delete;

    /// `settings` are further settings of the server, such as wal_level.
    Result<void> start(const QMap<QString, QString>& settings = {});

    /// The database `faultline` as its owner, as the local server gives it.
    ConnectionSettings settings() const;
    /// A fresh, empty database. The settings log in as the role `faultline`, also when another role
    /// owns the database.
    Result<ConnectionSettings> createDatabase(const TemporaryDatabaseOptions& options = {});

    /// The same database as another role. Members of the role `with_password` need one, others that
    /// exist don't.
    static ConnectionSettings
    asRole(ConnectionSettings settings, const QString& role, const QString& password = {});
    /// The same database as superuser.
    static ConnectionSettings asSuperuser(const ConnectionSettings& settings);
    /// Runs statements as superuser, one after the other, each on its own (CREATE DATABASE may be
    /// among them).
    static Result<void>
    executeAsSuperuser(const ConnectionSettings& settings, const QList<QByteArray>& statements);

    /// Stops the server and starts it again; its address stays.
    Result<void> restart(LocalCluster::Stop how = LocalCluster::Stop::Fast);
    Result<void> stop(LocalCluster::Stop how = LocalCluster::Stop::Fast);
    Result<void> startAgain();
    /// As a power failure does: all its processes at once, without a word. False if none ran.
    bool kill();

    /// Runs a program as the server's user; a name without a path is one of PostgreSQL's programs.
    Result<void> run(const QString& program, const QStringList& arguments) const;

    qint64 processId() const { return m_cluster ? m_cluster->serverProcessId() : 0; }
    /// Where the server's socket is: `host` for libpq.
    QString socketDirectory() const;
    QString dataDirectory() const { return m_cluster ? m_cluster->dataDirectory() : QString(); }
    QString logFile() const { return m_cluster ? m_cluster->logFile() : QString(); }

private:
    Result<void> fillFromTemplate();
    Result<void> makeTemplate(const QString& place);
    Result<void> watchOver();

    std::unique_ptr<QTemporaryDir> m_directory;
    std::optional<LocalCluster> m_cluster;
    int m_lifeline = -1; ///< The watching process ends the server when this is closed.
    int m_databases = 0;
};

} // namespace faultline
