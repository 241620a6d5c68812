// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reliability/FailureHistory.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace faultline::reliability {

/// Times between failures, in hours: complete ones, and suspensions, which are times that hadn't
/// ended with a failure when the observation did (right-censored).
///
/// A time shorter than the clocks' resolution, such as the 0 h between two failures at the same
/// instant, isn't known any better than that. It is *unresolved*: it counts as a failure at some
/// time between 0 and the resolution (left-censored). As an exact 0 it would have an infinite or no
/// likelihood under all distributions of a logarithm. A suspension of 0 h says nothing and is left
/// out.
struct LifeSample
{
    /// Equal times, or times that differ by less than one part in 512.
    struct Group
    {
        double hours = 0; ///< their mean
        double logHours = 0;
        std::size_t count = 0;
    };

    std::vector<Group> failures;    ///< ascending; without the unresolved ones
    std::vector<Group> suspensions; ///< ascending
    std::size_t exactCount = 0;     ///< in `failures`
    std::size_t suspensionCount = 0;
    std::size_t unresolvedCount = 0;
    double resolution = 0; ///< hours

    std::size_t failureCount() const { return exactCount + unresolvedCount; }
    std::size_t count() const { return failureCount() + suspensionCount; }
    /// Without two different times there is no spread, so nothing to estimate a shape from.
    std::size_t distinctFailures() const { return failures.size() + (unresolvedCount > 0 ? 1 : 0); }
};

/// Logs write times in seconds or finer.
inline constexpr double kClockResolution = 1.0 / 3600;

/// Collects times between failures, of one system or of many.
///
/// It keeps the first 4,096 times of each kind as they are. With more, it counts them in classes
/// that are one part in 512 wide at most and keeps each class's mean. So memory is bounded (about
/// 200 kB), nothing is sorted, and a fit takes the same time at any number. What that adds to an
/// estimate is below one part in a million, far below its standard error.
class LifeCollector
{
public:
    /// What the time from the start of the observation to the first failure is.
    enum class Start {
        Unknown, ///< a part of a time between failures, so it isn't used
        New,     ///< a whole life: the observation began with a new system
    };

    /// `resolution` in hours, above 0.
    explicit LifeCollector(double resolution = kClockResolution);

    void addFailure(double hours);
    void addSuspension(double hours);
    /// The times between the failures; the time since the last one is suspended. Nothing from a
    /// system that didn't fail, unless it was new.
    void add(const FailureHistory& history, Start start = Start::Unknown);

    LifeSample sample() const;

private:
    class Times
    {
    public:
        void add(double hours);
        std::vector<LifeSample::Group> groups() const;
        std::size_t count() const { return m_count; }

    private:
        struct Class
        {
            std::size_t count = 0;
            double sum = 0;
        };
        void addToClass(double hours);

        std::size_t m_count = 0;
        std::vector<double> m_exact;
        std::vector<Class> m_classes;
        std::uint64_t m_firstClass = 0;
    };

    double m_resolution;
    std::size_t m_unresolved = 0;
    Times m_failures;
    Times m_suspensions;
};

/// The sample of times that are there already.
LifeSample lifeSample(
    std::span<const double> failures, std::span<const double> suspensions = {},
    double resolution = kClockResolution);

} // namespace faultline::reliability
