// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace faultline {

/// Raises a token when time is up, unless it is destroyed before.
class TimeLimit
{
public:
    TimeLimit(CancelToken token, std::chrono::milliseconds time)
        : m_thread([this, token = std::move(token), time] {
            std::unique_lock lock(m_mutex);
            if (!m_ended.wait_for(lock, time, [this] { return m_isOver; }))
                token.cancel();
        })
    {}
    ~TimeLimit()
    {
        {
            const std::scoped_lock lock(m_mutex);
            m_isOver = true;
        }
        m_ended.notify_all();
        m_thread.join();
    }
    TimeLimit(const TimeLimit&) = delete;
    TimeLimit& operator=(const TimeLimit&) = delete;

private:
    std::mutex m_mutex;
    std::condition_variable m_ended;
    bool m_isOver = false;
    std::thread m_thread; ///< Last: it uses the others.
};

} // namespace faultline
