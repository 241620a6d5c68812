// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/ProxyLink.h"

#include <algorithm>
#include <cerrno>

#include <sys/socket.h>
#include <unistd.h>

namespace faultline {

namespace {

constexpr int kPieceBytes = 16 * 1024;
constexpr char kReadyForQuery = 'Z';

} // namespace

ProxyLink::ProxyLink(int number, int client, int server)
    : m_number(number)
    , m_toServer{client, server, ProtocolFrames(ProtocolFrames::Side::Client)}
    , m_toClient{server, client, ProtocolFrames(ProtocolFrames::Side::Server)}
{}

ProxyLink::~ProxyLink()
{
    ::close(m_toServer.from);
    ::close(m_toServer.to);
}

// Reads from one side only after the other has accepted what came before. So memory is bounded, and
// a slow end slows the other down as without a proxy.
void ProxyLink::addTo(std::vector<pollfd>& waitFor) const
{
    const auto events = [](const Flow& in, const Flow& out) {
        return static_cast<short>(
            (in.pending.isEmpty() ? POLLIN : 0) | (out.pending.isEmpty() ? 0 : POLLOUT));
    };
    waitFor.push_back({m_toServer.from, events(m_toServer, m_toClient), 0});
    waitFor.push_back({m_toServer.to, events(m_toClient, m_toServer), 0});
}

void ProxyLink::handle(short clientEvents, short serverEvents, const Judge& judge)
{
    constexpr short kReadable = POLLIN | POLLHUP | POLLERR;
    if (clientEvents & POLLOUT)
        write(m_toClient);
    if (serverEvents & POLLOUT)
        write(m_toServer);
    if ((clientEvents & kReadable) && m_toServer.pending.isEmpty() && !m_isCut)
        read(Direction::ToServer, judge);
    if ((serverEvents & kReadable) && m_toClient.pending.isEmpty() && !m_isCut)
        read(Direction::ToClient, judge);
}

void ProxyLink::read(Direction direction, const Judge& judge)
{
    QByteArray piece(kPieceBytes, Qt::Uninitialized);
    const ssize_t count = ::recv(flow(direction).from, piece.data(), kPieceBytes, MSG_DONTWAIT);
    if (count > 0) {
        takeIn(direction, QByteArrayView(piece).first(count), judge);
    } else if (count == 0 || (errno != EAGAIN && errno != EINTR)) {
        m_hasDroppedReply = m_dropsReply;
        cut();
    }
}

void ProxyLink::takeIn(Direction direction, QByteArrayView bytes, const Judge& judge)
{
    const QList<ProtocolMessage> messages = messagesIn(direction, bytes);
    if (m_dropsReply && direction == Direction::ToClient) {
        // The server has finished a request when it is ready for the next.
        m_hasDroppedReply =
            std::any_of(messages.begin(), messages.end(), [](const ProtocolMessage& message) {
                return message.type == kReadyForQuery;
            });
        m_isCut = m_hasDroppedReply;
        return;
    }
    const LinkVerdict verdict = judge(*this, direction, bytes, messages);
    m_dropsReply = m_dropsReply || verdict.dropReply;
    Flow& flow = this->flow(direction);
    flow.pending = bytes.first(verdict.bytes).toByteArray();
    flow.carried += verdict.bytes;
    flow.isEnding = verdict.thenCut;
    write(flow);
}

QList<ProtocolMessage> ProxyLink::messagesIn(Direction direction, QByteArrayView bytes)
{
    QList<ProtocolMessage> messages;
    while (!bytes.isEmpty()) {
        const auto taken = flow(direction).frames.take(bytes);
        bytes = bytes.sliced(taken.bytes);
        if (!taken.message)
            continue;
        if (direction == Direction::ToServer && taken.message->asksForEncryption())
            m_toClient.frames.expectSingleByte();
        messages << *taken.message;
    }
    return messages;
}

void ProxyLink::write(Flow& flow)
{
    while (!flow.pending.isEmpty()) {
        const ssize_t count = ::send(
            flow.to, flow.pending.constData(), static_cast<std::size_t>(flow.pending.size()),
            MSG_DONTWAIT | MSG_NOSIGNAL);
        if (count < 0) {
            if (errno == EINTR)
                continue;
            if (errno != EAGAIN)
                cut();
            return;
        }
        flow.pending.remove(0, count);
    }
    if (flow.isEnding)
        cut();
}

} // namespace faultline
