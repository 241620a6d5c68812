// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/ProcessIdentity.h"
#include "database/localserver/ClusterConfiguration.h"
#include "database/localserver/PostgresInstallation.h"
#include "database/settings/ConnectionSettings.h"

#include <QCoreApplication>
#include <QString>

namespace faultline {

/// Faultline's own PostgreSQL cluster, in `<directory>/postgres-<major version>`: creates, starts
/// and stops it. Functions block. It doesn't coordinate with other programs: use LocalServer, which
/// does.
class LocalCluster
{
    Q_DECLARE_TR_FUNCTIONS(LocalCluster)

public:
    enum class Stop {
        Fast,     ///< Closes connections and writes everything to disk.
        Immediate ///< Like a crash: the next start recovers.
    };

    /// The cluster in the directory, or the one that create() would create there. Creates the
    /// directory. Fails if no suitable PostgreSQL is installed or the directory can't be used.
    static Result<LocalCluster> in(const QString& directory, ClusterOptions options = {});

    const QString& directory() const { return m_directory; }
    const QString& dataDirectory() const { return m_dataDirectory; }
    QString logFile() const { return m_directory + QStringLiteral("/server.log"); }
    const PostgresInstallation& installation() const { return m_installation; }
    const ProcessIdentity& identity() const { return m_identity; }

    bool exists() const;
    /// Creates the cluster under a temporary name and renames it when complete, so that an
    /// interrupted creation never looks like a cluster. Removes the leftovers of earlier attempts.
    Result<void> create();

    /// Starts the server and waits until it accepts connections; no effect if it is running.
    Result<void> start();
    /// Stops the server and waits until it ends; no effect if it isn't running.
    Result<void> stop(Stop how = Stop::Fast);

    /// 0 if it isn't running.
    qint64 serverProcessId() const;
    /// Connects to the database `faultline` as the role `faultline`.
    ConnectionSettings settings() const;

    /// The major version of the newest cluster in the directory, or 0.
    static Result<int> existingMajorVersion(const QString& directory);
    static QString dataDirectoryIn(const QString& directory, int majorVersion);

private:
    LocalCluster(
        QString directory, ClusterOptions options, PostgresInstallation installation,
        ProcessIdentity identity);

    void adoptRunningSocket();
    Result<void> checkDataDirectory() const;
    Result<void> removeUnfinished() const;
    Result<void> initialise(const QString& target) const;
    Result<void> setUp(const QString& target) const;
    Result<ProcessIdentity::Outcome>
    runAlone(const QString& dataDirectory, const QString& database, const QByteArray& sql) const;
    Result<void> writeConfiguration() const;
    Result<void> waitUntilReady() const;
    void removeDeadSocket() const;
    void rotateLargeLog() const;
    UserMessage startFailure(const QString& why) const;

    QString m_directory;
    QString m_dataDirectory;
    QString m_socketDirectory;
    ClusterOptions m_options;
    PostgresInstallation m_installation;
    ProcessIdentity m_identity;
};

} // namespace faultline
