// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/settings/ConnectionSettings.h"
#include "support/ProxyLink.h"

#include <QString>
#include <QTemporaryDir>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace faultline {

/// A connection to a PostgreSQL server that a test can break: a Unix socket in its own directory,
/// which forwards to the server's socket on its own thread. Functions may be called from any other
/// thread, and are in effect when they return.
class SocketProxy
{
public:
    using Direction = ProxyLink::Direction;

    /// Cuts a link after this many bytes in one direction: those of connection number `connection`,
    /// or of all together if it is 0; then the one that carried the last byte is cut.
    struct Cut
    {
        Direction direction = Direction::ToServer;
        qint64 afterBytes = 0;
        int connection = 0;
    };
    enum class CommitFault {
        DropReply, ///< The server commits, but the answer is lost.
        CutBefore  ///< The COMMIT never reaches the server.
    };
    /// What was carried, and what was broken.
    struct Traffic
    {
        int connections = 0;
        int commits = 0;
        qint64 bytesToServer = 0;
        qint64 bytesToClient = 0;
        int faults = 0;         ///< Cuts and broken COMMITs that took effect.
        qint64 lastFaultAt = 0; ///< Milliseconds since 1970.
    };

    SocketProxy() = default;
    ~SocketProxy();
    SocketProxy(const SocketProxy&) = delete;
    SocketProxy& operator=(const SocketProxy&) = delete;

    /// Serves until it is destroyed. `server` is reached through a Unix socket.
    Result<void> start(const ConnectionSettings& server);
    /// The same database, reached through the proxy.
    ConnectionSettings through(ConnectionSettings settings) const;

    void cut(const Cut& cut);
    /// Breaks COMMIT number `first`, counted from now, and, if `every` isn't 0, every `every`th
    /// after it.
    void breakCommit(CommitFault fault, int first, int every = 0);
    /// Cuts all current links.
    void cutAll();
    /// Half-open links: no data passes any more, without notice.
    void setStalled(bool isStalled);
    /// Refuses new connections; existing ones continue.
    void setRefusing(bool isRefusing);

    Traffic traffic() const;

private:
    struct BrokenCommit
    {
        CommitFault fault;
        int countdown;
        int every;
    };
    struct Orders
    {
        std::optional<Cut> cut;
        std::optional<BrokenCommit> commit;
        bool cutAll = false;
        bool isStalled = false;
        bool isRefusing = false;
        bool isStopping = false;
        quint64 count = 0; ///< Commands given so far.
    };

    template<typename Change>
    void order(Change change);
    void run();
    Result<void> listen();
    void stopListening();
    /// False if it must stop.
    bool obey();
    void carry();
    void accept();
    LinkVerdict judge(
        const ProxyLink& link, Direction direction, QByteArrayView bytes,
        const QList<ProtocolMessage>& messages);
    std::optional<CommitFault> brokenCommitIn(const QList<ProtocolMessage>& messages);
    void countFault();

    QTemporaryDir m_directory{QStringLiteral("/tmp/faultline-proxy-XXXXXX")};
    QString m_socketName;
    QString m_serverSocket;
    std::thread m_thread;
    int m_wake = -1;

    mutable std::mutex m_mutex;
    Orders m_orders;
    std::condition_variable m_isObeyed;
    quint64 m_obeyed = 0; ///< Commands that the thread has received.
    Traffic m_traffic;

    // For the thread only.
    int m_listener = -1;
    bool m_isStalled = false;
    std::vector<std::unique_ptr<ProxyLink>> m_links;
};

} // namespace faultline
