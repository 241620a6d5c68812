// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/connection/ResultWait.h"

#include <chrono>

#include <poll.h>
#include <sys/socket.h>

using namespace std::chrono_literals;

namespace faultline {

ResultWait::ResultWait(
    PGconn* connection, const CancelToken& cancel, const std::function<void()>& meanwhile,
    OnCancel onCancel)
    : m_connection(connection)
    , m_cancel(cancel)
    , m_meanwhile(meanwhile)
    , m_onCancel(onCancel)
{}

ResultWait::~ResultWait()
{
    if (!m_request.valid())
        return;
    if (m_request.wait_for(std::chrono::milliseconds(kGraceMs)) != std::future_status::ready)
        cutLink();
}

bool ResultWait::once(bool untilWritable)
{
    look();
    const auto events = static_cast<short>(untilWritable ? POLLIN | POLLOUT : POLLIN);
    pollfd socket{PQsocket(m_connection), events, 0};
    const int ready = ::poll(&socket, 1, kLookMs);
    if (ready == 0 && m_meanwhile && !m_cancel.isCancelled())
        m_meanwhile();
    if (ready <= 0 || (socket.revents & ~POLLOUT) == 0)
        return PQstatus(m_connection) == CONNECTION_OK;
    return PQconsumeInput(m_connection) == 1;
}

bool ResultWait::flush()
{
    int left = 0;
    while ((left = PQflush(m_connection)) == 1) {
        if (!once(true))
            return false;
    }
    return left == 0;
}

PGresult* ResultWait::next()
{
    while (PQisBusy(m_connection) == 1 && once(false)) {}
    return PQgetResult(m_connection);
}

void ResultWait::look()
{
    if (!m_cancel.isCancelled())
        return;
    if (!m_sinceCancelled.isValid())
        m_sinceCancelled.start();
    if (m_sinceCancelled.elapsed() > kGraceMs) {
        cutLink();
        return;
    }
    if (m_onCancel == OnCancel::OnlyCutLink)
        return;
    // Repeat it: the server ignores a request that overtakes the statement.
    if (!m_request.valid() || m_request.wait_for(0s) == std::future_status::ready)
        m_request = StatementCanceller(m_connection).cancelAside();
}

void ResultWait::cutLink() const
{
    ::shutdown(PQsocket(m_connection), SHUT_RDWR);
}

} // namespace faultline
