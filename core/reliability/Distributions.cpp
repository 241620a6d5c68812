// SPDX-License-Identifier: GPL-3.0-or-later
#include "reliability/Distributions.h"

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/negative_binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/erf.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace faultline::reliability {

namespace {

namespace policies = boost::math::policies;

// Accuracy to about 1e-15 without long double, which is several times slower. What is infinite is
// returned, not thrown.
using InDouble = policies::policy<
    policies::promote_double<false>, policies::overflow_error<policies::ignore_error>,
    policies::domain_error<policies::ignore_error>>;
using Normal = boost::math::normal_distribution<double, InDouble>;
using ChiSquared = boost::math::chi_squared_distribution<double, InDouble>;

using Gamma = boost::math::gamma_distribution<double, InDouble>;
// Quantiles of counts are whole numbers: the first that reach the probability.
using RoundedUp =
    policies::normalise<InDouble, policies::discrete_quantile<policies::integer_round_up>>::type;
using MixedPoisson = boost::math::negative_binomial_distribution<double, RoundedUp>;

MixedPoisson mixedPoisson(double mean, double spread)
{
    const double shape = 1 / spread;
    return {shape, shape / (shape + mean)};
}

constexpr double kInfinity = std::numeric_limits<double>::infinity();

} // namespace

double normalProbability(double z)
{
    return boost::math::cdf(Normal(), z);
}

double normalQuantile(double probability)
{
    if (probability <= 0)
        return -kInfinity;
    return probability < 1 ? boost::math::quantile(Normal(), probability) : kInfinity;
}

double normalTwoSided(double z)
{
    return boost::math::erfc(std::abs(z) / std::numbers::sqrt2, InDouble());
}

double studentQuantile(double probability, double freedom)
{
    return boost::math::quantile(
        boost::math::students_t_distribution<double, InDouble>(freedom), probability);
}

double binomialAtLeast(std::size_t count, std::size_t trials, double probability)
{
    if (count == 0)
        return 1;
    // The binomial sum is an incomplete beta function.
    const double a = static_cast<double>(count);
    return boost::math::ibeta(a, static_cast<double>(trials) - a + 1, probability, InDouble());
}

double binomialLower(std::size_t count, std::size_t trials, double tail)
{
    if (count == 0)
        return 0;
    const double a = static_cast<double>(count);
    return boost::math::ibeta_inv(a, static_cast<double>(trials) - a + 1, tail, InDouble());
}

double binomialUpper(std::size_t count, std::size_t trials, double tail)
{
    if (count >= trials)
        return 1;
    const double a = static_cast<double>(count);
    return boost::math::ibetac_inv(a + 1, static_cast<double>(trials) - a, tail, InDouble());
}

double chiSquaredProbability(double x, double freedom)
{
    return std::isinf(x) ? 1 : boost::math::cdf(ChiSquared(freedom), x);
}

double chiSquaredComplement(double x, double freedom)
{
    return std::isinf(x) ? 0 : boost::math::cdf(boost::math::complement(ChiSquared(freedom), x));
}

double chiSquaredQuantile(double probability, double freedom)
{
    if (freedom <= 0 || probability <= 0)
        return 0;
    return probability < 1 ? boost::math::quantile(ChiSquared(freedom), probability) : kInfinity;
}

double gammaDensity(double x, double shape)
{
    return boost::math::pdf(Gamma(shape), x);
}

double gammaProbability(double x, double shape)
{
    return std::isinf(x) ? 1 : boost::math::cdf(Gamma(shape), x);
}

double gammaQuantile(double probability, double shape)
{
    if (probability <= 0)
        return 0;
    return probability < 1 ? boost::math::quantile(Gamma(shape), probability) : kInfinity;
}

double mixedPoissonLower(double mean, double spread, double tail)
{
    return mean > 0 ? boost::math::quantile(mixedPoisson(mean, spread), tail) : 0;
}

double mixedPoissonUpper(double mean, double spread, double tail)
{
    if (mean <= 0)
        return 0;
    return boost::math::quantile(boost::math::complement(mixedPoisson(mean, spread), tail));
}

double twoSided(double below, double above)
{
    return std::min(1.0, 2 * std::min(below, above));
}

} // namespace faultline::reliability
