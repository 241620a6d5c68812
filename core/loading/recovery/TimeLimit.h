// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <system_error>
#include <thread>

namespace faultline {

/// Raises a token when time is up, unless destroyed before.
class TimeLimit
{
public:
    /// Raises it at once if the system can't start a thread to wait.
    TimeLimit(const CancelToken& token, std::chrono::milliseconds time)
    {
        try {
            m_thread = std::jthread([this, token, time](const std::stop_token& stop) {
                std::unique_lock lock(m_mutex);
                m_ended.wait_for(lock, stop, time, [] { return false; });
                if (!stop.stop_requested())
                    token.cancel();
            });
        } catch (const std::system_error&) {
            token.cancel();
        }
    }
    TimeLimit(const TimeLimit&) = delete;
    TimeLimit& operator=(const TimeLimit&) = delete;

private:
    std::mutex m_mutex;
    std::condition_variable_any m_ended;
    std::jthread m_thread; ///< Last: it uses the others.
};

} // namespace faultline
