// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QTimer>

#include <atomic>
#include <thread>
#include <vector>

namespace faultline {

/// The times between one beat and the next, in milliseconds. Used by one thread at a time.
class Gaps
{
public:
    /// The first beat only starts the clock.
    void beat();

    double longest() const { return percentile(100); }
    /// So many percent of the gaps are no longer than this; 0 without any.
    double percentile(double percent) const;

private:
    QElapsedTimer m_clock;
    std::vector<double> m_gaps;
};

/// Tells how long the event loop of the thread that it was made on keeps an event waiting: a timer
/// of it beats every two milliseconds. A thread that does nothing but sleep as long beats beside
/// it: what that one waits is the machine's doing, and not the event loop's.
class Heartbeat
{
public:
    Heartbeat();
    ~Heartbeat();
    Heartbeat(const Heartbeat&) = delete;
    Heartbeat& operator=(const Heartbeat&) = delete;

    void start();
    /// Before the gaps are read.
    void stop();

    const Gaps& eventLoop() const { return m_eventLoop; }
    const Gaps& idleThread() const { return m_idleThread; }

private:
    QTimer m_timer;
    Gaps m_eventLoop;
    Gaps m_idleThread;
    std::atomic<bool> m_stopping = false;
    std::thread m_thread;
};

} // namespace faultline
