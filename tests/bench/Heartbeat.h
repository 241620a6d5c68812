// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QTimer>

#include <atomic>
#include <thread>
#include <vector>

namespace faultline {

/// The intervals between beats, in milliseconds. Used by one thread at a time.
class Gaps
{
public:
    /// The first beat only starts the clock.
    void beat();

    double longest() const { return percentile(100); }
    /// `percent` percent of the intervals are at most this long; 0 if there are none.
    double percentile(double percent) const;

private:
    QElapsedTimer m_clock;
    std::vector<double> m_gaps;
};

/// Measures how long the event loop of its thread keeps an event waiting: a timer beats every two
/// milliseconds. A thread that only sleeps for that time beats next to it: its delays come from the
/// machine, not from the event loop.
class Heartbeat
{
public:
    Heartbeat();
    ~Heartbeat();
    Heartbeat(const Heartbeat&) = delete;
    Heartbeat& operator=(const Heartbeat&) = delete;

    void start();
    /// Must be called before the intervals are read.
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
