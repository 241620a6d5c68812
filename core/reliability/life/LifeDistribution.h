// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace faultline::reliability {

enum class LifeModel : std::uint8_t {
    Exponential, ///< a constant rate: one parameter
    Weibull,     ///< two parameters
    Lognormal,   ///< two parameters
    Weibull3,    ///< with a time before which nothing fails: three parameters
};

/// A distribution of times, in hours. All of them are one form: of the logarithm of the time beyond
/// `location`,
///
///     P(time <= t) = F(z),  z = (ln(t - location) - mu) / sigma
///
/// where F is the smallest extreme value distribution, 1 - exp(-exp(z)), or for a lognormal
/// distribution the standard normal one (W. Q. Meeker and L. A. Escobar, Statistical Methods for
/// Reliability Data, 1998, chapter 4). A Weibull distribution's characteristic life is exp(mu), its
/// shape 1 / sigma.
struct LifeDistribution
{
    LifeModel model = LifeModel::Exponential;
    double mu = 0;       ///< of the logarithm of hours
    double sigma = 1;    ///< 1 for an exponential distribution
    double location = 0; ///< hours; 0 except for Weibull3

    /// The characteristic life: exceeded by 36.8 % for Weibull and exponential distributions, of
    /// which it is the mean. The median of a lognormal distribution. From `location` on.
    double characteristicLife() const;
    /// The Weibull shape, 1 / sigma: above 1 the older fail more often, below 1 less often.
    double shape() const { return 1 / sigma; }

    /// P(time <= t), and its complement, to full relative accuracy.
    double failedBy(double hours) const;
    double survives(double hours) const;
    /// -ln(survives(hours)): the cumulative hazard. 0 up to `location`.
    double cumulativeHazard(double hours) const;
    /// The time that a share `failed` of all lives don't exceed: 0.1 is B10. From 0 to 1.
    double quantile(double failed) const;
    /// The time at which the cumulative hazard is `hazard`, which is at least 0.
    double quantileOfHazard(double hazard) const;
    double mean() const;
};

} // namespace faultline::reliability
