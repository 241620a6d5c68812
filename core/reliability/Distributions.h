// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace faultline::reliability {

// The distributions that the models share. They are Boost.Math's, in double precision, behind an
// interface that costs the compiler nothing. Probabilities and confidences are from 0 to 1.

/// Of a standard normal variable: the probability of a value up to `z`, and the value that is not
/// exceeded with `probability` (-inf for 0, inf for 1).
double normalProbability(double z);
double normalQuantile(double probability);
/// The probability of a value at least as far from 0 as `z`, in either direction.
double normalTwoSided(double z);

/// Of Student's t: the value that is not exceeded with `probability`, which is between 0 and 1.
double studentQuantile(double probability, double freedom);

/// The probability that at least `count` of `trials` happen, of which each happens with
/// `probability` (a binomial variable).
double binomialAtLeast(std::size_t count, std::size_t trials, double probability);
/// Clopper and Pearson's bounds of that probability, each of which is missed with probability
/// `tail` at most (C. J. Clopper and E. S. Pearson, Biometrika 26, 1934).
double binomialLower(std::size_t count, std::size_t trials, double tail);
double binomialUpper(std::size_t count, std::size_t trials, double tail);

/// Of a chi-squared variable: the probability of a value up to `x`, and of one above it. Any number
/// of degrees of freedom above 0; `x` at least 0, and may be infinite.
double chiSquaredProbability(double x, double freedom);
double chiSquaredComplement(double x, double freedom);
/// The value that is not exceeded with `probability`: 0 for 0, infinite for 1. 0 if `freedom` is 0,
/// as for the lower bound of a rate without failures.
double chiSquaredQuantile(double probability, double freedom);

/// Of a gamma variable with scale 1: its density at `x`, the probability of a value up to `x`, and
/// the value that is not exceeded with `probability`. Any shape above 0, `x` at least 0.
double gammaDensity(double x, double shape);
double gammaProbability(double x, double shape);
double gammaQuantile(double probability, double shape);

/// Of a count that is Poisson with a mean that isn't known exactly, but gamma distributed around
/// `mean` with the relative variance `spread` (a negative binomial variable): the largest count
/// that leaves at most `tail` below it, and the smallest that leaves at most `tail` above it.
double mixedPoissonLower(double mean, double spread, double tail);
double mixedPoissonUpper(double mean, double spread, double tail);

/// Twice the smaller of two tails' probabilities, at most 1: the usual p of a two-sided test whose
/// distribution isn't symmetric.
double twoSided(double below, double above);

} // namespace faultline::reliability
