// SPDX-License-Identifier: GPL-3.0-or-later
#include "reliability/life/ProbabilityPlot.h"

#include <algorithm>
#include <cmath>

namespace faultline::reliability {

namespace {

/// The share that has failed, while failures and suspensions are taken in the order of time.
class FailedShare
{
public:
    FailedShare(PlotPositions positions, std::size_t count)
        : m_positions(positions)
        , m_count(static_cast<double>(count))
        , m_left(m_count)
    {}

    void suspend(std::size_t count) { m_left -= static_cast<double>(count); }

    /// The middle of what `count` failures at one time make of it.
    double fail(std::size_t count)
    {
        const auto failures = static_cast<double>(count);
        double middle = 0;
        if (m_positions == PlotPositions::MedianRanks) {
            const double step = (m_count + 1 - m_rank) / (m_left + 1);
            const double rank = m_rank + step * (failures + 1) / 2;
            m_rank += step * failures;
            middle = (rank - 0.3) / (m_count + 0.4);
        } else {
            const double survived = m_survived * (m_left - failures) / m_left;
            middle = 1 - (m_survived + survived) / 2;
            m_survived = survived;
        }
        m_left -= failures;
        return middle;
    }

private:
    PlotPositions m_positions;
    double m_count;
    double m_left;
    double m_rank = 0;
    double m_survived = 1;
};

} // namespace

std::vector<PlotPoint>
probabilityPlot(const LifeSample& sample, PlotPositions positions, std::size_t most)
{
    std::vector<PlotPoint> points;
    if (sample.failures.empty() || most == 0)
        return points;
    const double apart = sample.failures.size() > most
                             ? (sample.failures.back().logHours - sample.failures.front().logHours)
                                   / static_cast<double>(most)
                             : 0;
    FailedShare share(positions, sample.count());
    if (sample.unresolvedCount > 0)
        share.fail(sample.unresolvedCount);
    auto suspension = sample.suspensions.begin();
    double keptAt = 0;
    for (std::size_t i = 0; i < sample.failures.size(); ++i) {
        const LifeSample::Group& group = sample.failures[i];
        for (; suspension != sample.suspensions.end() && suspension->hours < group.hours;
             ++suspension)
            share.suspend(suspension->count);
        const PlotPoint point{group.hours, share.fail(group.count)};
        const bool isLast = i + 1 == sample.failures.size();
        if (isLast && points.size() == most)
            points.back() = point;
        else if (points.empty() || isLast || group.logHours - keptAt >= apart) {
            points.push_back(point);
            keptAt = group.logHours;
        }
    }
    return points;
}

} // namespace faultline::reliability
