// SPDX-License-Identifier: GPL-3.0-or-later
#include "reliability/CrowBounds.h"

#include "reliability/Distributions.h"

#include <boost/math/quadrature/gauss.hpp>
#include <boost/math/tools/toms748_solve.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>

namespace faultline::reliability {

namespace {

namespace tools = boost::math::tools;

// Of a gamma distribution, what is left out on either side.
constexpr double kNegligible = 1e-13;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Where the increasing function is 0, from a first guess and a factor that widens the search.
template<typename Function>
double rootNear(double guess, double factor, const Function& function)
{
    std::uintmax_t steps = 200;
    const auto bracket = tools::bracket_and_solve_root(
        function, guess, factor, true, tools::eps_tolerance<double>(46), steps);
    return (bracket.first + bracket.second) / 2;
}

/// Means over a gamma variable of smooth functions that are 0 at one end and 1 at the other. What
/// doesn't depend on the function is computed once, because searches ask for many means. The nodes
/// are places on a logarithmic scale, on which even the gamma distributions of few failures and the
/// functions below are bells and ramps of a similar width.
class GammaMean
{
public:
    /// Outside `least` and `most`, values count as 0.
    explicit GammaMean(double shape, double least = 0, double most = kInfinity)
    {
        const double lower = std::log(std::max(least, gammaQuantile(kNegligible, shape)));
        const double upper = std::log(std::min(most, gammaQuantile(1 - kNegligible, shape)));
        if (lower >= upper)
            return;
        const double half = (upper - lower) / 2;
        const auto& places = Gauss::abscissa(); // of the positive half
        const auto& weights = Gauss::weights();
        for (std::size_t i = 0; i < places.size(); ++i) {
            for (const double sign : {-1.0, 1.0}) {
                const double value = std::exp(lower + half + sign * half * places[i]);
                m_nodes[m_count++] = {
                    value, half * weights[i] * value * gammaDensity(value, shape)};
            }
        }
    }

    template<typename Function>
    double operator()(const Function& function) const
    {
        double sum = 0;
        for (const Node& node : m_nodes)
            sum += node.weight * function(node.value);
        return sum;
    }

private:
    static constexpr unsigned kNodes = 128;
    using Gauss = boost::math::quadrature::gauss<double, kNodes>;

    struct Node
    {
        double value = 0;
        double weight = 0;
    };
    std::array<Node, kNodes> m_nodes{};
    std::size_t m_count = 0;
};

/// Of the distribution of n that is proportional to x^n / (n!·(n-1)!): the probabilities of at
/// least `n`, and of at most `n`. Summed from n outwards, so nothing overflows.
struct Tails
{
    double atLeast;
    double atMost;
};

Tails tailsAt(double n, double x)
{
    constexpr double enough = 1e-17;
    double above = 0;
    double weight = 1;
    for (double k = n; weight > enough * (1 + above); ++k) {
        weight *= x / (k * (k + 1));
        above += weight;
    }
    double below = 0;
    weight = 1;
    for (double k = n; k > 1 && weight > enough * (1 + below); --k) {
        weight *= k * (k - 1) / x;
        below += weight;
    }
    const double all = above + 1 + below;
    return {(above + 1) / all, (below + 1) / all};
}

} // namespace

Interval crowMtbfFactors(Truncation truncation, std::size_t failures, double confidence)
{
    const double n = static_cast<double>(failures);
    const double tail = (1 - confidence) / 2;
    const double square = n * n; // x at the most likely values
    if (truncation == Truncation::Time) {
        const double low =
            rootNear(square, 2, [=](double x) { return tailsAt(n, x).atLeast - tail; });
        const double high =
            rootNear(square, 2, [=](double x) { return tail - tailsAt(n, x).atMost; });
        return {square / high, square / low};
    }
    const GammaMean mean(n - 1);
    const auto product = [&](double x) {
        return mean([=](double y) { return gammaProbability(x / y, n); });
    };
    const double low = rootNear(square, 2, [&](double x) { return product(x) - tail; });
    const double high = rootNear(square, 2, [&](double x) { return product(x) - (1 - tail); });
    return {square / high, square / low};
}

Interval logScaleBounds(
    Truncation truncation, std::size_t failures, double logRatios, double length, double confidence)
{
    const double n = static_cast<double>(failures);
    const bool untilFailure = truncation == Truncation::Failure;
    const double tail = (1 - confidence) / 2;
    const double logLength = std::log(length);
    const double likely = std::log(n) - n / logRatios * logLength;
    // The search needs positive numbers: distances from a value far below the bounds.
    const double deviation = (1 + std::abs(logLength) * n / logRatios) / std::sqrt(n);
    const double base = likely - 50 * deviation;
    // The mean of a count of n is a gamma variable with shape n at the lower bound. At the upper
    // one it has shape n+1 if the observation ended at a time. β · logRatios has shape `free`.
    const double free = untilFailure ? n - 1 : n;
    const bool betaIsWider = std::abs(logLength) * n / logRatios > 1;
    // P(ln(count's mean) - β · logLength <= logLambda), integrated over the variable that is
    // narrower, so that the probability of the other one is smooth.
    const GammaMean overBeta(free);
    const auto probability = [&](double shape, double logLambda) {
        if (!betaIsWider) {
            return overBeta([=](double x) {
                return gammaProbability(std::exp(logLambda + x / logRatios * logLength), shape);
            });
        }
        const double zero = std::exp(logLambda); // the count's mean at which β would be 0
        const auto betaUpTo = [=](double mean) {
            const double beta = (std::log(mean) - logLambda) / logLength;
            return gammaProbability(std::max(0.0, beta * logRatios), free);
        };
        if (logLength < 0)
            return GammaMean(shape, 0, zero)(betaUpTo);
        return 1 - GammaMean(shape, zero)(betaUpTo);
    };
    const auto solve = [&](double shape, double target, double guess) {
        return base + rootNear(guess - base, 1.02, [&](double distance) {
                   return probability(shape, base + distance) - target;
               });
    };
    return {
        solve(n, tail, likely - 2 * deviation),
        solve(untilFailure ? n : n + 1, 1 - tail, likely + 2 * deviation)};
}

} // namespace faultline::reliability
