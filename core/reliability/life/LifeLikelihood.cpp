// SPDX-License-Identifier: GPL-3.0-or-later
#include "reliability/life/LifeLikelihood.h"

#include "reliability/life/StandardLife.h"

#include <cmath>

namespace faultline::reliability {

namespace {

/// Calls `visit` for each group of times with what one of its times adds to the log-likelihood at
/// z, but without the Jacobian of failures: (slope, z, count).
template<typename Visit>
void forEachTerm(const LifeSample& sample, const LifeDistribution& distribution, Visit visit)
{
    const LifeModel model = distribution.model;
    const double mu = distribution.mu;
    const double sigma = distribution.sigma;
    const double location = distribution.location;
    const auto zOf = [&](const LifeSample::Group& group) {
        const double logHours = location > 0 ? std::log(group.hours - location) : group.logHours;
        return (logHours - mu) / sigma;
    };
    for (const LifeSample::Group& group : sample.failures) {
        const double z = zOf(group);
        visit(logDensity(model, z), z, static_cast<double>(group.count));
    }
    for (const LifeSample::Group& group : sample.suspensions) {
        if (group.hours <= location)
            continue;
        const double z = zOf(group);
        visit(logSurvival(model, z), z, static_cast<double>(group.count));
    }
    if (sample.unresolvedCount > 0) {
        const double z = (std::log(sample.resolution) - mu) / sigma;
        visit(logFailed(model, z), z, static_cast<double>(sample.unresolvedCount));
    }
}

} // namespace

double logLikelihood(const LifeSample& sample, const LifeDistribution& distribution)
{
    double sum = 0;
    forEachTerm(sample, distribution, [&](const Slope& slope, double, double count) {
        sum += count * slope.value;
    });
    for (const LifeSample::Group& group : sample.failures)
        sum -= static_cast<double>(group.count)
               * (distribution.location > 0 ? std::log(group.hours - distribution.location)
                                            : group.logHours);
    return sum - static_cast<double>(sample.exactCount) * std::log(distribution.sigma);
}

std::optional<LifeCovariance>
lifeCovariance(const LifeSample& sample, const LifeDistribution& distribution)
{
    // Fisher's information.
    double mu = 0;
    double both = 0;
    double logSigma = 0;
    forEachTerm(sample, distribution, [&](const Slope& slope, double z, double count) {
        const double turn = slope.first + z * slope.second;
        mu -= count * slope.second;
        both -= count * turn;
        logSigma -= count * z * turn;
    });
    mu /= distribution.sigma * distribution.sigma;
    both /= distribution.sigma;
    if (distribution.model == LifeModel::Exponential)
        return mu > 0 ? std::optional(LifeCovariance{1 / mu, 0, 0}) : std::nullopt;
    const double determinant = mu * logSigma - both * both;
    if (!(mu > 0) || !(determinant > 0) || !std::isfinite(determinant))
        return {};
    return LifeCovariance{logSigma / determinant, -both / determinant, mu / determinant};
}

} // namespace faultline::reliability
