// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reliability/FailureHistory.h"
#include "reliability/Mtbf.h"
#include "reliability/PowerLaw.h"
#include "reliability/life/LifeFit.h"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace faultline::reliability {

/// What the forecast of the next failure assumes.
enum class NextFailureModel {
    PowerLaw,     ///< minimal repair: the rate follows the system's age
    Renewal,      ///< as good as new: the rate follows the time since the last failure
    ConstantRate, ///< neither
};

/// When one system, as it is at the end of its observation, fails next. Exactly: with the
/// cumulative hazard g(h) of the next h hours, it fails within them with probability 1 - exp(-g),
/// and the median solves g = ln 2.
///
/// - Power law: g = L(T + h) - L(T) for L(t) = lambda t^beta. Bounds by the delta method for ln g,
///   from independent estimates of ln L(T), with variance 1/n, and of ln beta.
/// - Renewal: g = H(a + h) - H(a) for the cumulative hazard H of the times between failures, and
/// the
///   time a since the last one. Bounds by the delta method for ln g, from Fisher's information.
/// - Constant rate: g = h / MTBF. Bounds from those of the MTBF, which are exact.
///
/// Sources: S. E. Rigdon and A. P. Basu, Statistical Methods for the Reliability of Repairable
/// Systems, 2000, chapters 2 and 4; Meeker and Escobar 1998, section B.2. The bounds are of the
/// probability and of the median. They don't hold the time of the next failure itself, and don't
/// account for the choice of the model.
struct NextFailure
{
    struct Chance
    {
        double hours = 0;
        double probability = 0; ///< of a failure within them
        Interval bounds;
    };

    NextFailureModel model = NextFailureModel::ConstantRate;
    std::optional<LifeModel> life; ///< of a renewal process
    BoundedFigure medianHours;     ///< from the end of the observation
    std::vector<Chance> chances;   ///< one for each horizon
};

/// `horizons` are hours, above 0. `age` is where the observation ended, and `fit` is of this
/// system.
NextFailure nextByPowerLaw(
    const PowerLaw& fit, double age, std::span<const double> horizons, double confidence = 0.95);
/// `sinceFailure` is the time since the last failure. A fit without a covariance has no bounds, so
/// it gives none here: then they are from 0 to 1.
NextFailure nextByRenewal(
    const LifeFit& fit, double sinceFailure, std::span<const double> horizons,
    double confidence = 0.95);
/// Needs a failure. The bounds are at the confidence of `rate`.
Estimate<NextFailure> nextByConstantRate(const Mtbf& rate, std::span<const double> horizons);

/// So many times between failures are necessary to choose a distribution for them.
constexpr std::size_t kRenewalIntervals = 10;

/// By the model that the failures suggest. A trend (see TrendTests.h): the power law. No trend, or
/// too few failures to see one: with at least kRenewalIntervals times between failures, the
/// distribution with the least AICc, if it is Weibull or lognormal. Otherwise a constant rate.
Estimate<NextFailure> nextFailure(
    const FailureHistory& history, std::span<const double> horizons, double confidence = 0.95);

} // namespace faultline::reliability
