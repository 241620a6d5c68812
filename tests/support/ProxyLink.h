// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/ProtocolFrames.h"

#include <QByteArray>
#include <QList>

#include <functional>
#include <vector>

#include <poll.h>

namespace faultline {

/// A proxy's decision on bytes that a link carries.
struct LinkVerdict
{
    qsizetype bytes = 0;    ///< This many are passed on.
    bool thenCut = false;   ///< Then the link is cut.
    bool dropReply = false; ///< The server's answer to them is dropped, and then the link is cut.
};

/// One connection through a SocketProxy: the program's end and the server's. Belongs to the proxy's
/// thread; owns both file descriptors.
class ProxyLink
{
public:
    enum class Direction { ToServer, ToClient };
    /// Called for every block of bytes, with the messages that end in it.
    using Judge = std::function<LinkVerdict(
        ProxyLink&, Direction, QByteArrayView, const QList<ProtocolMessage>&)>;

    ProxyLink(int number, int client, int server);
    ~ProxyLink();
    ProxyLink(const ProxyLink&) = delete;
    ProxyLink& operator=(const ProxyLink&) = delete;

    int number() const { return m_number; } ///< One-based number of the connection.
    qint64 carried(Direction direction) const { return flow(direction).carried; }
    bool isCut() const { return m_isCut; }
    /// Cut while its server's answer to a COMMIT was held back.
    bool hasDroppedReply() const { return m_hasDroppedReply; }

    /// What to wait for: an entry for the program's end and one for the server's.
    void addTo(std::vector<pollfd>& waitFor) const;
    void handle(short clientEvents, short serverEvents, const Judge& judge);
    void cut() { m_isCut = true; }

private:
    /// One direction: bytes that were read but not yet written.
    struct Flow
    {
        int from;
        int to;
        ProtocolFrames frames;
        QByteArray pending = {};
        qint64 carried = 0;
        bool isEnding = false; ///< Cut once `pending` is written.
    };

    Flow& flow(Direction direction)
    {
        return direction == Direction::ToServer ? m_toServer : m_toClient;
    }
    const Flow& flow(Direction direction) const
    {
        return direction == Direction::ToServer ? m_toServer : m_toClient;
    }
    void read(Direction direction, const Judge& judge);
    void takeIn(Direction direction, QByteArrayView bytes, const Judge& judge);
    QList<ProtocolMessage> messagesIn(Direction direction, QByteArrayView bytes);
    void write(Flow& flow);

    int m_number;
    Flow m_toServer;
    Flow m_toClient;
    bool m_dropsReply = false;
    bool m_hasDroppedReply = false;
    bool m_isCut = false;
};

} // namespace faultline
