// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/recovery/LoadLink.h"

#include "database/connection/FailureKind.h"

#include <chrono>

using namespace std::chrono_literals;

namespace faultline {

namespace {

constexpr auto kSoon = 300ms;

} // namespace

LoadLink::LoadLink(
    ConnectionSettings settings, Recovery& recovery, CancelToken cancel, Prepare prepare)
    : m_settings(std::move(settings))
    , m_recovery(recovery)
    , m_cancel(std::move(cancel))
    , m_prepare(std::move(prepare))
{}

Result<void> LoadLink::ensureOpen()
{
    if (m_connection && m_connection->isUsable())
        return {};
    m_connection.reset();
    return take(open());
}

Result<Connection> LoadLink::open()
{
    auto opened = Connection::open(m_settings, m_cancel);
    if (opened || !m_settings.isLocalServer || m_settings.localDirectory.isEmpty()
        || failureKind(opened.error()) != FailureKind::Transient)
        return opened;
    auto started = LocalServer(m_settings.localDirectory).use();
    // Processes of the crashed server may still block the start for a moment; that is temporary
    // too.
    if (!started)
        return opened;
    m_localServer = *std::move(started);
    return Connection::open(m_settings, m_cancel);
}

Result<void> LoadLink::openSoon(const CancelToken& timeIsUp)
{
    if (m_connection && m_connection->isUsable()) {
        m_connection->setCancelToken(timeIsUp);
        m_connection->rollback();
        return {};
    }
    m_connection.reset();
    return take(Connection::open(m_settings, timeIsUp, kSoon));
}

Result<void> LoadLink::take(Result<Connection> opened)
{
    if (!opened)
        return opened.error();
    m_connection.emplace(*std::move(opened));
    if (!m_prepare)
        return {};
    auto prepared = m_prepare(*m_connection);
    if (!prepared)
        m_connection.reset();
    return prepared;
}

} // namespace faultline
