// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reliability/FailureHistory.h"

#include <cstddef>
#include <optional>
#include <span>

namespace faultline::reliability {

/// The mean time between failures at a constant rate (homogeneous Poisson process), in hours.
///
///     MTBF = T / n,  from 2 T / chi²(1 - a/2; 2n + 2) to 2 T / chi²(a/2; 2n)
///
/// for n failures in the time T, if its end was fixed beforehand; with 2n in both places if it
/// ended with the last failure (NIST/SEMATECH e-Handbook of Statistical Methods, section 8.4.5.1;
/// B. Epstein and M. Sobel, Life Testing, J. Am. Statist. Assoc. 48 (1953) 486-502). Both have at
/// least the confidence 1 - a. Without a failure there is only the lower bound, which then has 1 -
/// a/2.
struct Mtbf
{
    std::optional<double> hours; ///< nothing without a failure
    Interval bounds;             ///< the upper one is infinite without a failure
    std::size_t failures = 0;
    double observed = 0; ///< hours, of all systems
};

/// Needs time observed, and a failure if the observation ended with one.
Estimate<Mtbf>
mtbf(std::size_t failures, double observed, Truncation truncation, double confidence = 0.95);

/// Of one system or several. Failures at age 0 begin the observation and aren't counted: with four
/// failures 100 h apart and nothing else, 3 happened in 300 h. Time-truncated, unless all there is
/// is one failure-truncated system.
Estimate<Mtbf> mtbf(std::span<const FailureHistory> systems, double confidence = 0.95);

} // namespace faultline::reliability
