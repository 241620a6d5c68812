// SPDX-License-Identifier: GPL-3.0-or-later
#include "reliability/PowerLaw.h"

#include "reliability/CrowBounds.h"
#include "reliability/Distributions.h"

#include <boost/math/tools/toms748_solve.hpp>

#include <cassert>
#include <cmath>
#include <cstdint>
#include <exception>
#include <vector>

namespace faultline::reliability {

namespace {

namespace tools = boost::math::tools;

/// Sums over systems, with lengths r as shares of the longest, so that nothing overflows.
struct LengthSums
{
    double powers = 0;   ///< of r^β
    double logs = 0;     ///< of r^β·ln(r): the derivative of the above
    double squares = 0;  ///< of r^β·ln²(r)
    double rates = 0;    ///< of r^β / T
    double rateLogs = 0; ///< of r^β·ln(r) / T

    double meanLog() const { return logs / powers; }
    double logVariance() const { return squares / powers - meanLog() * meanLog(); }
};

class Likelihood
{
public:
    explicit Likelihood(const FailureSums& sums)
        : m_sums(sums)
        , m_count(static_cast<double>(sums.failures))
        , m_logRatios(sums.logRatios - sums.logLengths + m_count * std::log(sums.longest))
    {}

    double count() const { return m_count; }
    /// The sum of ln(longest/t).
    double logRatios() const { return m_logRatios; }

    LengthSums lengths(double beta) const
    {
        if (m_sums.sameLength) {
            const double systems = static_cast<double>(m_sums.observed.size());
            return {systems, 0, 0, systems / m_sums.longest, 0};
        }
        LengthSums result;
        for (const double length : m_sums.observed) {
            const double log = std::log(length / m_sums.longest);
            const double power = std::exp(beta * log);
            result.powers += power;
            result.logs += power * log;
            result.squares += power * log * log;
            result.rates += power / length;
            result.rateLogs += power * log / length;
        }
        return result;
    }

    /// Of β, with the λ that is then the most likely; without constants.
    double logLikelihood(double beta) const
    {
        return m_count * std::log(beta / lengths(beta).powers) - beta * m_logRatios;
    }
    double slope(double beta) const
    {
        return m_count / beta - m_logRatios - m_count * lengths(beta).meanLog();
    }

private:
    const FailureSums& m_sums;
    double m_count;
    double m_logRatios;
};

template<typename Function>
double rootNear(double guess, bool rising, const Function& function)
{
    std::uintmax_t steps = 200;
    const auto bracket = tools::bracket_and_solve_root(
        function, guess, 2.0, rising, tools::eps_tolerance<double>(48), steps);
    return (bracket.first + bracket.second) / 2;
}

double mostLikelyBeta(const FailureSums& sums, const Likelihood& likelihood)
{
    const double alike = likelihood.count() / sums.logRatios;
    if (sums.sameLength)
        return alike;
    return rootNear(alike, false, [&](double beta) { return likelihood.slope(beta); });
}

Interval profileBounds(const Likelihood& likelihood, double beta, double confidence)
{
    const double most = likelihood.logLikelihood(beta);
    const double drop = chiSquaredQuantile(confidence, 1) / 2;
    const auto distance = [&](double other) {
        return most - likelihood.logLikelihood(other) - drop;
    };
    return {rootNear(beta / 2, false, distance), rootNear(beta * 2, true, distance)};
}

Interval exactBetaBounds(const FailureSums& sums, double confidence)
{
    const double freedom = 2 * static_cast<double>(sums.freeFailures());
    const double scale = 2 * sums.logRatios;
    const double tail = (1 - confidence) / 2;
    return {
        chiSquaredQuantile(tail, freedom) / scale, chiSquaredQuantile(1 - tail, freedom) / scale};
}

Interval around(double value, double logVariance, double confidence)
{
    const double factor =
        std::exp(normalQuantile(1 - (1 - confidence) / 2) * std::sqrt(logVariance));
    return {value / factor, value * factor};
}

/// Of what is exact: one system, or several until a time.
Truncation truncationOf(const FailureSums& sums)
{
    return sums.endedByFailure > 0 ? Truncation::Failure : Truncation::Time;
}

Interval lambdaBoundsOf(const FailureSums& sums, const PowerLaw& fit)
{
    if (fit.exact) {
        const Interval logs = logScaleBounds(
            truncationOf(sums), sums.failures, sums.logRatios, sums.longest, fit.confidence);
        const double systems = static_cast<double>(fit.systems);
        return {std::exp(logs.lower) / systems, std::exp(logs.upper) / systems};
    }
    const LengthSums lengths = Likelihood(sums).lengths(fit.likely.beta);
    const double slope = lengths.meanLog() + std::log(sums.longest);
    const double variance =
        1 / static_cast<double>(fit.failures) + slope * slope * fit.betaVariance;
    return around(fit.likely.lambda(), variance, fit.confidence);
}

PowerLaw fitted(const FailureSums& sums, double confidence)
{
    const Likelihood likelihood(sums);
    const double count = likelihood.count();
    const double beta = mostLikelyBeta(sums, likelihood);
    const LengthSums lengths = likelihood.lengths(beta);

    PowerLaw fit;
    fit.failures = sums.failures;
    fit.systems = sums.observed.size();
    fit.confidence = confidence;
    fit.exact = fit.systems == 1 || (sums.sameLength && sums.endedByFailure == 0);
    fit.likely = {beta, sums.longest, count / lengths.powers};
    const double unbiased = static_cast<double>(sums.freeFailures() - 1) / sums.logRatios;
    fit.unbiased = {unbiased, sums.longest, count / likelihood.lengths(unbiased).powers};
    fit.betaVariance = 1 / (count * (1 / (beta * beta) + lengths.logVariance()));
    const double systems = static_cast<double>(fit.systems);
    fit.mtbfNow = systems / (fit.likely.failuresAtReference * beta * lengths.rates);

    if (fit.exact) {
        fit.beta = exactBetaBounds(sums, confidence);
        const Interval factors = crowMtbfFactors(truncationOf(sums), sums.failures, confidence);
        fit.mtbfNowBounds = {fit.mtbfNow * factors.lower, fit.mtbfNow * factors.upper};
        return fit;
    }
    fit.beta = profileBounds(likelihood, beta, confidence);
    const double rateSlope = 1 / beta + lengths.rateLogs / lengths.rates - lengths.meanLog();
    fit.mtbfNowBounds =
        around(fit.mtbfNow, 1 / count + rateSlope * rateSlope * fit.betaVariance, confidence);
    return fit;
}

} // namespace

double PowerLawCurve::lambda() const
{
    return failuresAtReference * std::pow(referenceAge, -beta);
}

double PowerLawCurve::failures(double age) const
{
    return failuresAtReference * std::pow(age / referenceAge, beta);
}

double PowerLawCurve::rate(double age) const
{
    return failuresAtReference * beta / referenceAge * std::pow(age / referenceAge, beta - 1);
}

Estimate<PowerLaw> fitPowerLaw(const FailureSums& sums, double confidence)
{
    if (sums.observed.empty())
        return Reason{Reason::Kind::NoTimeObserved};
    constexpr std::size_t needed = 2;
    const std::size_t unused = sums.endedByFailure + sums.atStart;
    if (sums.freeFailures() < needed)
        return Reason::needsFailures(needed + unused, sums.freeFailures() + unused);
    if (sums.logRatios <= 0 || Likelihood(sums).logRatios() <= 0)
        return Reason{Reason::Kind::NoSpread};
    try {
        return fitted(sums, confidence);
    } catch (const std::exception&) { // Boost's searches throw when they give up
        return Reason{Reason::Kind::NotConverged};
    }
}

Estimate<Interval> lambdaBounds(const FailureSums& sums, const PowerLaw& fit)
{
    try {
        return lambdaBoundsOf(sums, fit);
    } catch (const std::exception&) { // as above
        return Reason{Reason::Kind::NotConverged};
    }
}

FailureForecast forecast(const FailureSums& sums, const PowerLaw& fit, double hours)
{
    return forecast(sums, fit, std::vector<double>(sums.observed.size(), hours));
}

FailureForecast
forecast(const FailureSums& sums, const PowerLaw& fit, std::span<const double> hours)
{
    assert(hours.size() == sums.observed.size());
    const double beta = fit.likely.beta;
    double more = 0;     // sum of r^β, from now to then
    double moreLogs = 0; // its derivative
    for (std::size_t i = 0; i < hours.size(); ++i) {
        const double length = sums.observed[i];
        const double log = std::log(length / fit.likely.referenceAge);
        const double growth = std::log1p(hours[i] / length);
        const double before = std::exp(beta * log);
        const double gain = before * std::expm1(beta * growth);
        more += gain;
        moreLogs += gain * log + (before + gain) * growth;
    }
    FailureForecast result;
    result.expected = fit.likely.failuresAtReference * more;
    if (result.expected <= 0)
        return result;
    const LengthSums lengths = Likelihood(sums).lengths(beta);
    const double slope = moreLogs / more - lengths.meanLog();
    const double spread = 1 / static_cast<double>(fit.failures) + slope * slope * fit.betaVariance;
    const double tail = (1 - fit.confidence) / 2;
    result.count = {
        mixedPoissonLower(result.expected, spread, tail),
        mixedPoissonUpper(result.expected, spread, tail)};
    return result;
}

} // namespace faultline::reliability
