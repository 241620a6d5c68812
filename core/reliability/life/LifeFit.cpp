// SPDX-License-Identifier: GPL-3.0-or-later
#include "reliability/life/LifeFit.h"

#include "reliability/Distributions.h"

#include <boost/math/special_functions/digamma.hpp>

#include <cmath>
#include <exception>
#include <limits>

namespace faultline::reliability {

namespace {

constexpr std::array kModels{
    LifeModel::Exponential, LifeModel::Weibull, LifeModel::Lognormal, LifeModel::Weibull3};

std::size_t parametersOf(LifeModel model)
{
    switch (model) {
    case LifeModel::Exponential:
        return 1;
    case LifeModel::Weibull:
    case LifeModel::Lognormal:
        return 2;
    case LifeModel::Weibull3:
        return 3;
    }
    return 0;
}

std::optional<LifeDistribution> likeliestOf(const LifeSample& sample, LifeModel model)
{
    switch (model) {
    case LifeModel::Exponential:
        return likeliestExponential(sample);
    case LifeModel::Weibull:
        return likeliestWeibull(sample);
    case LifeModel::Lognormal:
        return likeliestLognormal(sample);
    case LifeModel::Weibull3:
        return likeliestWeibull3(sample);
    }
    return {};
}

std::optional<LifeDistribution> likeliest(const LifeSample& sample, LifeModel model)
{
    try {
        return likeliestOf(sample, model);
    } catch (const std::exception&) { // Boost's searches throw when they give up
        return {};
    }
}

/// A figure of which the logarithm changes by `byMu` with mu and by `byLogSigma` with ln(sigma).
BoundedFigure bounded(
    double value, const std::optional<LifeCovariance>& covariance, double byMu, double byLogSigma,
    double z)
{
    if (!covariance)
        return {value, {}};
    const double variance = byMu * byMu * covariance->mu + 2 * byMu * byLogSigma * covariance->both
                            + byLogSigma * byLogSigma * covariance->logSigma;
    const double factor = std::exp(z * std::sqrt(variance));
    return {value, Interval{value / factor, value * factor}};
}

void addFigures(LifeFit& fit, double z)
{
    const LifeDistribution& of = fit.distribution;
    const bool isLognormal = of.model == LifeModel::Lognormal;
    const std::optional<LifeCovariance>& covariance = fit.covariance;
    fit.characteristicLife = bounded(of.characteristicLife(), covariance, 1, 0, z);
    fit.shape = isLognormal ? bounded(of.sigma, covariance, 0, 1, z)
                            : bounded(of.shape(), covariance, 0, -1, z);
    // ln(B10) is mu + sigma z10.
    const double b10 = of.quantile(0.1);
    fit.b10 = bounded(b10, covariance, 1, std::log(b10) - of.mu, z);
    // ln(mean) is mu + sigma²/2, or mu + lnGamma(1 + sigma).
    const double byLogSigma =
        isLognormal ? of.sigma * of.sigma : of.sigma * boost::math::digamma(1 + of.sigma);
    fit.mean = bounded(of.mean(), covariance, 1, byLogSigma, z);
    if (of.model == LifeModel::Exponential)
        fit.shape.bounds.reset();
}

} // namespace

std::optional<Interval> LifeFit::failedByBounds(double hours, double confidence) const
{
    if (!covariance || hours <= 0)
        return {};
    const double z = (std::log(hours) - distribution.mu) / distribution.sigma;
    const double variance =
        (covariance->mu / distribution.sigma + 2 * z * covariance->both) / distribution.sigma
        + z * z * covariance->logSigma;
    const double reach =
        normalQuantile((1 + confidence) / 2) * std::sqrt(variance) * distribution.sigma;
    const auto failedAt = [&](double logHours) {
        return distribution.failedBy(std::exp(logHours));
    };
    return Interval{failedAt(std::log(hours) - reach), failedAt(std::log(hours) + reach)};
}

Estimate<LifeFit> fitLife(const LifeSample& sample, LifeModel model, double confidence)
{
    const std::size_t parameters = parametersOf(model);
    if (sample.failureCount() < parameters)
        return Reason::needsFailures(parameters, sample.failureCount());
    if (sample.failures.empty() || sample.distinctFailures() < parameters)
        return Reason{Reason::Kind::NoSpread};
    const std::optional<LifeDistribution> found = likeliest(sample, model);
    if (!found)
        return Reason{Reason::Kind::NotConverged};

    LifeFit fit;
    fit.distribution = *found;
    fit.parameters = parameters;
    if (model != LifeModel::Weibull3)
        fit.covariance = lifeCovariance(sample, *found);
    addFigures(fit, normalQuantile((1 + confidence) / 2));
    fit.logLikelihood = logLikelihood(sample, *found);
    const auto k = static_cast<double>(parameters);
    const auto n = static_cast<double>(sample.count());
    fit.aic = 2 * k - 2 * fit.logLikelihood;
    fit.aicc = n > k + 1 ? fit.aic + 2 * k * (k + 1) / (n - k - 1)
                         : std::numeric_limits<double>::infinity();
    fit.bic = k * std::log(n) - 2 * fit.logLikelihood;
    return fit;
}

LifeFits fitLives(const LifeSample& sample, Trend trend, double confidence)
{
    LifeFits all;
    all.isMeaningless = trend == Trend::GettingWorse || trend == Trend::GettingBetter;
    all.fits.reserve(kModels.size());
    double least = std::numeric_limits<double>::infinity();
    for (const LifeModel model : kModels) {
        all.fits.push_back(fitLife(sample, model, confidence));
        if (const Estimate<LifeFit>& fit = all.fits.back(); fit && fit->aicc < least) {
            least = fit->aicc;
            all.best = all.fits.size() - 1;
        }
    }
    return all;
}

std::vector<FittedPoint>
fittedLine(const LifeFit& fit, double from, double to, std::size_t count, double confidence)
{
    std::vector<FittedPoint> line;
    line.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        const double share =
            count > 1 ? static_cast<double>(i) / static_cast<double>(count - 1) : 0;
        const double hours = from * std::pow(to / from, share);
        line.push_back(
            {hours, fit.distribution.failedBy(hours), fit.failedByBounds(hours, confidence)});
    }
    return line;
}

} // namespace faultline::reliability
