// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reliability/FailureSums.h"

#include <cstddef>
#include <span>

namespace faultline::reliability {

/// The power law process of one repairable system (Crow-AMSAA): up to age t it fails λ·t^β times on
/// average. β below 1: it gets better; above 1: worse; 1: it fails at a constant rate.
///
/// It is kept as the failures expected up to a reference age, because λ is too small for a number
/// where β is large.
struct PowerLawCurve
{
    double beta = 1;
    double referenceAge = 1; ///< hours
    double failuresAtReference = 0;

    double lambda() const; ///< per hour^β
    /// The failures expected up to `age` hours, and those in an hour at that age (ROCOF).
    double failures(double age) const;
    double rate(double age) const;
};

/// A fit of the power law to the failures of systems that share one.
struct PowerLaw
{
    /// The most likely values. With N failures and lengths T: λ = N / sum of T^β; β = N / sum of
    /// ln(T/t) where all T are equal, and otherwise the root of
    /// N/β + sum of ln(t) = N · sum of T^β·ln(T) / sum of T^β.
    /// Source: IEC 61164:2004; L. H. Crow, Reliability Analysis for Complex, Repairable
    /// Systems, 1974; MIL-HDBK-189 (1981), appendix C.
    PowerLawCurve likely;
    /// With the estimate of β that is unbiased: (M-1) / sum of ln(T/t), where M leaves out the
    /// failures that end observations. NIST calls it the modified estimate (8.4.5.2).
    PowerLawCurve unbiased;

    /// Exact if `exact`: 2β · sum of ln(T/t) is chi-squared with 2M degrees of freedom (Crow 1974).
    /// Else by the profile likelihood ratio (W. Q. Meeker and L. A. Escobar, Statistical Methods
    /// for Reliability Data, 1998, chapter 8).
    Interval beta;

    /// Hours between failures of a system now, at the age where its observation ended; of several
    /// systems, K / sum of their rates.
    double mtbfNow = 0;
    /// If `exact`, Crow's (Confidence Interval Procedures for the Weibull Process, Technometrics
    /// 24, 1982), which are exact if the observation ended with a failure, and else at least as
    /// wide as needed. Else by the Fisher information of the rate's logarithm.
    Interval mtbfNowBounds;

    std::size_t failures = 0;
    std::size_t systems = 0;
    double confidence = 0;
    /// One system, or several that were observed for equally long, none of them up to a failure.
    bool exact = true;
    double betaVariance = 0; ///< by the Fisher information
};

/// The failures of all systems together in the hours after their observation.
struct FailureForecast
{
    double expected = 0;
    /// Holds the number of failures at the confidence of the fit. A negative binomial interval: a
    /// Poisson count whose mean is known as well as the fit knows it (delta method). Source of the
    /// idea: S. K. Bar-Lev, I. Lavi and B. Reiser, Bayesian Inference for the Power Law Process,
    /// Annals of the Institute of Statistical Mathematics 44, 1992.
    Interval count;
};

/// Fits the power law. Needs two failures that don't end an observation, and a spread of ages.
Estimate<PowerLaw> fitPowerLaw(const FailureSums& sums, double confidence = 0.95);

/// The bounds of λ. If `fit.exact`, from the joint distribution of both estimates, by numerical
/// integration (O. Gaudoin, B. Yang and M. Xie, Confidence intervals for the scale parameter of the
/// power-law process, Communications in Statistics 35, 2006). Else by the Fisher information of ln
/// λ. `fit` comes from `sums`.
Estimate<Interval> lambdaBounds(const FailureSums& sums, const PowerLaw& fit);

/// What `fit`, which comes from `sums`, expects in the next `hours` of all systems.
FailureForecast forecast(const FailureSums& sums, const PowerLaw& fit, double hours);
/// The same with hours of each system, as many as `sums.observed`.
FailureForecast
forecast(const FailureSums& sums, const PowerLaw& fit, std::span<const double> hours);

} // namespace faultline::reliability
