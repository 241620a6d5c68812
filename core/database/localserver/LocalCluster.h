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

/// One PostgreSQL cluster of Faultline's own, in `<directory>/postgres-<major version>`: makes it,
/// starts it, stops it. Functions block. It knows nothing of other programs that do the same:
/// LocalServer makes them take turns, and is what to use.
class LocalCluster
{
    Q_DECLARE_TR_FUNCTIONS(LocalCluster)

public:
    enum class Stop {
        Fast,     ///< Ends connections, writes everything to the disk.
        Immediate ///< As in a crash: the next start recovers.
    };

    /// The cluster that is in the directory, or the one that create() would make there. Makes the
    /// directory. Fails when no fitting PostgreSQL is installed, or the directory can't be used.
    static Result<LocalCluster> in(const QString& directory, ClusterOptions options = {});

    const QString& directory() const { return m_directory; }
    const QString& dataDirectory() const { return m_dataDirectory; }
    QString logFile() const { return m_directory + QStringLiteral("/server.log"); }
    const PostgresInstallation& installation() const { return m_installation; }
    const ProcessIdentity& identity() const { return m_identity; }

    bool exists() const;
    /// Makes the cluster beside its place and moves it there when it is complete, so that one whose
    /// making was broken off is never taken for a cluster. Leftovers of such are removed.
    Result<void> create();

    /// Starts the server and waits until it takes connections; does nothing if it runs already.
    Result<void> start();
    /// Stops the server and waits for its end; does nothing if it doesn't run.
    Result<void> stop(Stop how = Stop::Fast);

    /// 0 if it doesn't run.
    qint64 serverProcessId() const;
    /// How to reach the database `faultline` as the role `faultline`.
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
    void putLargeLogAside() const;
    UserMessage startFailure(const QString& why) const;

    QString m_directory;
    QString m_dataDirectory;
    QString m_socketDirectory;
    ClusterOptions m_options;
    PostgresInstallation m_installation;
    ProcessIdentity m_identity;
};

} // namespace faultline
