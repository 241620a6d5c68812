// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reliability/FailureHistory.h"

#include <cstddef>
#include <span>

namespace faultline::reliability {

/// The Cramér-von Mises test of whether failures follow a power law with the unbiased β̄. With the M
/// values of t/T in order, z: 1/(12M) + sum of (z^β̄ - (2j-1)/(2M))². Failures at age 0, and those
/// that end an observation, are left out.
/// Source: L. H. Crow, Reliability Analysis for Complex, Repairable Systems, 1974; the critical
/// values are those of MIL-HDBK-189 (1981), appendix C, and IEC 61164, interpolated over M.
struct PowerLawTest
{
    double statistic = 0;
    double critical = 0; ///< at 5 %
    bool fits = false;   ///< the statistic isn't above `critical`
    /// Between which levels of the table (1, 5, 10, 15, 20 %) p is, or 0 and 1 beyond them.
    Interval p;
    std::size_t failures = 0; ///< M
};

/// Needs two failures that can be used. O(failures · log systems), most of it for the powers.
Estimate<PowerLawTest> testPowerLaw(std::span<const FailureHistory> histories, double unbiasedBeta);

} // namespace faultline::reliability
