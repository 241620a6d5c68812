// SPDX-License-Identifier: GPL-3.0-or-later
#include "reliability/life/LifeLikelihood.h"
#include "reliability/life/StandardLife.h"

#include <boost/math/tools/roots.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <tuple>
#include <utility>
#include <vector>

namespace faultline::reliability {

namespace {

constexpr int kDigits = std::numeric_limits<double>::digits;
constexpr std::uintmax_t kMaxSteps = 200;

/// A time, as its logarithm less that of the longest one, and how many there are.
struct Weight
{
    double x = 0;
    double count = 0;
};

/// What the likelihood of a Weibull distribution needs of a sample, from a location on.
struct WeibullData
{
    WeibullData(const LifeSample& sample, double location);

    std::vector<Weight> all;     ///< failures and suspensions
    double longest = 0;          ///< ln of hours
    double failures = 0;         ///< exact ones
    double sumOfFailures = 0;    ///< of their x
    double spreadOfFailures = 0; ///< standard deviation of their x
    double unresolved = 0;
    double resolution = 0; ///< as an x
};

WeibullData::WeibullData(const LifeSample& sample, double location)
    : failures(static_cast<double>(sample.exactCount))
    , unresolved(static_cast<double>(sample.unresolvedCount))
{
    const auto logOf = [&](const LifeSample::Group& group) {
        return location > 0 ? std::log(group.hours - location) : group.logHours;
    };
    longest = logOf(sample.failures.back());
    if (!sample.suspensions.empty() && sample.suspensions.back().hours > location)
        longest = std::max(longest, logOf(sample.suspensions.back()));
    resolution = std::log(sample.resolution) - longest;

    all.reserve(sample.failures.size() + sample.suspensions.size());
    for (const LifeSample::Group& group : sample.failures) {
        all.push_back({logOf(group) - longest, static_cast<double>(group.count)});
        sumOfFailures += all.back().count * all.back().x;
    }
    const double mean = sumOfFailures / failures;
    for (const Weight& failure : all)
        spreadOfFailures += failure.count * (failure.x - mean) * (failure.x - mean);
    spreadOfFailures = std::sqrt(spreadOfFailures / failures);
    for (const LifeSample::Group& group : sample.suspensions)
        if (group.hours > location)
            all.push_back({logOf(group) - longest, static_cast<double>(group.count)});
}

/// The log-likelihood's derivatives by beta, at a beta and the best u for it, where the cumulative
/// hazard is u exp(beta x).
struct WeibullStep
{
    double u = 0;
    double slope = 0;
    double curvature = 0; ///< of the profile, which follows the best u
};

/// The u at which failures + unresolved h(u e) = u sum, for h of decay().
double bestU(double failures, double unresolved, double e, double sum)
{
    const double few = failures / sum;
    if (unresolved == 0)
        return few;
    const double many = (failures + unresolved) / sum;
    std::uintmax_t steps = kMaxSteps;
    return boost::math::tools::newton_raphson_iterate(
        [&](double u) {
            const Slope h = decay(u * e);
            return std::pair(
                failures + unresolved * h.value - u * sum, unresolved * h.first / u - sum);
        },
        many, few, many, kDigits - 4, steps);
}

WeibullStep weibullStep(const WeibullData& data, double beta)
{
    std::array<double, 3> sums{};
    for (const auto& [x, count] : data.all) {
        const double term = count * std::exp(beta * x);
        sums[0] += term;
        sums[1] += term * x;
        sums[2] += term * x * x;
    }
    const double e = std::exp(beta * data.resolution);
    WeibullStep step;
    step.u = bestU(data.failures, data.unresolved, e, sums[0]);
    const Slope h = decay(step.u * e);
    const double r = data.resolution;
    step.slope = data.failures / beta + data.sumOfFailures - step.u * sums[1]
                 + data.unresolved * r * h.value;
    const double byBeta =
        -data.failures / (beta * beta) - step.u * sums[2] + data.unresolved * r * r * h.first;
    const double byBoth = -step.u * sums[1] + data.unresolved * r * h.first;
    const double byU = -step.u * sums[0] + data.unresolved * h.first;
    step.curvature = byBeta - byBoth * byBoth / byU;
    return step;
}

std::optional<LifeDistribution> likeliest(const WeibullData& data)
{
    // From the spread of a Weibull variable's logarithm, pi / (beta sqrt(6)).
    const double guess = std::clamp(1.28 / data.spreadOfFailures, 1e-3, 1e6);
    std::uintmax_t steps = kMaxSteps;
    const double beta = boost::math::tools::newton_raphson_iterate(
        [&](double at) {
            const WeibullStep step = weibullStep(data, at);
            return std::pair(step.slope, step.curvature);
        },
        guess, 1e-6, 1e12, kDigits - 4, steps);
    if (steps >= kMaxSteps || !std::isfinite(beta))
        return {};
    const double u = weibullStep(data, beta).u;
    return LifeDistribution{LifeModel::Weibull, data.longest - std::log(u) / beta, 1 / beta};
}

std::optional<LifeDistribution> likeliestFrom(const LifeSample& sample, double location)
{
    const WeibullData data(sample, location);
    if (!(data.spreadOfFailures > 0) && data.unresolved == 0)
        return {};
    std::optional<LifeDistribution> found = likeliest(data);
    if (found) {
        found->model = LifeModel::Weibull3;
        found->location = location;
    }
    return found;
}

/// The log-likelihood's derivative by the location, at the best other parameters for it.
double slopeByLocation(const LifeSample& sample, const LifeDistribution& at)
{
    const double beta = at.shape();
    double sum = 0;
    const auto rate = [&](double beyond) {
        return std::exp(beta * (std::log(beyond) - at.mu)) / beyond;
    };
    for (const LifeSample::Group& group : sample.failures) {
        const double beyond = group.hours - at.location;
        sum += static_cast<double>(group.count) * (beta * rate(beyond) - (beta - 1) / beyond);
    }
    for (const LifeSample::Group& group : sample.suspensions)
        if (group.hours > at.location)
            sum += static_cast<double>(group.count) * beta * rate(group.hours - at.location);
    return sum;
}

} // namespace

std::optional<LifeDistribution> likeliestExponential(const LifeSample& sample)
{
    const WeibullData data(sample, 0);
    double sum = 0;
    for (const auto& [x, count] : data.all)
        sum += count * std::exp(x);
    const double u = bestU(data.failures, data.unresolved, std::exp(data.resolution), sum);
    return LifeDistribution{LifeModel::Exponential, data.longest - std::log(u)};
}

std::optional<LifeDistribution> likeliestWeibull(const LifeSample& sample)
{
    return likeliest(WeibullData(sample, 0));
}

std::optional<LifeDistribution> likeliestWeibull3(const LifeSample& sample)
{
    std::optional<LifeDistribution> best = likeliestFrom(sample, 0);
    if (!best || best->shape() <= 1 || sample.unresolvedCount > 0)
        return best;

    // The likelihood may have a second maximum, and grows without bound next to the shortest time.
    // So the highest of a few places comes first, closer together towards that time.
    constexpr int kPlaces = 20;
    const double shortest = sample.failures.front().hours;
    const auto place = [&](int i) { return shortest * (1 - std::exp2(-0.5 * i)); };
    double highest = logLikelihood(sample, *best);
    int at = 0;
    for (int i = 1; i <= kPlaces; ++i) {
        const std::optional<LifeDistribution> here = likeliestFrom(sample, place(i));
        if (!here || here->shape() <= 1)
            break;
        if (const double height = logLikelihood(sample, *here); height > highest) {
            highest = height;
            best = here;
            at = i;
        }
    }
    const auto slope = [&](double location) {
        const std::optional<LifeDistribution> here = likeliestFrom(sample, location);
        return here ? slopeByLocation(sample, *here) : std::numeric_limits<double>::quiet_NaN();
    };
    double lower = at > 0 ? place(at - 1) : 0;
    double upper = place(at + 1);
    const double slopeAtLower = slope(lower);
    const double slopeAtUpper = slope(upper);
    if (at == 0 && slopeAtLower <= 0)
        return best;
    if (!(slopeAtLower > 0) || !(slopeAtUpper < 0))
        return {};
    std::uintmax_t steps = kMaxSteps;
    std::tie(lower, upper) = boost::math::tools::toms748_solve(
        slope, lower, upper, slopeAtLower, slopeAtUpper,
        boost::math::tools::eps_tolerance<double>(kDigits - 8), steps);
    best = likeliestFrom(sample, std::midpoint(lower, upper));
    return best && best->shape() > 1 ? best : std::nullopt;
}

} // namespace faultline::reliability
