// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reliability/life/LifeDistribution.h"
#include "reliability/life/LifeSample.h"

#include <optional>

namespace faultline::reliability {

/// The inverse of Fisher's observed information: variances and covariance of the estimates of mu
/// and of ln(sigma). With one parameter only `mu` isn't 0.
struct LifeCovariance
{
    double mu = 0;
    double both = 0;
    double logSigma = 0;
};

/// The log-likelihood of a distribution, with the density of the time (not of its logarithm) for
/// failures, as R's survreg has it.
double logLikelihood(const LifeSample& sample, const LifeDistribution& distribution);

/// Of the two parameters, at the most likely values; nothing if the likelihood isn't curved there.
std::optional<LifeCovariance>
lifeCovariance(const LifeSample& sample, const LifeDistribution& distribution);

// The most likely values. In 1/sigma and mu/sigma the log-likelihood is concave (J. Burridge, A
// Note on Maximum Likelihood Estimation for Regression Models Using Grouped Data, J. R. Statist.
// Soc. B 43 (1981) 41-45), so there is one maximum at most. For each 1/sigma the best mu/sigma is
// found first, then the 1/sigma at which the derivative along that line is 0. Nothing if
// Boost.Math's search doesn't end; it may also throw. The sample has at least one exact failure,
// and for two parameters at least two different times of failures.
std::optional<LifeDistribution> likeliestExponential(const LifeSample& sample);
std::optional<LifeDistribution> likeliestWeibull(const LifeSample& sample);
std::optional<LifeDistribution> likeliestLognormal(const LifeSample& sample);
/// The location is from 0 to the shortest time. Its likelihood has no maximum for shapes below 1
/// (R. L. Smith, Maximum Likelihood Estimation in a Class of Nonregular Cases, Biometrika 72 (1985)
/// 67-90), so only shapes above 1 are looked at. The location is 0 if the data show none: if the
/// Weibull distribution with two parameters is likelier than any other, or has no shape above 1, or
/// if there are unresolved times.
std::optional<LifeDistribution> likeliestWeibull3(const LifeSample& sample);

} // namespace faultline::reliability
