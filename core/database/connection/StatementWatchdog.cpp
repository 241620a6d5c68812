// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/connection/StatementWatchdog.h"

namespace faultline {

namespace {

constexpr std::chrono::milliseconds kLook(100);

} // namespace

StatementWatchdog::StatementWatchdog(
    StatementCanceller canceller, CancelToken cancel,
    std::optional<std::chrono::milliseconds> limit)
    : m_canceller(std::move(canceller))
    , m_cancel(std::move(cancel))
    , m_limit(limit)
    , m_thread([this](const std::stop_token& over) { look(over); })
{}

std::optional<StatementWatchdog::Reason> StatementWatchdog::ended() const
{
    const std::scoped_lock lock(m_mutex);
    return m_ended;
}

// Repeats the request, because one that overtakes its statement is lost.
void StatementWatchdog::look(const std::stop_token& over)
{
    const auto begin = std::chrono::steady_clock::now();
    std::unique_lock lock(m_mutex);
    while (!m_wake.wait_for(lock, over, kLook, [&over] { return over.stop_requested(); })) {
        if (!m_ended && m_cancel.isCancelled())
            m_ended = Reason::Cancelled;
        else if (!m_ended && m_limit && std::chrono::steady_clock::now() - begin > *m_limit)
            m_ended = Reason::TimeLimit;
        if (!m_ended)
            continue;
        lock.unlock();
        m_canceller.cancel();
        lock.lock();
    }
}

} // namespace faultline
