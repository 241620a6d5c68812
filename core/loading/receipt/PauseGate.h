// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>

namespace faultline {

/// Where the threads of a load wait: for a while, or until the load is resumed. Any thread may call
/// any function.
class PauseGate
{
public:
    /// Releases the waiting threads.
    void open()
    {
        {
            const std::scoped_lock lock(m_mutex);
            ++m_openings;
        }
        m_opened.notify_all();
    }

    /// Waits until it is opened. False when cancelled.
    bool wait(const CancelToken& cancel) { return waitFor(std::chrono::hours(24 * 365), cancel); }

    /// Waits for `time` at most, or until it is opened. False when cancelled.
    bool waitFor(std::chrono::milliseconds time, const CancelToken& cancel)
    {
        std::unique_lock lock(m_mutex);
        const auto openings = m_openings;
        const auto end = std::chrono::steady_clock::now() + time;
        while (!cancel.isCancelled() && m_openings == openings
               && std::chrono::steady_clock::now() < end)
            m_opened.wait_until(lock, std::min(end, std::chrono::steady_clock::now() + kLook));
        return !cancel.isCancelled();
    }

private:
    // A token can't wake a waiting thread.
    static constexpr std::chrono::milliseconds kLook{50};

    std::mutex m_mutex;
    std::condition_variable m_opened;
    unsigned m_openings = 0;
};

} // namespace faultline
