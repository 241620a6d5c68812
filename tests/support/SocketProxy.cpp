// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/SocketProxy.h"

#include <QDateTime>
#include <QFile>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>

#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

UserMessage failure(const QString& what)
{
    return UserMessage::error(what).because(qt_error_string(errno)).withCode(u"test-support"_s);
}

// Calls `use` (bind or connect) with a socket of this name; -1 if it fails.
template<typename Use>
int unixSocket(const QString& path, Use use)
{
    const QByteArray name = QFile::encodeName(path);
    sockaddr_un address{};
    if (static_cast<std::size_t>(name.size()) >= sizeof address.sun_path)
        return -1;
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, name.constData(), static_cast<std::size_t>(name.size()));
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0)
        return -1;
    if (use(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
        return descriptor;
    ::close(descriptor);
    return -1;
}

} // namespace

SocketProxy::~SocketProxy()
{
    if (m_thread.joinable()) {
        order([](Orders& orders) { orders.isStopping = true; });
        m_thread.join();
    }
    stopListening();
    if (m_wake >= 0)
        ::close(m_wake);
}

Result<void> SocketProxy::start(const ConnectionSettings& server)
{
    m_socketName = u".s.PGSQL."_s + server.keywords.value(u"port"_s, u"5432"_s);
    m_serverSocket = server.keywords.value(u"host"_s) + u'/' + m_socketName;
    m_wake = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (!m_directory.isValid() || m_wake < 0)
        return failure(u"No directory for the proxy's socket"_s);
    if (const auto listening = listen(); !listening)
        return listening;
    m_thread = std::thread([this] { run(); });
    return {};
}

ConnectionSettings SocketProxy::through(ConnectionSettings settings) const
{
    settings.keywords.insert(u"host"_s, m_directory.path());
    settings.origin = u"the test's proxy"_s;
    return settings;
}

// Waits until the thread has received the command. It may just be after poll(), and would still
// pass on bytes that were sent after the command.
template<typename Change>
void SocketProxy::order(Change change)
{
    std::unique_lock lock(m_mutex);
    change(m_orders);
    const quint64 number = ++m_orders.count;
    const quint64 one = 1;
    // It only fails if the thread has already been woken.
    static_cast<void>(!::write(m_wake, &one, sizeof one));
    m_isObeyed.wait(lock, [&] { return m_obeyed >= number; });
}

void SocketProxy::cut(const Cut& cut)
{
    order([&cut](Orders& orders) { orders.cut = cut; });
}

void SocketProxy::breakCommit(CommitFault fault, int first, int every)
{
    order([&](Orders& orders) { orders.commit = {fault, first, every}; });
}

void SocketProxy::cutAll()
{
    order([](Orders& orders) { orders.cutAll = true; });
}

void SocketProxy::setStalled(bool isStalled)
{
    order([isStalled](Orders& orders) { orders.isStalled = isStalled; });
}

void SocketProxy::setRefusing(bool isRefusing)
{
    order([isRefusing](Orders& orders) { orders.isRefusing = isRefusing; });
}

SocketProxy::Traffic SocketProxy::traffic() const
{
    const std::scoped_lock lock(m_mutex);
    return m_traffic;
}

Result<void> SocketProxy::listen()
{
    const QString path = m_directory.filePath(m_socketName);
    QFile::remove(path);
    m_listener = unixSocket(path, &::bind);
    if (m_listener < 0 || ::listen(m_listener, SOMAXCONN) != 0)
        return failure(u"The proxy can't listen"_s);
    return {};
}

// The socket's file stays, as with a killed server: connections are then refused.
void SocketProxy::stopListening()
{
    if (m_listener >= 0)
        ::close(m_listener);
    m_listener = -1;
}

void SocketProxy::run()
{
    while (obey())
        carry();
    m_links.clear();
}

bool SocketProxy::obey()
{
    const std::scoped_lock lock(m_mutex);
    if (m_orders.cutAll && !m_links.empty()) {
        m_links.clear();
        countFault();
    }
    m_orders.cutAll = false;
    m_isStalled = m_orders.isStalled;
    if (m_orders.isRefusing)
        stopListening();
    else if (m_listener < 0 && !listen())
        m_orders.isStopping = true;
    m_obeyed = m_orders.isStopping ? std::numeric_limits<quint64>::max() : m_orders.count;
    m_isObeyed.notify_all();
    return !m_orders.isStopping;
}

void SocketProxy::carry()
{
    constexpr std::size_t kFirstLink = 2;
    // poll() ignores a negative descriptor.
    std::vector<pollfd> waitFor{{m_wake, POLLIN, 0}, {m_listener, POLLIN, 0}};
    if (!m_isStalled) {
        for (const auto& link : m_links)
            link->addTo(waitFor);
    }
    if (::poll(waitFor.data(), waitFor.size(), -1) < 0)
        return;
    if (waitFor[0].revents) {
        quint64 count = 0;
        static_cast<void>(!::read(m_wake, &count, sizeof count));
    }
    const auto judgePiece = [this](
                                const ProxyLink& link, Direction direction, QByteArrayView bytes,
                                const QList<ProtocolMessage>& messages) {
        return judge(link, direction, bytes, messages);
    };
    for (std::size_t at = kFirstLink; at < waitFor.size(); at += 2) {
        ProxyLink& link = *m_links[(at - kFirstLink) / 2];
        link.handle(waitFor[at].revents, waitFor[at + 1].revents, judgePiece);
        if (link.hasDroppedReply()) {
            const std::scoped_lock lock(m_mutex);
            countFault();
        }
    }
    std::erase_if(m_links, [](const auto& link) { return link->isCut(); });
    if (waitFor[1].revents)
        accept();
}

void SocketProxy::accept()
{
    const int client = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0)
        return;
    const int server = unixSocket(m_serverSocket, &::connect);
    if (server < 0) {
        ::close(client);
        return;
    }
    const std::scoped_lock lock(m_mutex);
    m_links.push_back(std::make_unique<ProxyLink>(++m_traffic.connections, client, server));
}

LinkVerdict SocketProxy::judge(
    const ProxyLink& link, Direction direction, QByteArrayView bytes,
    const QList<ProtocolMessage>& messages)
{
    const std::scoped_lock lock(m_mutex);
    const auto fault = direction == Direction::ToServer ? brokenCommitIn(messages) : std::nullopt;
    if (fault == CommitFault::CutBefore) {
        countFault();
        return {0, true, false};
    }
    qint64& total =
        direction == Direction::ToServer ? m_traffic.bytesToServer : m_traffic.bytesToClient;
    total += bytes.size();
    auto& cut = m_orders.cut;
    if (cut && cut->direction == direction
        && (cut->connection == 0 || cut->connection == link.number())) {
        const qint64 before = cut->connection == 0 ? total - bytes.size() : link.carried(direction);
        if (before + bytes.size() >= cut->afterBytes) {
            const qint64 rest = std::max(qint64{0}, cut->afterBytes - before);
            cut.reset();
            countFault();
            return {rest, true, false};
        }
    }
    return {bytes.size(), false, fault.has_value()};
}

// How to break a COMMIT in these messages.
std::optional<SocketProxy::CommitFault>
SocketProxy::brokenCommitIn(const QList<ProtocolMessage>& messages)
{
    std::optional<CommitFault> fault;
    for (const ProtocolMessage& message : messages) {
        if (!message.isCommit())
            continue;
        ++m_traffic.commits;
        auto& order = m_orders.commit;
        if (!order || --order->countdown > 0)
            continue;
        fault = order->fault;
        if (order->every > 0)
            order->countdown = order->every;
        else
            order.reset();
    }
    return fault;
}

void SocketProxy::countFault()
{
    ++m_traffic.faults;
    m_traffic.lastFaultAt = QDateTime::currentMSecsSinceEpoch();
}

} // namespace faultline
