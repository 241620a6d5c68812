// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "database/connection/StatementCanceller.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace faultline {

/// While it lives, it ends what a session runs once the token is raised or the time is over, and
/// whatever the session begins after that. For sessions whose own thread waits for the server and
/// can look at neither. To be gone before the session is, so that no request reaches another's
/// statement.
class StatementWatchdog
{
public:
    enum class Reason { Cancelled, TimeLimit };

    /// Without a `limit` it only looks at the token.
    StatementWatchdog(
        StatementCanceller canceller, CancelToken cancel,
        std::optional<std::chrono::milliseconds> limit = std::nullopt);
    StatementWatchdog(const StatementWatchdog&) = delete;
    StatementWatchdog& operator=(const StatementWatchdog&) = delete;

    /// Why it ended something, if it did.
    std::optional<Reason> ended() const;

private:
    void look(const std::stop_token& over);

    const StatementCanceller m_canceller;
    const CancelToken m_cancel;
    const std::optional<std::chrono::milliseconds> m_limit;
    mutable std::mutex m_mutex; ///< Guards the next one.
    std::optional<Reason> m_ended;
    std::condition_variable_any m_wake;
    std::jthread m_thread; ///< Last: it uses the others, and is waited for when this goes.
};

} // namespace faultline
