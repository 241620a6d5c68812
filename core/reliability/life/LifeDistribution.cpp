// SPDX-License-Identifier: GPL-3.0-or-later
#include "reliability/life/LifeDistribution.h"

#include "reliability/Distributions.h"
#include "reliability/life/StandardLife.h"

#include <boost/math/special_functions/gamma.hpp>

#include <cmath>
#include <limits>

namespace faultline::reliability {

double LifeDistribution::characteristicLife() const
{
    return std::exp(mu);
}

double LifeDistribution::cumulativeHazard(double hours) const
{
    if (hours <= location)
        return 0;
    const double z = (std::log(hours - location) - mu) / sigma;
    return model == LifeModel::Lognormal ? -logSurvival(model, z).value : std::exp(z);
}

double LifeDistribution::failedBy(double hours) const
{
    if (hours <= location)
        return 0;
    if (model == LifeModel::Lognormal)
        return normalProbability((std::log(hours - location) - mu) / sigma);
    return -std::expm1(-cumulativeHazard(hours));
}

double LifeDistribution::survives(double hours) const
{
    return std::exp(-cumulativeHazard(hours));
}

double LifeDistribution::quantile(double failed) const
{
    if (model == LifeModel::Lognormal)
        return location + std::exp(mu + sigma * normalQuantile(failed));
    return quantileOfHazard(-std::log1p(-failed));
}

double LifeDistribution::quantileOfHazard(double hazard) const
{
    if (model == LifeModel::Lognormal) {
        // From the smaller tail, which has all digits.
        const double z = hazard < 0.7 ? normalQuantile(-std::expm1(-hazard))
                                      : -normalQuantile(std::exp(-hazard));
        return location + std::exp(mu + sigma * z);
    }
    return location + std::exp(mu + sigma * std::log(hazard));
}

double LifeDistribution::mean() const
{
    if (model == LifeModel::Lognormal)
        return location + std::exp(mu + sigma * sigma / 2);
    // Beyond that the gamma function, and so the mean, isn't a double.
    if (sigma > 170)
        return std::numeric_limits<double>::infinity();
    return location + std::exp(mu) * boost::math::tgamma(1 + sigma);
}

} // namespace faultline::reliability
