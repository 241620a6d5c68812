// SPDX-License-Identifier: GPL-3.0-or-later
#include "reliability/CrowBounds.h"

#include "reliability/Distributions.h"

#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <boost/math/tools/toms748_solve.hpp>

#include <cmath>
#include <cstdint>

namespace faultline::reliability {

namespace {

namespace tools = boost::math::tools;

// Of a gamma distribution, what is left out on either side.
constexpr double kNegligible = 1e-14;

/// Where the increasing function is 0, from a first guess and a factor that widens the search.
template<typename Function>
double rootNear(double guess, double factor, const Function& function)
{
    std::uintmax_t steps = 200;
    const auto bracket = tools::bracket_and_solve_root(
        function, guess, factor, true, tools::eps_tolerance<double>(46), steps);
    return (bracket.first + bracket.second) / 2;
}

/// The mean of `function` over a gamma variable.
template<typename Function>
double meanOverGamma(double shape, const Function& function)
{
    using boost::math::quadrature::gauss_kronrod;
    const double lower = gammaQuantile(kNegligible, shape);
    const double upper = gammaQuantile(1 - kNegligible, shape);
    return gauss_kronrod<double, 61>::integrate(
        [&](double x) { return gammaDensity(x, shape) * function(x); }, lower, upper, 12, 1e-12);
}

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
    const auto product = [n](double x) {
        return meanOverGamma(n - 1, [=](double y) { return gammaProbability(x / y, n); });
    };
    const double low = rootNear(square, 2, [&](double x) { return product(x) - tail; });
    const double high = rootNear(square, 2, [&](double x) { return product(x) - (1 - tail); });
    return {square / high, square / low};
}

Interval logScaleBounds(
    Truncation truncation, std::size_t failures, double logRatios, double length, double confidence)
{
    const double n = static_cast<double>(failures);
    const double free = truncation == Truncation::Failure ? n - 1 : n;
    const double tail = (1 - confidence) / 2;
    const double logLength = std::log(length);
    // The mean of a count of n is a gamma variable with shape n at the lower bound. At the upper
    // one it has shape n+1 if the observation ended at a time.
    const auto probability = [=](double shape, double logLambda) {
        return meanOverGamma(free, [=](double y) {
            return gammaProbability(std::exp(logLambda + y / logRatios * logLength), shape);
        });
    };
    const auto solve = [&](double shape, double target) {
        const double guess = std::log(n) - n / logRatios * logLength;
        const double width = std::abs(logLength) * n / logRatios + 1;
        // The search needs positive numbers: distances from far below the guess.
        const double base = guess - 64 * width;
        return base + rootNear(guess - base, 1.1, [&](double distance) {
                   return probability(shape, base + distance) - target;
               });
    };
    const double upperShape = truncation == Truncation::Failure ? n : n + 1;
    return {solve(n, tail), solve(upperShape, 1 - tail)};
}

} // namespace faultline::reliability
