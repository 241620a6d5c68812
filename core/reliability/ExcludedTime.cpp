// SPDX-License-Identifier: GPL-3.0-or-later
#include "reliability/ExcludedTime.h"

#include <algorithm>

namespace faultline::reliability {

ExcludedTime::ExcludedTime(std::vector<TimeWindow> windows)
    : m_windows(std::move(windows))
{
    std::sort(m_windows.begin(), m_windows.end(), [](const TimeWindow& one, const TimeWindow& two) {
        return one.from < two.from;
    });
    std::size_t kept = 0;
    for (const TimeWindow& window : m_windows) {
        if (window.to <= window.from)
            continue;
        if (kept > 0 && window.from <= m_windows[kept - 1].to)
            m_windows[kept - 1].to = std::max(m_windows[kept - 1].to, window.to);
        else
            m_windows[kept++] = window;
    }
    m_windows.resize(kept);
    m_before.reserve(kept);
    std::int64_t before = 0;
    for (const TimeWindow& window : m_windows) {
        m_before.push_back(before);
        before += window.to - window.from;
    }
}

std::int64_t ExcludedTime::before(std::int64_t at) const
{
    // The last window that begins before the instant.
    const auto past =
        std::partition_point(m_windows.cbegin(), m_windows.cend(), [at](const TimeWindow& window) {
            return window.from < at;
        });
    if (past == m_windows.cbegin())
        return 0;
    const auto index = static_cast<std::size_t>(past - m_windows.cbegin()) - 1;
    const TimeWindow& window = m_windows[index];
    return m_before[index] + std::min(at, window.to) - window.from;
}

} // namespace faultline::reliability
