// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reliability/FailureHistory.h"

#include <cstddef>

namespace faultline::reliability {

/// Crow's bounds of the power law process, which depend on the number of failures only. They are
/// the tables of MIL-HDBK-189 and IEC 61164, for any number of failures. Source: L. H. Crow,
/// Confidence Interval Procedures for the Weibull Process With Applications to Reliability Growth,
/// Technometrics 24, 1982.

/// What the most likely MTBF at the end of the observation must be multiplied with for its bounds.
/// `failures` includes the one that ended the observation, if one did; at least 2 without it.
///
/// Ended by a failure: the product of the true rate and the sum of ln(T/t), times T, is the product
/// of two gamma variables. Ended at a time: given that sum, the number of failures n has
/// probabilities that are proportional to x^n / (n!·(n-1)!), where x is that product. As n is a
/// whole number, the bounds then hold at least at the confidence that is asked for.
Interval crowMtbfFactors(Truncation truncation, std::size_t failures, double confidence);

/// The bounds of ln λ, λ per hour^β. λ·T^β is the mean of a Poisson count, and β has its own
/// distribution given that count. `logRatios`: the sum of ln(T/t); `length`: T in hours.
Interval logScaleBounds(
    Truncation truncation, std::size_t failures, double logRatios, double length,
    double confidence);

} // namespace faultline::reliability
