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

/// While it exists, cancels the session's running statement, and any later one, once the token is
/// raised or the time is up. For sessions whose thread blocks in the server call and can check
/// neither. Destroy it before the session, so that no request hits another session's statement.
class StatementWatchdog
{
public:
    enum class Reason { Cancelled, TimeLimit };

    /// Without a `limit` it only checks the token.
    StatementWatchdog(
        StatementCanceller canceller, CancelToken cancel,
        std::optional<std::chrono::milliseconds> limit = std::nullopt);
    StatementWatchdog(const StatementWatchdog&) = delete;
    StatementWatchdog& operator=(const StatementWatchdog&) = delete;

    /// Why it cancelled a statement, if it did.
    std::optional<Reason> ended() const;

private:
    void look(const std::stop_token& over);

    const StatementCanceller m_canceller;
    const CancelToken m_cancel;
    const std::optional<std::chrono::milliseconds> m_limit;
    mutable std::mutex m_mutex; ///< Guards m_ended.
    std::optional<Reason> m_ended;
    std::condition_variable_any m_wake;
    std::jthread m_thread; ///< Last: it uses the others, and is joined first.
};

} // namespace faultline
