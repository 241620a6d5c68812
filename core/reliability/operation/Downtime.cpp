// SPDX-License-Identifier: GPL-3.0-or-later
#include "reliability/operation/Downtime.h"

#include "reliability/Distributions.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace faultline::reliability {

namespace {

/// Calls `visit` with each union of outages that overlap: its begin and end, infinite if it lasts.
template<typename Visit>
void forEachUnion(std::span<const Outage> outages, bool withPlanned, Visit visit)
{
    bool isOpen = false;
    double begin = 0;
    double end = 0;
    for (const Outage& outage : outages) {
        if (outage.isPlanned && !withPlanned)
            continue;
        if (isOpen && outage.begin < end) {
            end = std::max(end, outage.end);
            continue;
        }
        if (isOpen)
            visit(begin, end);
        isOpen = true;
        begin = outage.begin;
        end = outage.end;
    }
    if (isOpen)
        visit(begin, end);
}

/// The value that a share of all don't exceed, between neighbours by their distance: as
/// percentile_cont of SQL has it. Rearranges the values.
double quantile(std::vector<double>& values, double share)
{
    const double place = share * static_cast<double>(values.size() - 1);
    const auto below = values.begin() + static_cast<std::ptrdiff_t>(place);
    std::nth_element(values.begin(), below, values.end());
    const double rest = place - std::floor(place);
    if (rest == 0)
        return *below;
    return *below + rest * (*std::min_element(below + 1, values.end()) - *below);
}

std::optional<Interval>
boundsOfMean(const std::vector<double>& values, double mean, double confidence)
{
    const auto n = static_cast<double>(values.size());
    double squares = 0;
    double cubes = 0;
    for (const double value : values) {
        const double apart = value - mean;
        squares += apart * apart;
        cubes += apart * apart * apart;
    }
    if (values.size() < 3 || !(squares > 0))
        return {};
    const double error = std::sqrt(squares / (n - 1) / n);
    const double skew = cubes / n / std::pow(squares / n, 1.5);
    const double root = std::sqrt(n);
    // Hall's transformation of t is a cubic polynomial; this is its inverse.
    const auto untransformed = [&](double t) {
        if (std::abs(skew) < 1e-6)
            return t;
        const double inner = 1 + skew / root * (t - skew / (6 * root));
        return 3 * root / skew * (std::cbrt(inner) - 1);
    };
    const double t = studentQuantile((1 + confidence) / 2, n - 1);
    return Interval{
        std::max(0.0, mean - untransformed(t) * error), mean - untransformed(-t) * error};
}

Restoration restorationOf(std::vector<double> times, double confidence)
{
    Restoration result;
    result.count = times.size();
    const double mean =
        std::accumulate(times.begin(), times.end(), 0.0) / static_cast<double>(times.size());
    result.mean = {mean, boundsOfMean(times, mean, confidence)};
    result.median = quantile(times, 0.5);
    result.nineOfTen = quantile(times, 0.9);
    return result;
}

} // namespace

std::vector<OneOutage> unplannedOutages(std::span<const Outage> outages)
{
    std::vector<OneOutage> all;
    forEachUnion(outages, false, [&](double begin, double end) { all.push_back({begin, end}); });
    return all;
}

DowntimePeriod& DowntimePeriod::operator+=(const DowntimePeriod& other)
{
    hours.observed += other.hours.observed;
    hours.total += other.hours.total;
    hours.unplanned += other.hours.unplanned;
    failures += other.failures;
    unknown += other.unknown;
    restored += other.restored;
    restoration += other.restoration;
    return *this;
}

DowntimeCollector::DowntimeCollector(std::span<const double> boundaries)
{
    assert(std::is_sorted(boundaries.begin(), boundaries.end()));
    for (std::size_t i = 1; i < boundaries.size(); ++i) {
        DowntimePeriod& period = m_periods.emplace_back();
        period.from = boundaries[i - 1];
        period.to = boundaries[i];
    }
}

void DowntimeCollector::addHours(double from, double to, double DowntimeHours::*hours)
{
    if (from >= to)
        return;
    m_hours.*hours += to - from;
    auto period = std::upper_bound(
        m_periods.begin(), m_periods.end(), from,
        [](double at, const DowntimePeriod& each) { return at < each.to; });
    for (; period != m_periods.end() && period->from < to; ++period)
        period->hours.*hours += std::min(to, period->to) - std::max(from, period->from);
}

DowntimePeriod* DowntimeCollector::periodAt(double at)
{
    const auto period = std::upper_bound(
        m_periods.begin(), m_periods.end(), at,
        [](double time, const DowntimePeriod& each) { return time < each.to; });
    return period != m_periods.end() && period->from <= at ? &*period : nullptr;
}

void DowntimeCollector::addFailure(double begin, double end)
{
    DowntimePeriod* const period = periodAt(begin);
    ++m_failures;
    if (period != nullptr)
        ++period->failures;
    if (std::isinf(end)) {
        ++m_lasting;
        return;
    }
    m_restorations.push_back(end - begin);
    if (period != nullptr) {
        ++period->restored;
        period->restoration += end - begin;
    }
}

void DowntimeCollector::add(
    std::span<const Outage> outages, double observedFrom, double observedTo,
    std::span<const double> failuresWithoutEnd)
{
    assert(std::is_sorted(outages.begin(), outages.end(), [](const Outage& a, const Outage& b) {
        return a.begin < b.begin;
    }));
    addHours(observedFrom, observedTo, &DowntimeHours::observed);
    m_failures += failuresWithoutEnd.size();
    m_unknown += failuresWithoutEnd.size();
    for (const double begin : failuresWithoutEnd) {
        if (DowntimePeriod* const period = periodAt(begin)) {
            ++period->failures;
            ++period->unknown;
        }
    }

    const auto addObserved = [&](double begin, double end, double DowntimeHours::*hours) {
        addHours(
            std::clamp(begin, observedFrom, observedTo), std::clamp(end, observedFrom, observedTo),
            hours);
    };
    forEachUnion(outages, true, [&](double begin, double end) {
        addObserved(begin, end, &DowntimeHours::total);
    });
    forEachUnion(outages, false, [&](double begin, double end) {
        addObserved(begin, end, &DowntimeHours::unplanned);
        if (begin >= observedFrom && begin <= observedTo)
            addFailure(begin, end);
    });
}

Downtime DowntimeCollector::result(double confidence) const
{
    Downtime result;
    result.hours = m_hours;
    result.periods = m_periods;
    result.failures = m_failures;
    result.unknown = m_unknown;
    result.lasting = m_lasting;
    if (!m_restorations.empty())
        result.restoration = restorationOf(m_restorations, confidence);
    if (!(m_hours.observed > 0)) {
        result.mtbf = Reason{Reason::Kind::NoTimeObserved};
        result.inherentAvailability = Reason{Reason::Kind::NoTimeObserved};
    } else if (m_failures > 0) {
        const double mtbf = (m_hours.observed - m_hours.total) / static_cast<double>(m_failures);
        result.mtbf = mtbf;
        if (result.restoration && mtbf + result.restoration->mean.value > 0)
            result.inherentAvailability = mtbf / (mtbf + result.restoration->mean.value);
    }
    return result;
}

} // namespace faultline::reliability
