// SPDX-License-Identifier: GPL-3.0-or-later
#include "reliability/Distributions.h"

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
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

double twoSided(double below, double above)
{
    return std::min(1.0, 2 * std::min(below, above));
}

} // namespace faultline::reliability
