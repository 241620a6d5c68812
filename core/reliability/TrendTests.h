// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reliability/FailureSums.h"

namespace faultline::reliability {

/// Whether failures of repairable systems come ever more often.
enum class Trend { GettingWorse, GettingBetter, Stable, Unknown };

struct TrendTest
{
    double statistic = 0;
    double p = 1; ///< two-sided
};

/// Two tests of the hypothesis that each system fails at a constant rate of its own (homogeneous
/// Poisson processes). Each uses every age t as a share of the time T that its system was observed,
/// so systems with different rates and lengths are pooled without bias.
struct TrendTests
{
    /// Laplace's test: (sum of t - T/2) / sqrt(sum of T²/12), which is normal. Above 0: failures
    /// are late, the systems get worse. Most powerful against a rate that grows exponentially.
    /// Source: D. R. Cox and P. A. W. Lewis, The Statistical Analysis of Series of Events, 1966,
    /// chapter 3.
    TrendTest laplace;

    /// The test of MIL-HDBK-189: 2 · sum of ln(T/t), which is chi-squared with `freedom` degrees of
    /// freedom, exactly. Small values: failures are late. Most powerful against a power law.
    /// Source: NIST/SEMATECH e-Handbook of Statistical Methods, section 8.2.3.4; L. H. Crow,
    /// Reliability Analysis for Complex, Repairable Systems, 1974.
    TrendTest military;
    double freedom = 0;

    std::size_t failures = 0; ///< that the tests use
};

/// The verdict is that of MIL-HDBK-189, at 5 % on both sides, because the model of growth is a
/// power law too and the test is exact for any number of failures.
struct TrendVerdict
{
    Trend trend = Trend::Unknown;
    Estimate<TrendTests> tests; ///< or why the trend is unknown
};

constexpr double kTrendLevel = 0.05;
/// From four failures on, the normal distribution is close enough to that of Laplace's statistic at
/// 5 %. Source: H. Ascher and H. Feingold, Repairable Systems Reliability, 1984.
constexpr std::size_t kTrendFailures = 4;

TrendVerdict trendOf(const FailureSums& sums);

} // namespace faultline::reliability
