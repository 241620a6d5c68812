// SPDX-License-Identifier: GPL-3.0-or-later
#include "reliability/operation/BadActors.h"

#include "reliability/Distributions.h"
#include "reliability/life/LifeSample.h"

#include <boost/math/tools/toms748_solve.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <exception>
#include <limits>
#include <numbers>
#include <numeric>
#include <optional>
#include <utility>

namespace faultline::reliability {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kBoundsTail = 0.025;

/// The probability that a failure of equipment hits the one that was observed for `own` hours, if
/// its rate is `factor` times that of the rest.
double hitProbability(double own, double all, double factor)
{
    return factor * own / (factor * own + std::max(0.0, all - own));
}

double ratioOf(double own, double ownHours, double rest, double restHours)
{
    return rest > 0 ? own / ownHours * restHours / rest : own > 0 ? kInfinity : 0;
}

/// Repeats a test, without what stood out in it, until nothing more does. `test` sets each p of the
/// equipment with these indices, which it compares with each other; false if it can't.
template<typename Test>
bool judge(
    std::vector<Standing>& standings, std::vector<std::size_t> candidates,
    const StandingOutRule& rule, Test test)
{
    for (bool again = true; again && candidates.size() > 1;) {
        if (!test(std::as_const(candidates)))
            return false;
        // Holm's correction.
        std::vector<std::size_t> sorted = candidates;
        std::sort(sorted.begin(), sorted.end(), [&](std::size_t a, std::size_t b) {
            return standings[a].p < standings[b].p;
        });
        double worst = 0;
        std::size_t left = sorted.size();
        for (const std::size_t at : sorted) {
            Standing& standing = standings[at];
            worst = std::max(worst, std::min(1.0, static_cast<double>(left--) * standing.p));
            standing.adjusted = worst;
            standing.standsOut = worst <= rule.level;
        }
        again =
            std::erase_if(candidates, [&](std::size_t at) { return standings[at].standsOut; }) > 0;
    }
    return true;
}

/// Outages of equal length.
struct OutageClass
{
    double hours = 0;
    double count = 0;
};

/// The downtime that hits one piece of equipment if each outage hits it with the same probability.
class RandomDowntime
{
public:
    RandomDowntime(std::span<const OutageClass> outages, double total, double probability)
        : m_outages(outages)
        , m_total(total)
        , m_probability(probability)
    {}

    /// The probability of at least `hours`, which is above the mean, by saddlepoint approximation.
    std::optional<double> atLeast(double hours) const;
    double mean() const { return m_probability * m_total; }
    double variance() const { return at(0).second; }

private:
    /// The cumulant generating function and its derivatives.
    struct Cumulants
    {
        double value = 0;
        double first = 0;
        double second = 0;
    };
    Cumulants at(double s) const;

    std::span<const OutageClass> m_outages;
    double m_total;
    double m_probability;
};

RandomDowntime::Cumulants RandomDowntime::at(double s) const
{
    Cumulants sums;
    for (const auto& [hours, count] : m_outages) {
        // For s >= 0: nothing overflows.
        const double shrunk = std::exp(-s * hours);
        const double weight = m_probability + (1 - m_probability) * shrunk;
        const double hit = m_probability / weight;
        sums.value += count * (s * hours + std::log(weight));
        sums.first += count * hours * hit;
        sums.second += count * hours * hours * hit * (1 - hit);
    }
    return sums;
}

std::optional<double> RandomDowntime::atLeast(double hours) const
{
    std::uintmax_t steps = 200;
    const double guess = (hours - mean()) / variance();
    const auto bracket = boost::math::tools::bracket_and_solve_root(
        [&](double s) { return at(s).first - hours; }, guess, 2.0, true,
        boost::math::tools::eps_tolerance<double>(40), steps);
    const double s = std::midpoint(bracket.first, bracket.second);
    const Cumulants sums = at(s);
    const double root = std::sqrt(std::max(0.0, 2 * (s * hours - sums.value)));
    const double scaled = s * std::sqrt(sums.second);
    if (steps >= 200 || !(root > 0) || !(scaled > 0))
        return {};
    // At the mean both terms are infinite and their difference is small.
    if (root < 1e-3)
        return 0.5;
    const double density =
        std::exp(-root * root / 2) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
    return std::clamp(normalProbability(-root) + density * (1 / scaled - 1 / root), 0.0, 1.0);
}

/// The same by adding up all cases.
double exactAtLeast(std::span<const double> outages, double hours, double probability)
{
    // Cases whose sum only differs by rounding count.
    const double least = hours * (1 - 1e-12);
    double sum = 0;
    for (std::size_t hits = 0; hits < (std::size_t(1) << outages.size()); ++hits) {
        double downtime = 0;
        double chance = 1;
        for (std::size_t i = 0; i < outages.size(); ++i) {
            const bool isHit = (hits >> i & 1) != 0;
            downtime += isHit ? outages[i] : 0;
            chance *= isHit ? probability : 1 - probability;
        }
        sum += downtime >= least ? chance : 0;
    }
    return sum;
}

/// All outages of a group.
class GroupOutages
{
public:
    GroupOutages(std::span<const OutageLengths> group, std::span<const std::size_t> members)
    {
        LifeCollector lengths(std::numeric_limits<double>::min());
        for (const std::size_t member : members) {
            m_observed += group[member].observed;
            for (const double hours : group[member].hours) {
                if (!(hours > 0))
                    continue;
                lengths.addFailure(hours);
                m_total += hours;
                ++m_count;
                if (m_all.size() <= kExact)
                    m_all.push_back(hours);
            }
        }
        const LifeSample sample = lengths.sample();
        const double width = sample.failures.size() > kMostClasses ? 1.01 : 1;
        double firstOfClass = 0;
        for (const LifeSample::Group& lengthsAlike : sample.failures) {
            const auto count = static_cast<double>(lengthsAlike.count);
            if (m_classes.empty() || lengthsAlike.hours > width * firstOfClass) {
                firstOfClass = lengthsAlike.hours;
                m_classes.push_back({lengthsAlike.hours, count});
                continue;
            }
            OutageClass& last = m_classes.back();
            last.hours =
                (last.hours * last.count + lengthsAlike.hours * count) / (last.count + count);
            last.count += count;
        }
    }

    double observed() const { return m_observed; }

    /// The probability that equipment has at least `hours` if each outage hits it with
    /// `probability`.
    std::optional<double> atLeast(double hours, double probability) const
    {
        if (!(hours > 0))
            return 1;
        if (m_count <= kExact)
            return exactAtLeast(m_all, hours, probability);
        if (hours >= m_total * (1 - 1e-9))
            return std::pow(probability, static_cast<double>(m_count));
        const RandomDowntime random(m_classes, m_total, probability);
        // The approximation isn't for the mean and below, where p is about a half or more.
        const double z = (hours - random.mean()) / std::sqrt(random.variance());
        return z > 1e-6 ? random.atLeast(hours) : normalProbability(-z);
    }

private:
    static constexpr std::size_t kExact = 16;
    static constexpr std::size_t kMostClasses = 2'000;

    std::vector<double> m_all; ///< up to one more than kExact
    std::vector<OutageClass> m_classes;
    std::size_t m_count = 0;
    double m_total = 0;
    double m_observed = 0;
};

} // namespace

namespace {

template<typename Equipment>
std::vector<std::size_t> observedOf(std::span<const Equipment> group)
{
    std::vector<std::size_t> observed;
    for (std::size_t i = 0; i < group.size(); ++i)
        if (group[i].observed > 0)
            observed.push_back(i);
    return observed;
}

/// The hours of those that don't stand out, but for one of them.
double hoursOfRest(double hours, double own, bool standsOut)
{
    return standsOut ? hours : std::max(0.0, hours - own);
}

} // namespace

Estimate<std::vector<Standing>>
standingsByFailures(std::span<const FailureCount> group, const StandingOutRule& rule)
{
    const std::vector<std::size_t> observed = observedOf(group);
    if (observed.size() < 2)
        return Reason::needsSystems(2, observed.size());
    FailureCount all;
    for (const std::size_t at : observed) {
        all.failures += group[at].failures;
        all.observed += group[at].observed;
    }
    if (all.failures == 0)
        return Reason::needsFailures(1, 0);

    std::vector<Standing> standings(group.size());
    judge(standings, observed, rule, [&](const std::vector<std::size_t>& candidates) {
        FailureCount together;
        for (const std::size_t at : candidates) {
            together.failures += group[at].failures;
            together.observed += group[at].observed;
        }
        for (const std::size_t at : candidates)
            standings[at].p = binomialAtLeast(
                group[at].failures, together.failures,
                hitProbability(group[at].observed, together.observed, rule.factor));
        return true;
    });

    FailureCount unremarkable = all;
    for (const std::size_t at : observed)
        if (standings[at].standsOut) {
            unremarkable.failures -= group[at].failures;
            unremarkable.observed -= group[at].observed;
        }
    for (const std::size_t at : observed) {
        const std::size_t own = group[at].failures;
        const double hours = group[at].observed;
        Standing& standing = standings[at];
        const std::size_t rest = unremarkable.failures - (standing.standsOut ? 0 : own);
        const double restHours = hoursOfRest(unremarkable.observed, hours, standing.standsOut);
        standing.share = static_cast<double>(own) / static_cast<double>(all.failures);
        standing.expectedShare = hours / all.observed;
        standing.ratio =
            ratioOf(static_cast<double>(own), hours, static_cast<double>(rest), restHours);
        const auto asRatio = [&](double probability) {
            return probability < 1 ? probability / (1 - probability) * restHours / hours
                                   : kInfinity;
        };
        standing.ratioBounds = {
            asRatio(binomialLower(own, own + rest, kBoundsTail)),
            asRatio(binomialUpper(own, own + rest, kBoundsTail))};
    }
    return standings;
}

Estimate<std::vector<Standing>>
standingsByDowntime(std::span<const OutageLengths> group, const StandingOutRule& rule)
{
    const std::vector<std::size_t> observed = observedOf(group);
    if (observed.size() < 2)
        return Reason::needsSystems(2, observed.size());
    std::vector<double> downtime(group.size());
    double total = 0;
    double hours = 0;
    for (const std::size_t at : observed) {
        downtime[at] = std::accumulate(group[at].hours.begin(), group[at].hours.end(), 0.0);
        total += downtime[at];
        hours += group[at].observed;
    }
    if (!(total > 0))
        return Reason::needsFailures(1, 0);

    std::vector<Standing> standings(group.size());
    const auto test = [&](const std::vector<std::size_t>& candidates) {
        const GroupOutages outages(group, candidates);
        for (const std::size_t at : candidates) {
            const auto p = outages.atLeast(
                downtime[at], hitProbability(group[at].observed, outages.observed(), rule.factor));
            if (!p)
                return false;
            standings[at].p = *p;
        }
        return true;
    };
    try {
        if (!judge(standings, observed, rule, test))
            return Reason{Reason::Kind::NotConverged};
    } catch (const std::exception&) { // Boost's searches throw when they give up
        return Reason{Reason::Kind::NotConverged};
    }

    double restDown = total;
    double restHours = hours;
    for (const std::size_t at : observed)
        if (standings[at].standsOut) {
            restDown -= downtime[at];
            restHours -= group[at].observed;
        }
    for (const std::size_t at : observed) {
        Standing& standing = standings[at];
        standing.share = downtime[at] / total;
        standing.expectedShare = group[at].observed / hours;
        standing.ratio = ratioOf(
            downtime[at], group[at].observed,
            hoursOfRest(restDown, downtime[at], standing.standsOut),
            hoursOfRest(restHours, group[at].observed, standing.standsOut));
        standing.ratioBounds = {0, kInfinity};
    }
    return standings;
}

} // namespace faultline::reliability
