// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "database/connection/Connection.h"
#include "database/localserver/LocalServer.h"
#include "database/settings/ConnectionSettings.h"
#include "loading/recovery/Recovery.h"
#include "loading/recovery/TimeLimit.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace faultline {

/// The connection of one of a load's threads. It is opened on demand, and reopened if it was lost;
/// a local server that has crashed is restarted.
class LoadLink
{
public:
    using Prepare = std::function<Result<void>(Connection&)>;

    /// `prepare` is called with each new connection. References must outlive the link.
    LoadLink(
        ConnectionSettings settings, Recovery& recovery, CancelToken cancel, Prepare prepare = {});

    /// Repeats `step` until it succeeds, or fails for a reason that waiting can't fix. A step must
    /// be repeatable: it is a transaction of its own, and on a repeat it finds out what the
    /// previous try achieved, even if that one's COMMIT got no answer.
    template<typename Step>
    auto run(Step&& step) -> decltype(step(std::declval<Connection&>()))
    {
        using Outcome = decltype(step(std::declval<Connection&>()));
        for (int attempt = 0;; ++attempt) {
            const auto opened = ensureOpen();
            Outcome outcome = opened ? step(*m_connection) : Outcome(opened.error());
            if (outcome) {
                m_recovery.noteSuccess();
                return outcome;
            }
            if (m_connection)
                m_connection->rollback();
            if (const auto again = m_recovery.waitAfter(outcome.error(), attempt); !again)
                return again.error();
        }
    }

    /// Runs `step` once, even after a cancel, if a connection is open or opens soon: for what must
    /// be written at the end of a load.
    template<typename Step>
    auto runLast(Step&& step) -> decltype(step(std::declval<Connection&>()))
    {
        using Outcome = decltype(step(std::declval<Connection&>()));
        if (m_isGone)
            return UserMessage::cancelled();
        // Not m_cancel, which may be why the load ends.
        const CancelToken timeIsUp;
        const TimeLimit limit(timeIsUp, kLastStep);
        const auto opened = openSoon(timeIsUp);
        Outcome outcome = opened ? step(*m_connection) : Outcome(opened.error());
        m_isGone = !outcome && timeIsUp.isCancelled();
        return outcome;
    }

    /// A step at the end of a load: once if the load was cancelled or `hasFailed`, otherwise like
    /// run().
    template<typename Step>
    auto runAtEnd(bool hasFailed, Step&& step)
    {
        return hasFailed || m_cancel.isCancelled() ? runLast(step) : run(step);
    }

private:
    static constexpr std::chrono::milliseconds kLastStep{2'000};

    Result<void> ensureOpen();
    Result<Connection> open();
    Result<void> openSoon(const CancelToken& timeIsUp);
    Result<void> take(Result<Connection> opened);

    const ConnectionSettings m_settings;
    Recovery& m_recovery;
    const CancelToken m_cancel;
    const Prepare m_prepare;
    std::optional<Connection> m_connection;
    std::shared_ptr<LocalServerUse> m_localServer; ///< If it had to be restarted.
    bool m_isGone = false; ///< A last step timed out: don't begin further ones.
};

} // namespace faultline
