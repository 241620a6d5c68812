// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/computed/TimeBetweenFailures.h"

#include "reliability/FailureSums.h"
#include "reliability/Mtbf.h"
#include "reliability/TrendTests.h"
#include "reports/systems/TrendCodes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr double kMicrosecondsPerHour = 3'600'000'000.0;
constexpr double kHoursPerDay = 24;

// The hours from one failure to the next.
struct Between
{
    ComputedValue mean;
    ComputedValue shortest;
    std::array<ComputedValue, 3> quartiles;
    ComputedValue longest;
};

// The value below which a share of the sorted values lies, interpolated as percentile_cont does.
// Reorders `values`, of which those before `from` are known to be smaller.
double percentile(std::vector<qint64>& values, std::size_t from, double share)
{
    const double position = share * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(std::floor(position));
    const auto at = [&](std::size_t index) {
        return values.begin() + static_cast<std::ptrdiff_t>(index);
    };
    if (below >= from)
        std::nth_element(at(from), at(below), values.end());
    const auto lower = static_cast<double>(values[below]);
    const double rest = position - static_cast<double>(below);
    if (rest == 0)
        return lower;
    const auto upper = static_cast<double>(*std::min_element(at(below + 1), values.end()));
    return lower + (upper - lower) * rest;
}

Between betweenOf(const std::vector<qint64>& failures)
{
    if (failures.size() < 2)
        return {};
    std::vector<qint64> times(failures.size() - 1);
    for (std::size_t i = 0; i < times.size(); ++i)
        times[i] = failures[i + 1] - failures[i];
    const auto [shortest, longest] = std::minmax_element(times.cbegin(), times.cend());
    const auto hours = [](auto microseconds) {
        return static_cast<double>(microseconds) / kMicrosecondsPerHour;
    };
    Between between;
    between.shortest = hours(*shortest);
    between.longest = hours(*longest);
    between.mean = hours(failures.back() - failures.front()) / static_cast<double>(times.size());
    std::size_t from = 0;
    for (std::size_t quartile = 0; quartile < between.quartiles.size(); ++quartile) {
        const double share = 0.25 * static_cast<double>(quartile + 1);
        between.quartiles.at(quartile) = hours(percentile(times, from, share));
        from = static_cast<std::size_t>(std::floor(share * static_cast<double>(times.size() - 1)));
    }
    return between;
}

ComputedValue orNone(const std::optional<Instant>& instant)
{
    return instant ? ComputedValue(*instant) : ComputedValue();
}

} // namespace

QList<QLatin1StringView> TimeBetweenFailures::columns() const
{
    return {"plant"_L1,           "code"_L1,
            "group_name"_L1,      "failure_events"_L1,
            "trend"_L1,           "trend_p_percent"_L1,
            "mtbf_hours"_L1,      "mtbf_lower"_L1,
            "mtbf_upper"_L1,      "first_failure_at"_L1,
            "last_failure_at"_L1, "mean_hours"_L1,
            "shortest_hours"_L1,  "lower_quartile_hours"_L1,
            "median_hours"_L1,    "upper_quartile_hours"_L1,
            "longest_hours"_L1,   "observed_hours"_L1,
            "observed_from"_L1,   "observed_to"_L1,
            "excluded_hours"_L1,  "excluded_failures"_L1};
}

void TimeBetweenFailures::add(const RepairableSystem& system, std::span<const Instant> failures)
{
    const SystemHistory observed(system, failures);
    const reliability::FailureHistory history = observed.history();
    reliability::FailureSums sums;
    sums.add(history);
    // A rate from less than a day would be millions a year, or none at all.
    const bool isRated = history.observed >= kHoursPerDay;
    using reliability::Reason;
    reliability::TrendVerdict verdict =
        isRated ? reliability::trendOf(sums)
                : reliability::TrendVerdict{{}, Reason{Reason::Kind::NoTimeObserved}};
    if (!verdict.tests.ok()) {
        // With the failure at which the clock starts, as it is counted beside the reason.
        Reason reason = verdict.tests.reason();
        reason.needed += failures.size() - history.ages.size();
        reason.has += failures.size() - history.ages.size();
        verdict.tests = reason;
    }
    ComputedValue mtbf;
    ComputedValue lower;
    ComputedValue upper;
    if (isRated) {
        const auto estimate =
            reliability::mtbf(history.ages.size(), history.observed, history.truncation);
        if (estimate) {
            if (estimate->hours)
                mtbf = *estimate->hours;
            lower = estimate->bounds.lower;
            if (std::isfinite(estimate->bounds.upper))
                upper = estimate->bounds.upper;
        }
    }
    const ExcludedCells excluded = excludedCells(system.excludedHours(), system.excludedFailures);
    const Between between = betweenOf(observedTimes(system, failures));
    const auto at = [&](bool isFirst) {
        if (failures.empty())
            return ComputedValue();
        return ComputedValue(isFirst ? failures.front() : failures.back());
    };
    m_rows.push_back(
        {system.plant,
         system.code,
         system.group.isEmpty() ? ComputedValue() : ComputedValue(system.group),
         static_cast<qint64>(failures.size()),
         system.from ? trendCode(verdict, system.isMostlyUnread) : notObservedCode(),
         trendPercent(verdict, system.isMostlyUnread),
         mtbf,
         lower,
         upper,
         at(true),
         at(false),
         between.mean,
         between.shortest,
         between.quartiles[0],
         between.quartiles[1],
         between.quartiles[2],
         between.longest,
         system.from ? ComputedValue(history.observed) : ComputedValue(),
         orNone(system.from),
         orNone(system.to),
         excluded.hours,
         excluded.failures});
}

std::vector<ComputedRow> TimeBetweenFailures::rows()
{
    constexpr std::size_t kPlant = 0;
    constexpr std::size_t kCode = 1;
    constexpr std::size_t kFailures = 3;
    std::sort(m_rows.begin(), m_rows.end(), [](const ComputedRow& one, const ComputedRow& other) {
        const auto failures = [](const ComputedRow& row) {
            return std::get<qint64>(row[kFailures]);
        };
        const auto name = [](const ComputedRow& row) {
            return std::tie(std::get<QString>(row[kCode]), std::get<QString>(row[kPlant]));
        };
        if (failures(one) != failures(other))
            return failures(one) > failures(other);
        return name(one) < name(other);
    });
    return std::move(m_rows);
}

} // namespace faultline
