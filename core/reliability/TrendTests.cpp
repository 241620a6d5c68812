// SPDX-License-Identifier: GPL-3.0-or-later
#include "reliability/TrendTests.h"

#include "reliability/Distributions.h"

#include <cmath>

namespace faultline::reliability {

TrendVerdict trendOf(const FailureSums& sums)
{
    if (sums.observed.empty())
        return {Trend::Unknown, Reason{Reason::Kind::NoTimeObserved}};
    // Failures at the ends of the observation aren't used, so more are needed.
    const std::size_t unused = sums.endedByFailure + sums.atStart;
    const std::size_t used = sums.freeFailures();
    if (used < kTrendFailures)
        return {Trend::Unknown, Reason::needsFailures(kTrendFailures + unused, used + unused)};

    TrendTests tests;
    tests.failures = used;
    tests.laplace.statistic = sums.ageExcess / std::sqrt(sums.ageVariance);
    tests.laplace.p = normalTwoSided(tests.laplace.statistic);
    tests.military.statistic = 2 * sums.logRatios;
    tests.freedom = 2 * static_cast<double>(used);
    const double below = chiSquaredProbability(tests.military.statistic, tests.freedom);
    const double above = chiSquaredComplement(tests.military.statistic, tests.freedom);
    tests.military.p = twoSided(below, above);

    if (tests.military.p >= kTrendLevel)
        return {Trend::Stable, tests};
    return {below < above ? Trend::GettingWorse : Trend::GettingBetter, tests};
}

} // namespace faultline::reliability
