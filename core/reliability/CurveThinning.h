// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cassert>
#include <cstddef>
#include <utility>
#include <vector>

namespace faultline::reliability {

/// Keeps at most a given number of a curve's points, for plots, as they come and however many there
/// will be: every one at first, then every second, fourth and so on. Those it keeps are unchanged,
/// and the first and the last are among them. O(1) for each point on average.
template<typename Point>
class CurveThinning
{
public:
    /// `most` is at least 2.
    explicit CurveThinning(std::size_t most)
        : m_most(most)
    {
        assert(most >= 2);
        m_points.reserve(most);
    }

    void add(const Point& point)
    {
        m_last = point;
        if (m_added++ % m_stride != 0)
            return;
        if (m_points.size() + 1 == m_most) { // one place is for the last point
            std::size_t kept = 0;
            for (std::size_t i = 0; i < m_points.size(); i += 2)
                m_points[kept++] = m_points[i];
            m_points.resize(kept);
            m_stride *= 2;
            if ((m_added - 1) % m_stride != 0)
                return;
        }
        m_points.push_back(point);
    }

    std::vector<Point> take() &&
    {
        if (m_added > 0 && (m_added - 1) % m_stride != 0)
            m_points.push_back(m_last);
        return std::move(m_points);
    }

private:
    std::size_t m_most;
    std::size_t m_stride = 1;
    std::size_t m_added = 0;
    Point m_last{};
    std::vector<Point> m_points;
};

} // namespace faultline::reliability
