// SPDX-License-Identifier: GPL-3.0-or-later
#include "reliability/MeanCumulativeFunction.h"

#include "reliability/Distributions.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace faultline::reliability {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double twoSidedQuantile(double confidence)
{
    return normalQuantile(1 - (1 - confidence) / 2);
}

} // namespace

Interval McfPoint::bounds(double confidence) const
{
    if (mean <= 0)
        return {0, 0};
    const double factor = std::exp(twoSidedQuantile(confidence) * std::sqrt(variance) / mean);
    return {mean / factor, mean * factor};
}

Interval McfDifference::bounds(double confidence) const
{
    const double width = twoSidedQuantile(confidence) * std::sqrt(variance);
    return {difference - width, difference + width};
}

MeanCumulativeFunction::MeanCumulativeFunction(std::span<const ObservedSystem> systems)
    : m_own(systems.size())
{
    m_starts.reserve(systems.size());
    m_ends.reserve(systems.size());
    for (std::size_t system = 0; system < systems.size(); ++system) {
        const ObservedSystem& observed = systems[system];
        const bool wasObserved = observed.from <= observed.to;
        m_failures.add(wasObserved ? observed.ages : std::span<const double>());
        if (!wasObserved)
            continue;
        assert(observed.ages.empty() || observed.ages.front() >= observed.from);
        assert(observed.ages.empty() || observed.ages.back() <= observed.to);
        m_starts.push_back({observed.from, system});
        m_ends.push_back({observed.to, system});
        m_end = std::max(m_end, observed.to);
    }
    const auto earlier = [](const Change& a, const Change& b) { return a.age < b.age; };
    std::sort(m_starts.begin(), m_starts.end(), earlier);
    std::sort(m_ends.begin(), m_ends.end(), earlier);
}

void MeanCumulativeFunction::enter(double age)
{
    for (; m_started < m_starts.size() && m_starts[m_started].age <= age; ++m_started)
        m_own[m_starts[m_started].system] = m_shared;
}

void MeanCumulativeFunction::leaveBefore(double age)
{
    for (; m_ended < m_ends.size() && m_ends[m_ended].age < age; ++m_ended) {
        const double term = m_own[m_ends[m_ended].system] - m_shared;
        m_atRiskSum += -term;
        m_atRiskSquares += -term * term;
        m_endedSquares += term * term;
    }
}

void MeanCumulativeFunction::fail(std::size_t system, double atRisk)
{
    // Each system at risk gets what it failed itself minus the mean, divided by their number. Their
    // sum stays as it is.
    const double each = 1 / atRisk;
    const double all = each * each;
    m_atRiskSquares += all * (atRisk * all - 2 * m_atRiskSum.value());
    m_shared += all;
    const double before = m_own[system] - m_shared;
    m_own[system] += each;
    m_atRiskSquares += each * (2 * before + each);
}

std::optional<McfPoint> MeanCumulativeFunction::next()
{
    if (m_failures.empty())
        return std::nullopt;
    McfPoint point;
    point.age = m_failures.front().age;
    enter(point.age);
    leaveBefore(point.age);
    point.atRisk = m_started - m_ended;
    const double atRisk = static_cast<double>(point.atRisk);
    for (; !m_failures.empty() && m_failures.front().age == point.age; m_failures.removeFront()) {
        fail(m_failures.front().system, atRisk);
        ++point.failures;
    }
    m_mean += static_cast<double>(point.failures) / atRisk;
    point.mean = m_mean.value();
    point.variance =
        systems() > 1 ? m_endedSquares.value() + std::max(0.0, m_atRiskSquares.value()) : kInfinity;
    return point;
}

McfComparison::Fleet::Fleet(std::span<const ObservedSystem> systems)
    : function(systems)
    , coming(function.next())
{}

void McfComparison::Fleet::advance()
{
    reached = *coming;
    coming = function.next();
}

McfComparison::McfComparison(
    std::span<const ObservedSystem> first, std::span<const ObservedSystem> second)
    : m_first(first)
    , m_second(second)
    , m_end(std::min(m_first.function.end(), m_second.function.end()))
{}

std::optional<McfDifference> McfComparison::next()
{
    const double first = m_first.coming ? m_first.coming->age : kInfinity;
    const double second = m_second.coming ? m_second.coming->age : kInfinity;
    const double age = std::min(first, second);
    if (age == kInfinity || age > m_end)
        return std::nullopt;
    if (first == age)
        m_first.advance();
    if (second == age)
        m_second.advance();
    return McfDifference{
        age, m_first.reached.mean - m_second.reached.mean,
        m_first.reached.variance + m_second.reached.variance, m_first.reached.mean,
        m_second.reached.mean};
}

} // namespace faultline::reliability
