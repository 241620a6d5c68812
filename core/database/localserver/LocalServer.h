// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/settings/ConnectionSettings.h"

#include <QCoreApplication>
#include <QString>

#include <memory>

namespace faultline {

class LocalCluster;
class ServerLock;

/// One program's use of the local server. When the last use on the machine ends, in any program,
/// the server stops, unless a person asked for it to stay up. Ending a use takes seconds: never on
/// the window's thread.
class LocalServerUse
{
public:
    ~LocalServerUse();
    LocalServerUse(const LocalServerUse&) = delete;
    LocalServerUse& operator=(const LocalServerUse&) = delete;

    const ConnectionSettings& settings() const { return m_settings; }

private:
    friend class LocalServer;
    LocalServerUse(std::unique_ptr<LocalCluster> cluster, std::unique_ptr<ServerLock> inUse);

    std::unique_ptr<LocalCluster> m_cluster;
    std::unique_ptr<ServerLock> m_inUse;
    ConnectionSettings m_settings;
};

/// Faultline's own PostgreSQL on this machine: a cluster in the user's data directory. It is
/// reached through a Unix socket in a directory that only its owner can enter, never over TCP. When
/// root starts it, the server process and its files belong to an unprivileged user. Functions
/// block: never on the window's thread. Programs that use it at the same time coordinate through
/// lock files.
class LocalServer
{
    Q_DECLARE_TR_FUNCTIONS(LocalServer)

public:
    enum class State { NotCreated, Stopped, Running };

    struct Status
    {
        State state = State::NotCreated;
        QString directory;       ///< Where its files are.
        QString socketDirectory; ///< `host` for libpq.
        QString version;         ///< Of the installed PostgreSQL: "15.18".
        qint64 processId = 0;    ///< Of the running server.
        bool staysUp = false;    ///< Started by hand: doesn't stop when its last user ends.
    };

    explicit LocalServer(QString directory = defaultDirectory());

    /// $FAULTLINE_LOCAL_DIR; otherwise /var/lib/faultline for root, and the user's data directory
    /// for others.
    static QString defaultDirectory();

    /// Creates the cluster if there is none, starts it if it isn't running, and keeps it running
    /// for as long as the returned use lives.
    Result<std::shared_ptr<LocalServerUse>> use();

    /// The current state; changes nothing.
    Result<Status> status() const;
    /// Starts it and leaves it running until stop().
    Result<Status> start();
    /// Stops it now; programs that use it lose their connections.
    Result<void> stop();

private:
    QString m_directory;
};

} // namespace faultline
