// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reliability/life/LifeDistribution.h"

namespace faultline::reliability {

/// A function of z at one point, with its first and second derivative.
struct Slope
{
    double value = 0;
    double first = 0;
    double second = 0;
};

// What one time adds to the log-likelihood of a distribution in the form that LifeDistribution.h
// explains. All three functions are concave in z. Of exponential and Weibull distributions, z
// is ln of the cumulative hazard.

/// Of a failure at z: ln of F's density.
Slope logDensity(LifeModel model, double z);
/// Of a suspension at z: ln(1 - F).
Slope logSurvival(LifeModel model, double z);
/// Of a failure somewhere before z: ln F.
Slope logFailed(LifeModel model, double z);

/// x / (exp(x) - 1), which is 1 at 0, and x times its derivative; for x >= 0.
Slope decay(double x);

} // namespace faultline::reliability
