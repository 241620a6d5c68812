// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"

#include <QtGlobal>

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace faultline {

/// Where the threads of a load wait: for a while, or until the load is resumed. Any thread may call
/// any function. A test replaces the time that passes.
class PauseGate
{
public:
    static constexpr std::chrono::hours kForever{24 * 365};

    PauseGate() = default;
    virtual ~PauseGate() = default;
    Q_DISABLE_COPY_MOVE(PauseGate)

    /// Releases the waiting threads.
    void open()
    {
        {
            const std::scoped_lock lock(m_mutex);
            ++m_openings;
        }
        m_opened.notify_all();
    }

    /// How often it was opened so far.
    unsigned openings() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_openings;
    }

    /// Waits for `time` at most, or until it was opened since there were `seen` openings. False
    /// when cancelled.
    virtual bool waitFor(std::chrono::milliseconds time, unsigned seen, const CancelToken& cancel)
    {
        std::unique_lock lock(m_mutex);
        m_opened.wait_for(
            lock, cancel.stopToken(), time, [this, seen] { return m_openings != seen; });
        return !cancel.isCancelled();
    }

    virtual std::chrono::steady_clock::time_point now() const
    {
        return std::chrono::steady_clock::now();
    }

private:
    mutable std::mutex m_mutex;
    std::condition_variable_any m_opened;
    unsigned m_openings = 0;
};

} // namespace faultline
