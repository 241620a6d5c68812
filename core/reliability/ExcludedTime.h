// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace faultline::reliability {

/// Time from an instant until before another one, in microseconds since any beginning.
struct TimeWindow
{
    std::int64_t from = 0;
    std::int64_t to = 0;

    bool operator==(const TimeWindow&) const = default;
};

/// Windows that don't count, such as shutdowns. Time that several windows cover is excluded once.
/// Memory and construction depend on the number of windows, not on what is looked up in them.
class ExcludedTime
{
public:
    ExcludedTime() = default;
    /// In any order; they may overlap.
    explicit ExcludedTime(std::vector<TimeWindow> windows);

    bool empty() const { return m_windows.empty(); }
    const std::vector<TimeWindow>& windows() const { return m_windows; }
    /// How much of the time between two instants is excluded.
    std::int64_t between(std::int64_t from, std::int64_t to) const
    {
        return before(to) - before(from);
    }

    /// Looks up instants in ascending order, each in constant time on average. Refers to what made
    /// it.
    class Walk
    {
    public:
        explicit Walk(const ExcludedTime& excluded)
            : m_excluded(excluded)
        {}

        /// Goes to an instant that isn't before the last one.
        void advance(std::int64_t at)
        {
            m_at = at;
            const auto& windows = m_excluded.m_windows;
            while (m_next < windows.size() && windows[m_next].to <= at) {
                m_past += windows[m_next].to - windows[m_next].from;
                ++m_next;
            }
        }
        bool isExcluded() const
        {
            const auto& windows = m_excluded.m_windows;
            return m_next < windows.size() && windows[m_next].from <= m_at;
        }
        /// The excluded time before the instant.
        std::int64_t before() const
        {
            return isExcluded() ? m_past + m_at - m_excluded.m_windows[m_next].from : m_past;
        }

    private:
        const ExcludedTime& m_excluded;
        std::int64_t m_at = 0;
        std::int64_t m_past = 0;
        std::size_t m_next = 0;
    };

private:
    std::int64_t before(std::int64_t at) const;

    std::vector<TimeWindow> m_windows;  ///< Ascending; none touches another.
    std::vector<std::int64_t> m_before; ///< The excluded time before each window.
};

} // namespace faultline::reliability
