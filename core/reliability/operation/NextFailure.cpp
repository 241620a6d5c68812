// SPDX-License-Identifier: GPL-3.0-or-later
#include "reliability/operation/NextFailure.h"

#include "reliability/Distributions.h"
#include "reliability/TrendTests.h"
#include "reliability/life/LifeSample.h"
#include "reliability/life/StandardLife.h"

#include <cmath>
#include <limits>
#include <numbers>

namespace faultline::reliability {

namespace {

double zOf(double confidence)
{
    return normalQuantile((1 + confidence) / 2);
}

double probabilityOf(double hazard)
{
    return -std::expm1(-hazard);
}

/// A cumulative hazard, and the standard deviation of its logarithm.
NextFailure::Chance chance(double hours, double hazard, double deviation, double z)
{
    if (!std::isfinite(deviation) || !std::isfinite(hazard))
        return {hours, probabilityOf(hazard), {0, 1}};
    const double factor = std::exp(z * deviation);
    return {
        hours,
        probabilityOf(hazard),
        {probabilityOf(hazard / factor), probabilityOf(hazard * factor)}};
}

BoundedFigure median(double hours, double deviation, double z)
{
    if (!std::isfinite(deviation))
        return {hours, {}};
    const double factor = std::exp(z * deviation);
    return {hours, Interval{hours / factor, hours * factor}};
}

/// The hazard of the time from one age of a life to another, with its derivatives.
struct Passage
{
    double hazard = 0;
    double byMu = 0;
    double byLogSigma = 0;
    double byHours = 0; ///< at the end

    Passage(const LifeDistribution& life, double from, double hours)
    {
        add(life, from + hours, 1);
        add(life, from, -1);
    }

    /// Of the logarithm of the hazard.
    double deviation(const LifeCovariance& covariance) const
    {
        return std::sqrt(
                   byMu * byMu * covariance.mu + 2 * byMu * byLogSigma * covariance.both
                   + byLogSigma * byLogSigma * covariance.logSigma)
               / hazard;
    }

private:
    void add(const LifeDistribution& life, double age, double sign)
    {
        if (age <= life.location)
            return;
        const double z = (std::log(age - life.location) - life.mu) / life.sigma;
        const Slope survival = logSurvival(life.model, z);
        hazard -= sign * survival.value;
        byMu += sign * survival.first / life.sigma;
        byLogSigma += sign * survival.first * z;
        if (sign > 0)
            byHours = -survival.first / life.sigma / (age - life.location);
    }
};

} // namespace

NextFailure
nextByPowerLaw(const PowerLaw& fit, double age, std::span<const double> horizons, double confidence)
{
    const double beta = fit.likely.beta;
    const double soFar = fit.likely.failures(age);
    const double z = zOf(confidence);
    const double ownVariance = 1 / static_cast<double>(fit.failures);
    const double betaVariance = fit.betaVariance / (beta * beta);
    // Of the growth (1 + h/T)^beta - 1, the logarithm's derivative by ln(beta).
    const auto slope = [&](double logRatio) {
        return beta * logRatio / -std::expm1(-beta * logRatio);
    };
    const auto deviation = [&](double logRatio) {
        const double byBeta = slope(logRatio);
        return std::sqrt(ownVariance + byBeta * byBeta * betaVariance);
    };

    NextFailure next;
    next.model = NextFailureModel::PowerLaw;
    for (const double hours : horizons) {
        const double logRatio = std::log1p(hours / age);
        const double hazard = soFar * std::expm1(beta * logRatio);
        next.chances.push_back(chance(hours, hazard, deviation(logRatio), z));
    }
    const double logRatio = std::log1p(std::numbers::ln2 / soFar) / beta;
    const double hours = age * std::expm1(logRatio);
    // The hazard's logarithm by that of the hours turns its deviation into theirs.
    const double byHours =
        beta * soFar * std::exp((beta - 1) * logRatio) * hours / (age * std::numbers::ln2);
    next.medianHours = median(hours, deviation(logRatio) / byHours, z);
    return next;
}

NextFailure nextByRenewal(
    const LifeFit& fit, double sinceFailure, std::span<const double> horizons, double confidence)
{
    const LifeDistribution& life = fit.distribution;
    const double z = zOf(confidence);
    const auto deviation = [&](const Passage& passage) {
        return fit.covariance ? passage.deviation(*fit.covariance)
                              : std::numeric_limits<double>::infinity();
    };
    NextFailure next;
    next.model = NextFailureModel::Renewal;
    next.life = life.model;
    for (const double hours : horizons) {
        const Passage passage(life, sinceFailure, hours);
        next.chances.push_back(chance(hours, passage.hazard, deviation(passage), z));
    }
    const double hours =
        life.quantileOfHazard(life.cumulativeHazard(sinceFailure) + std::numbers::ln2)
        - sinceFailure;
    const Passage passage(life, sinceFailure, hours);
    next.medianHours =
        median(hours, deviation(passage) * passage.hazard / (passage.byHours * hours), z);
    return next;
}

Estimate<NextFailure> nextByConstantRate(const Mtbf& rate, std::span<const double> horizons)
{
    if (!rate.hours)
        return Reason::needsFailures(1, 0);
    NextFailure next;
    const auto [lower, upper] = rate.bounds;
    for (const double hours : horizons)
        next.chances.push_back(
            {hours,
             probabilityOf(hours / *rate.hours),
             {probabilityOf(hours / upper), probabilityOf(hours / lower)}});
    next.medianHours = {
        std::numbers::ln2 * *rate.hours,
        Interval{std::numbers::ln2 * lower, std::numbers::ln2 * upper}};
    return next;
}

Estimate<NextFailure>
nextFailure(const FailureHistory& history, std::span<const double> horizons, double confidence)
{
    FailureSums sums;
    sums.add(history);
    const Trend trend = trendOf(sums).trend;
    if (trend == Trend::GettingWorse || trend == Trend::GettingBetter)
        if (const Estimate<PowerLaw> fit = fitPowerLaw(sums, confidence))
            return nextByPowerLaw(*fit, history.observed, horizons, confidence);

    if (history.ages.size() > kRenewalIntervals) {
        LifeCollector times;
        times.add(history);
        const LifeSample sample = times.sample();
        const double sinceFailure = history.observed - history.ages.back();
        const LifeFit* best = nullptr;
        std::vector<Estimate<LifeFit>> fits;
        for (const LifeModel model :
             {LifeModel::Exponential, LifeModel::Weibull, LifeModel::Lognormal})
            fits.push_back(fitLife(sample, model, confidence));
        for (const Estimate<LifeFit>& fit : fits)
            if (fit && fit->covariance && (!best || fit->aicc < best->aicc))
                best = &*fit;
        if (best && best->distribution.model != LifeModel::Exponential)
            return nextByRenewal(*best, sinceFailure, horizons, confidence);
    }

    const Estimate<Mtbf> rate = mtbf(std::span(&history, 1), confidence);
    if (!rate)
        return rate.reason();
    return nextByConstantRate(*rate, horizons);
}

} // namespace faultline::reliability
