// SPDX-License-Identifier: GPL-3.0-or-later
#include "reliability/PowerLawTest.h"

#include "reliability/MergedAges.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace faultline::reliability {

namespace {

constexpr std::size_t kLevels = 5;
constexpr std::size_t kCriticalLevel = 3;
constexpr std::array<double, kLevels> kLevel{0.20, 0.15, 0.10, 0.05, 0.01};

struct CriticalValues
{
    double failures;
    std::array<double, kLevels> values;
};

constexpr std::array<CriticalValues, 22> kCriticalValues{{
    {2, {0.138, 0.149, 0.162, 0.175, 0.186}}, {3, {0.121, 0.135, 0.154, 0.184, 0.23}},
    {4, {0.121, 0.134, 0.155, 0.191, 0.28}},  {5, {0.121, 0.137, 0.160, 0.199, 0.30}},
    {6, {0.123, 0.139, 0.162, 0.204, 0.31}},  {7, {0.124, 0.140, 0.165, 0.208, 0.32}},
    {8, {0.124, 0.141, 0.165, 0.210, 0.32}},  {9, {0.125, 0.142, 0.167, 0.212, 0.32}},
    {10, {0.125, 0.142, 0.167, 0.212, 0.32}}, {11, {0.126, 0.143, 0.169, 0.214, 0.32}},
    {12, {0.126, 0.144, 0.169, 0.214, 0.32}}, {13, {0.126, 0.144, 0.169, 0.214, 0.33}},
    {14, {0.126, 0.144, 0.169, 0.214, 0.33}}, {15, {0.126, 0.144, 0.169, 0.215, 0.33}},
    {16, {0.127, 0.145, 0.171, 0.216, 0.33}}, {17, {0.127, 0.145, 0.171, 0.217, 0.33}},
    {18, {0.127, 0.146, 0.171, 0.217, 0.33}}, {19, {0.127, 0.146, 0.171, 0.217, 0.33}},
    {20, {0.128, 0.146, 0.172, 0.217, 0.33}}, {30, {0.128, 0.146, 0.172, 0.218, 0.33}},
    {60, {0.128, 0.147, 0.173, 0.220, 0.33}}, {100, {0.129, 0.147, 0.173, 0.220, 0.34}},
}};

std::array<double, kLevels> criticalValues(std::size_t failures)
{
    const double count = static_cast<double>(failures);
    std::size_t above = 0;
    while (above < kCriticalValues.size() && kCriticalValues[above].failures < count)
        ++above;
    if (above == kCriticalValues.size())
        return kCriticalValues.back().values;
    const CriticalValues& upper = kCriticalValues[above];
    if (upper.failures == count)
        return upper.values;
    const CriticalValues& lower = kCriticalValues[above - 1];
    const double share = (count - lower.failures) / (upper.failures - lower.failures);
    std::array<double, kLevels> values{};
    for (std::size_t i = 0; i < kLevels; ++i)
        values[i] = std::lerp(lower.values[i], upper.values[i], share);
    return values;
}

/// What the test uses of a history.
std::span<const double> freeAges(const FailureHistory& history)
{
    if (history.observed <= 0)
        return {};
    const auto first = std::upper_bound(history.ages.begin(), history.ages.end(), 0.0);
    const auto ages = history.ages.subspan(static_cast<std::size_t>(first - history.ages.begin()));
    const bool endsWithFailure = history.truncation == Truncation::Failure && !ages.empty();
    return endsWithFailure ? ages.first(ages.size() - 1) : ages;
}

} // namespace

Estimate<PowerLawTest> testPowerLaw(std::span<const FailureHistory> histories, double unbiasedBeta)
{
    PowerLawTest result;
    MergedAges ages;
    for (const FailureHistory& history : histories) {
        const std::span<const double> free = freeAges(history);
        ages.add(free, 1 / history.observed);
        result.failures += free.size();
    }
    constexpr std::size_t needed = 2;
    if (result.failures < needed)
        return Reason::needsFailures(needed, result.failures);

    const double count = static_cast<double>(result.failures);
    result.statistic = 1 / (12 * count);
    for (double rank = 0.5; !ages.empty(); ages.removeFront(), ++rank) {
        const double distance = std::pow(ages.front().age, unbiasedBeta) - rank / count;
        result.statistic += distance * distance;
    }

    const std::array<double, kLevels> critical = criticalValues(result.failures);
    result.critical = critical[kCriticalLevel];
    result.fits = result.statistic <= result.critical;
    result.p = {0, 1};
    for (std::size_t i = 0; i < kLevels; ++i) {
        if (result.statistic > critical[i])
            result.p.upper = kLevel[i];
    }
    for (std::size_t i = kLevels; i-- > 0;) {
        if (result.statistic <= critical[i])
            result.p.lower = kLevel[i];
    }
    return result;
}

} // namespace faultline::reliability
