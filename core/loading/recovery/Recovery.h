// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "loading/receipt/LoadOptions.h"
#include "loading/receipt/LoadTracker.h"
#include "loading/receipt/PauseGate.h"

#include <QMap>
#include <QString>

#include <chrono>
#include <mutex>
#include <optional>

namespace faultline {

/// How the threads of a load react together when the database fails. Temporary failures are retried
/// after a while, longer each time; what only a person can fix pauses the load; anything else ends
/// it. Meanwhile the tracker shows the problem. Any thread may call any function.
class Recovery
{
public:
    /// References must outlive it.
    Recovery(const LoadOptions& options, LoadTracker& tracker, PauseGate& gate, CancelToken cancel);

    /// Call after the `attempt`-th try of a repeatable step failed, counted from 0: waits until it
    /// should be retried. Otherwise returns the failure that ends the load.
    Result<void> waitAfter(const UserMessage& failure, int attempt);
    /// A step succeeded: the database is available.
    void noteSuccess();
    /// The load ends: releases all waiting threads.
    void end();
    /// How often the load was interrupted.
    int interruptions() const;

    /// Notes that the database refused lines, which are rejected, and why.
    void noteRefusals(const QString& why, qint64 lines);
    /// The database's reasons, which name the constraint, and the number of lines for each.
    QMap<QString, qint64> refusals() const;

private:
    bool isPatient();
    Result<void>
    tryAgain(const UserMessage& failure, std::chrono::milliseconds wait, unsigned seen);
    Result<void> stuck(const UserMessage& failure, unsigned seen);
    UserMessage giveUp(const UserMessage& failure);

    const LoadOptions& m_options;
    LoadTracker& m_tracker;
    PauseGate& m_gate;
    const CancelToken m_cancel;
    mutable std::mutex m_mutex;
    /// Empty while there is no trouble.
    std::optional<std::chrono::steady_clock::time_point> m_troubleSince;
    int m_interruptions = 0;
    QMap<QString, qint64> m_refusals;
    bool m_hasGivenUp = false; ///< The load ends: no thread may wait again.
};

} // namespace faultline
