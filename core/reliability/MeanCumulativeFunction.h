// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reliability/CompensatedSum.h"
#include "reliability/FailureHistory.h"
#include "reliability/MergedAges.h"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace faultline::reliability {

/// A repairable system and what is known of its failures: its ages at them, in hours and ascending
/// order, while it was observed from one age to another. Both ends belong to the observation. That
/// it wasn't observed any longer is a suspension.
struct ObservedSystem
{
    std::span<const double> ages;
    double from = 0; ///< hours
    double to = 0;   ///< hours
};

/// The mean number of failures of a system up to an age.
struct McfPoint
{
    double age = 0; ///< hours
    double mean = 0;
    double variance = 0;    ///< of the mean; infinite for a fleet of one, of which nothing is known
    std::size_t atRisk = 0; ///< systems that were observed at this age
    std::size_t failures = 0; ///< of all of them, at this age

    /// mean · exp(±z·s/mean): the bounds of the mean's logarithm, which are never below 0. Source:
    /// W. Q. Meeker and L. A. Escobar, Statistical Methods for Reliability Data, 1998,
    /// chapter 16.
    Interval bounds(double confidence = 0.95) const;
};

/// Nelson's mean cumulative function of a fleet: at each age it grows by failures / systems at
/// risk. It assumes neither a kind of process nor that failures of a system are independent; only
/// that why a system is observed, or no longer, has nothing to do with its failures.
///
/// The variance is the robust one: the sum over systems of the square of what each adds to the
/// difference of estimate and mean. It counts that failures of one system belong together, and
/// isn't negative, as Nelson's unbiased one of 1995 can be. Source: W. B. Nelson, Graphical
/// Analysis of System Repair Data, Journal of Quality Technology 20, 1988; J. F. Lawless and C.
/// Nadeau, Some Simple Robust Methods for the Analysis of Recurrent Events, Technometrics 37, 1995.
///
/// At equal ages, observations begin, then failures happen, then observations end. Points are made
/// one at a time, so memory depends on the number of systems only. O(log systems) for each failure.
class MeanCumulativeFunction
{
public:
    /// Keeps the spans: what they refer to must outlive this. Systems with `to` before `from` are
    /// left out.
    explicit MeanCumulativeFunction(std::span<const ObservedSystem> systems);

    /// The function at the next age at which a system failed, or nothing after the last.
    std::optional<McfPoint> next();

    std::size_t systems() const { return m_ends.size(); }
    /// The age up to which any system was observed: the function is constant from its last point.
    double end() const { return m_end; }

private:
    void enter(double age);
    void leaveBefore(double age);
    void fail(std::size_t system, double atRisk);

    struct Change
    {
        double age = 0;
        std::size_t system = 0;
    };

    MergedAges m_failures;
    std::vector<Change> m_starts; // by age
    std::vector<Change> m_ends;
    std::size_t m_started = 0;
    std::size_t m_ended = 0;
    double m_end = 0;
    CompensatedSum m_mean;

    // The terms of the variance's sum. That of a system is (own - shared)²; `own` begins with the
    // value that `shared` has when the system enters.
    std::vector<CompensatedSum> m_own; // by system
    CompensatedSum m_shared;
    CompensatedSum m_atRiskSum; // of own - shared, over the systems at risk
    CompensatedSum m_atRiskSquares;
    CompensatedSum m_endedSquares;
};

/// The difference of two fleets at an age: the first one's mean minus the second one's.
struct McfDifference
{
    double age = 0; ///< hours
    double difference = 0;
    double variance = 0; ///< the sum of both, which are independent
    double first = 0;    ///< the means
    double second = 0;

    /// difference ± z·s. Source: N. Doganaksoy and W. Nelson, A Method to Compare Two Samples of
    /// Recurrence Data, Lifetime Data Analysis 4, 1998.
    Interval bounds(double confidence = 0.95) const;
};

/// The difference at each age at which a system of either fleet failed, as long as both are
/// observed.
class McfComparison
{
public:
    McfComparison(std::span<const ObservedSystem> first, std::span<const ObservedSystem> second);

    std::optional<McfDifference> next();

private:
    struct Fleet
    {
        explicit Fleet(std::span<const ObservedSystem> systems);
        void advance();

        MeanCumulativeFunction function;
        std::optional<McfPoint> coming;
        McfPoint reached;
    };

    Fleet m_first;
    Fleet m_second;
    double m_end;
};

} // namespace faultline::reliability
