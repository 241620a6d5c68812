// SPDX-License-Identifier: GPL-3.0-or-later
#include "reliability/life/StandardLife.h"

#include <boost/math/tools/fraction.hpp>

#include <cmath>
#include <numbers>
#include <utility>

namespace faultline::reliability {

namespace {

constexpr double kHalfLogOfTwoPi = 0.91893853320467274178;

// A few standard deviations before erfc becomes 0.
constexpr double kFarTail = 30;

/// The terms of Laplace's continued fraction z + 1/(z + 2/(z + 3/(z + …))).
struct HazardTerms
{
    using result_type = std::pair<double, double>;
    double z = 0;
    double count = 0;

    result_type operator()() { return {count++, z}; }
};

/// The hazard of a standard normal variable: density / P(above z).
double normalHazard(double z)
{
    if (z > kFarTail) {
        HazardTerms terms{z};
        return boost::math::tools::continued_fraction_b(terms, 1e-16);
    }
    const double density = std::exp(-z * z / 2 - kHalfLogOfTwoPi);
    return 2 * density / std::erfc(z / std::numbers::sqrt2);
}

Slope normalLogSurvival(double z)
{
    const double hazard = normalHazard(z);
    const double value = z > kFarTail ? -z * z / 2 - kHalfLogOfTwoPi - std::log(hazard)
                         : z < 0      ? std::log1p(-std::erfc(-z / std::numbers::sqrt2) / 2)
                                      : std::log(std::erfc(z / std::numbers::sqrt2) / 2);
    return {value, -hazard, -hazard * (hazard - z)};
}

} // namespace

Slope decay(double x)
{
    if (x < 1e-4)
        return {1 - x / 2 + x * x / 12, -x / 2 + x * x / 6, 0};
    if (x > 700)
        return {0, 0, 0};
    const double grown = std::expm1(x);
    return {x / grown, x * (grown - x * (grown + 1)) / (grown * grown), 0};
}

Slope logDensity(LifeModel model, double z)
{
    if (model == LifeModel::Lognormal)
        return {-z * z / 2 - kHalfLogOfTwoPi, -z, -1};
    const double hazard = std::exp(z);
    return {z - hazard, 1 - hazard, -hazard};
}

Slope logSurvival(LifeModel model, double z)
{
    if (model == LifeModel::Lognormal)
        return normalLogSurvival(z);
    const double hazard = std::exp(z);
    return {-hazard, -hazard, -hazard};
}

Slope logFailed(LifeModel model, double z)
{
    if (model == LifeModel::Lognormal) {
        const Slope mirrored = normalLogSurvival(-z);
        return {mirrored.value, -mirrored.first, mirrored.second};
    }
    const double hazard = std::exp(z);
    const Slope slope = decay(hazard);
    return {std::log(-std::expm1(-hazard)), slope.value, slope.first};
}

} // namespace faultline::reliability
