// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reliability/FailureHistory.h"

#include <cstddef>
#include <span>
#include <vector>

namespace faultline::reliability {

/// When equipment stands out from its group: when it is all but certain that it is worse than the
/// rest by more than a factor. With many failures every small difference is certain, and no two
/// machines are alike; so a factor of 1 would name half of a group.
struct StandingOutRule
{
    double factor = 1.5;
    double level = 0.05; ///< of naming any equipment of the group wrongly
};

/// How one piece of equipment compares with the others of its group.
struct Standing
{
    double share = 0;         ///< of the group's failures, or downtime
    double expectedShare = 0; ///< of the time that the group was observed
    /// Its rate by that of the rest, without those that stand out; infinite if the rest have none.
    double ratio = 0;
    /// 95 % bounds of the ratio of rates, exact; from 0 to infinity for downtime.
    Interval ratioBounds;
    double p = 1;        ///< of so large a share if its rate were `factor` times that of the rest
    double adjusted = 1; ///< p with Holm's correction for looking at all of the group
    bool standsOut = false;
};

/// Failures of a piece of equipment in the hours that it was observed.
struct FailureCount
{
    std::size_t failures = 0;
    double observed = 0;
};

/// Each piece of equipment against the rest, in the same order. Given all n failures of the group,
/// those of one are binomial, with probability f T / (f T + rest of the time) at f times the rate
/// of the rest: J. Przyborowski and H. Wilenski, Homogeneity of Results in Testing Samples from
/// Poisson Series, Biometrika 31 (1940) 313-323. Correction: S. Holm, A Simple Sequentially
/// Rejective Multiple Test Procedure, Scand. J. Statist. 6 (1979) 65-70, which holds however the
/// tests depend on each other. What stands out is then left out, and the others are compared again:
/// otherwise one bad actor hides another. While it is in, the others seem better, so that names no
/// others wrongly. Failures count as independent: those of one cause belong into one burst.
///
/// Needs two pieces of equipment that were observed, and a failure. Equipment that wasn't observed
/// is left out: it never stands out.
Estimate<std::vector<Standing>>
standingsByFailures(std::span<const FailureCount> group, const StandingOutRule& rule = {});

/// Outages of a piece of equipment, in the hours that it was observed.
struct OutageLengths
{
    std::span<const double> hours;
    double observed = 0;
};

/// The same for downtime, without assuming a distribution of the lengths of outages: each outage of
/// the group, with its length, might have hit any of its equipment, with the probability above. p
/// is that of at least so much downtime then. So one long outage makes no bad actor, as it would
/// have made one of whichever equipment it hit.
///
/// Up to 16 outages all cases are added up. With more, the probability is Lugannani and Rice's
/// saddlepoint approximation (Saddle Point Approximation for the Distribution of the Sum of
/// Independent Random Variables, Adv. Appl. Probab. 12 (1980) 475-490; for randomisation tests A.
/// C. Davison and D. V. Hinkley, Saddlepoint Approximations in Resampling Methods, Biometrika 75
/// (1988) 417-431). It counts the case of exactly so much downtime as half. Outages of no length
/// don't count. Of more than 2,000 different lengths, those within 1 % are taken as equal.
///
/// Needs two pieces of equipment that were observed, and an outage.
Estimate<std::vector<Standing>>
standingsByDowntime(std::span<const OutageLengths> group, const StandingOutRule& rule = {});

} // namespace faultline::reliability
