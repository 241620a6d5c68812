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

/// What the threads of a load do, together, when the database fails: what mends itself is tried
/// again after a while, longer each time; what only a person can mend makes the load pause; the
/// rest ends it. Meanwhile the tracker tells what is the matter. Any thread may call any function.
class Recovery
{
public:
    /// References must outlive it.
    Recovery(const LoadOptions& options, LoadTracker& tracker, PauseGate& gate, CancelToken cancel);

    /// After a step failed that may be done again, for the `attempt`-th time from 0: waits until it
    /// should be. Otherwise the failure that ends the load.
    Result<void> waitAfter(const UserMessage& failure, int attempt);
    /// A step succeeded: the database is there.
    void noteSuccess();
    /// The load ends: nobody waits any longer.
    void end();
    /// How often the load went on after it was interrupted.
    int interruptions() const;

    /// The database refused lines, which are rejected, and said why.
    void noteRefusals(const QString& why, qint64 lines);
    /// What it said of such lines, which names the constraint, and of how many.
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
    /// Empty while all is well.
    std::optional<std::chrono::steady_clock::time_point> m_troubleSince;
    int m_interruptions = 0;
    QMap<QString, qint64> m_refusals;
    bool m_hasGivenUp = false; ///< The load ends: nobody waits once more.
};

} // namespace faultline
