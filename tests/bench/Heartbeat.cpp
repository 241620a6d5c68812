// SPDX-License-Identifier: GPL-3.0-or-later
#include "Heartbeat.h"

#include <algorithm>
#include <chrono>
#include <cmath>

using namespace std::chrono_literals;

namespace faultline {

namespace {

constexpr auto kInterval = 2ms;

} // namespace

void Gaps::beat()
{
    if (m_clock.isValid())
        m_gaps.push_back(static_cast<double>(m_clock.nsecsElapsed()) / 1e6);
    m_clock.start();
}

double Gaps::percentile(double percent) const
{
    if (m_gaps.empty())
        return 0;
    std::vector<double> sorted = m_gaps;
    const double rank = std::ceil(percent / 100 * static_cast<double>(sorted.size()));
    const auto position = sorted.begin() + std::max(static_cast<std::ptrdiff_t>(rank) - 1, 0L);
    std::nth_element(sorted.begin(), position, sorted.end());
    return *position;
}

Heartbeat::Heartbeat()
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(kInterval);
    QObject::connect(&m_timer, &QTimer::timeout, [this] { m_eventLoop.beat(); });
}

Heartbeat::~Heartbeat()
{
    stop();
}

void Heartbeat::start()
{
    m_eventLoop.beat();
    m_timer.start();
    m_thread = std::thread([this] {
        while (!m_stopping) {
            m_idleThread.beat();
            std::this_thread::sleep_for(kInterval);
        }
    });
}

void Heartbeat::stop()
{
    m_timer.stop();
    m_stopping = true;
    if (m_thread.joinable())
        m_thread.join();
}

} // namespace faultline
