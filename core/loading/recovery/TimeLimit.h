// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
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
            m_thread = std::thread([this, token, time] {
                std::unique_lock lock(m_mutex);
                if (!m_ended.wait_for(lock, time, [this] { return m_isOver; }))
                    token.cancel();
            });
        } catch (const std::system_error&) {
            token.cancel();
        }
    }
    ~TimeLimit()
    {
        {
            const std::scoped_lock lock(m_mutex);
            m_isOver = true;
        }
        m_ended.notify_all();
        if (m_thread.joinable())
            m_thread.join();
    }
    TimeLimit(const TimeLimit&) = delete;
    TimeLimit& operator=(const TimeLimit&) = delete;

private:
    std::mutex m_mutex;
    std::condition_variable m_ended;
    bool m_isOver = false;
    std::thread m_thread;
};

} // namespace faultline
