// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reliability/FailureHistory.h"
#include "reliability/TrendTests.h"
#include "reliability/life/LifeDistribution.h"
#include "reliability/life/LifeLikelihood.h"
#include "reliability/life/LifeSample.h"

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

namespace faultline::reliability {

/// A figure in hours (or a shape), with bounds if there are any.
struct BoundedFigure
{
    double value = 0;
    std::optional<Interval> bounds;
};

/// The distribution that makes a sample of times most likely.
///
/// Bounds are two-sided. They are normal approximations on a logarithmic scale, which keeps them
/// above 0: value × exp(± z s), with s from the inverse of Fisher's observed information, by the
/// delta method for figures of both parameters (Meeker and Escobar 1998, sections 8.4 and B.2).
/// With few failures they are a little narrow. A Weibull distribution with a location has no
/// bounds: Fisher's information isn't valid for it (Smith 1985).
struct LifeFit
{
    LifeDistribution distribution;
    /// Of the estimates of mu and ln(sigma); nothing with a location.
    std::optional<LifeCovariance> covariance;
    BoundedFigure characteristicLife; ///< hours from the location on: Weibull's eta, exp(mu)
    /// Weibull's beta; a lognormal distribution's sigma. An exponential distribution's is 1.
    BoundedFigure shape;
    BoundedFigure b10; ///< the time by which 10 % have failed
    BoundedFigure mean;

    double logLikelihood = 0;
    std::size_t parameters = 0;
    /// Akaike's criterion, the same corrected for few times (C. M. Hurvich and C.-L. Tsai,
    /// Regression and Time Series Model Selection in Small Samples, Biometrika 76 (1989) 297-307),
    /// and Schwarz's. The number of times includes suspensions. Infinite if there are too few times
    /// for the correction.
    double aic = 0;
    double aicc = 0;
    double bic = 0;

    /// The bounds of the probability of a failure by `hours`: on the scale of z, so that both are
    /// between 0 and 1. Nothing without a covariance, or up to the location.
    std::optional<Interval> failedByBounds(double hours, double confidence = 0.95) const;
};

/// Needs one failure for an exponential distribution, two different times for two parameters, and
/// three for a location.
Estimate<LifeFit> fitLife(const LifeSample& sample, LifeModel model, double confidence = 0.95);

/// All of them, and the one whose AICc is the least, if there is one. The simpler one of equals.
struct LifeFits
{
    std::vector<Estimate<LifeFit>> fits; ///< in the order of LifeModel
    std::optional<std::size_t> best;
    /// If failures come ever closer together, or further apart, the times between them aren't from
    /// one distribution, whichever fits best (H. Ascher and H. Feingold, Repairable Systems
    /// Reliability, 1984): look at the growth instead.
    bool isMeaningless = false;

    const LifeFit* bestFit() const { return best ? &*fits[*best] : nullptr; }
    const Estimate<LifeFit>& of(LifeModel model) const
    {
        return fits[static_cast<std::size_t>(model)];
    }
};
/// `trend` is the verdict about the same failures.
LifeFits fitLives(const LifeSample& sample, Trend trend = Trend::Unknown, double confidence = 0.95);

/// A point of the fitted line, for a probability plot.
struct FittedPoint
{
    double hours = 0;
    double failed = 0; ///< the share, from 0 to 1
    std::optional<Interval> bounds;
};
/// `count` points from one time to another, equally far apart on a logarithmic scale of hours.
std::vector<FittedPoint>
fittedLine(const LifeFit& fit, double from, double to, std::size_t count, double confidence = 0.95);

} // namespace faultline::reliability
