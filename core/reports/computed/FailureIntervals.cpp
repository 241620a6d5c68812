// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/computed/FailureIntervals.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <numeric>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr qint64 kMicrosecondsPerSecond = 1'000'000;
constexpr double kSecondsPerHour = 3600;

// Each begins where the one before ends; the last one has no end.
struct Class
{
    const char* name;
    qint64 seconds;
};
constexpr std::array kClasses{
    Class{"0", 0},          Class{"1 min", 60},     Class{"5 min", 300},
    Class{"15 min", 900},   Class{"30 min", 1800},  Class{"1 h", 3600},
    Class{"2 h", 7200},     Class{"4 h", 14400},    Class{"8 h", 28800},
    Class{"16 h", 57600},   Class{"1 d", 86400},    Class{"2 d", 172800},
    Class{"4 d", 345600},   Class{"8 d", 691200},   Class{"16 d", 1382400},
    Class{"32 d", 2764800}, Class{"64 d", 5529600}, Class{"128 d", 11059200},
    Class{"1 y", 31536000},
};

std::size_t classOf(qint64 microseconds)
{
    const auto past = std::upper_bound(
        kClasses.cbegin(), kClasses.cend(), microseconds,
        [](qint64 time, const Class& one) { return time < one.seconds * kMicrosecondsPerSecond; });
    return static_cast<std::size_t>(std::distance(kClasses.cbegin(), past)) - 1;
}

} // namespace

FailureIntervals::FailureIntervals()
    : m_counts(kClasses.size())
{}

QList<QLatin1StringView> FailureIntervals::columns() const
{
    return {"since"_L1, "from_hours"_L1, "to_hours"_L1, "intervals"_L1, "share_percent"_L1};
}

void FailureIntervals::add(const RepairableSystem& system, std::span<const Instant> failures)
{
    const std::vector<qint64> times = observedTimes(system, failures);
    for (std::size_t i = 1; i < times.size(); ++i)
        ++m_counts[classOf(times[i] - times[i - 1])];
}

std::vector<ComputedRow> FailureIntervals::rows()
{
    const auto isUsed = [](qint64 count) { return count > 0; };
    const auto first = std::find_if(m_counts.cbegin(), m_counts.cend(), isUsed);
    const auto past = std::find_if(m_counts.crbegin(), m_counts.crend(), isUsed).base();
    const auto all = static_cast<double>(std::accumulate(first, m_counts.cend(), qint64{0}));
    std::vector<ComputedRow> rows;
    for (auto count = first; count < past; ++count) {
        const auto index = static_cast<std::size_t>(std::distance(m_counts.cbegin(), count));
        const auto hours = [](std::size_t at) {
            return static_cast<double>(kClasses.at(at).seconds) / kSecondsPerHour;
        };
        rows.push_back(
            {QString::fromLatin1(kClasses.at(index).name), hours(index),
             index + 1 < kClasses.size() ? ComputedValue(hours(index + 1)) : ComputedValue(),
             *count, 100 * static_cast<double>(*count) / all});
    }
    return rows;
}

} // namespace faultline
