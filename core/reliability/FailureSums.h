// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reliability/FailureHistory.h"

#include <cstddef>
#include <vector>

namespace faultline::reliability {

/// What the trend tests and the power law need to know of any number of systems. It is collected
/// one system after the other, so that the failures of only one have to be in memory. O(failures);
/// keeps one number a system.
///
/// Failures at age 0 begin the observation, as the first line of a log of failures does. Like a
/// failure that ends it, they say nothing about when failures happen within it: they are counted in
/// `atStart` and otherwise left out. A system that was observed for no time is left out altogether.
struct FailureSums
{
    std::vector<double> observed;     ///< hours, of each system
    std::size_t failures = 0;         ///< after age 0
    std::size_t atStart = 0;          ///< at age 0
    std::size_t endedByFailure = 0;   ///< systems whose observation ended with a failure
    std::size_t failuresOfOldest = 0; ///< of the systems that were observed for the longest time
    double longest = 0;               ///< hours: the longest observation
    bool sameLength = true;           ///< all systems were observed for equally long
    double logRatios = 0;             ///< sum of ln(T/t)
    double logLengths = 0;            ///< sum of ln(T), one term a failure
    double ageExcess = 0;             ///< sum of t - T/2, without failures that end observations
    double ageVariance = 0;           ///< sum of T²/12, likewise

    void add(const FailureHistory& history);

    /// Without the failures that end observations, which were no chance. The tests use these.
    std::size_t freeFailures() const { return failures - endedByFailure; }
};

} // namespace faultline::reliability
