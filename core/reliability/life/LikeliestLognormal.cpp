// SPDX-License-Identifier: GPL-3.0-or-later
#include "reliability/life/LifeLikelihood.h"
#include "reliability/life/StandardLife.h"

#include <boost/math/tools/roots.hpp>

#include <cmath>
#include <limits>
#include <utility>
#include <vector>

namespace faultline::reliability {

namespace {

constexpr int kDigits = std::numeric_limits<double>::digits;
constexpr std::uintmax_t kMaxSteps = 200;

/// What the likelihood needs of a sample. The logarithms of times are centred and scaled by the
/// exact failures: x = (ln t - mean) / spread. In the end z = a x - b.
struct LognormalData
{
    explicit LognormalData(const LifeSample& sample);

    struct Censored
    {
        double x = 0;
        double count = 0;
    };
    std::vector<Censored> suspensions;
    double mean = 0;
    double spread = 0;
    double failures = 0; ///< exact ones
    double sumSquares =
        0; ///< of their x: `failures` if they have a spread, 0 if they are all equal
    double unresolved = 0;
    double resolution = 0; ///< as an x
};

LognormalData::LognormalData(const LifeSample& sample)
    : failures(static_cast<double>(sample.exactCount))
    , unresolved(static_cast<double>(sample.unresolvedCount))
{
    for (const LifeSample::Group& group : sample.failures)
        mean += static_cast<double>(group.count) * group.logHours;
    mean /= failures;
    double squares = 0;
    for (const LifeSample::Group& group : sample.failures) {
        const double x = group.logHours - mean;
        squares += static_cast<double>(group.count) * x * x;
    }
    if (squares > 0) {
        spread = std::sqrt(squares / failures);
        sumSquares = failures;
    } else {
        spread = mean - std::log(sample.resolution);
    }
    resolution = (std::log(sample.resolution) - mean) / spread;
    suspensions.reserve(sample.suspensions.size());
    for (const LifeSample::Group& group : sample.suspensions)
        suspensions.push_back({(group.logHours - mean) / spread, static_cast<double>(group.count)});
}

/// First and second derivatives of the log-likelihood by a and b. The exact failures' x add up to
/// 0.
struct Derivatives
{
    double a = 0;
    double b = 0;
    double aa = 0;
    double ab = 0;
    double bb = 0;

    void add(const Slope& slope, double x, double count)
    {
        a += count * slope.first * x;
        b -= count * slope.first;
        aa += count * slope.second * x * x;
        ab -= count * slope.second * x;
        bb += count * slope.second;
    }
};

Derivatives derivatives(const LognormalData& data, double a, double b)
{
    Derivatives sums;
    sums.a = data.failures / a - a * data.sumSquares;
    sums.b = -b * data.failures;
    sums.aa = -data.failures / (a * a) - data.sumSquares;
    sums.bb = -data.failures;
    for (const auto& [x, count] : data.suspensions)
        sums.add(logSurvival(LifeModel::Lognormal, a * x - b), x, count);
    if (data.unresolved > 0)
        sums.add(
            logFailed(LifeModel::Lognormal, a * data.resolution - b), data.resolution,
            data.unresolved);
    return sums;
}

} // namespace

std::optional<LifeDistribution> likeliestLognormal(const LifeSample& sample)
{
    namespace tools = boost::math::tools;
    const LognormalData data(sample);
    if (!(data.spread > 0))
        return {};
    const auto distribution = [&](double a, double b) {
        return LifeDistribution{
            LifeModel::Lognormal, data.mean + data.spread * b / a, data.spread / a};
    };
    if (data.suspensions.empty() && data.unresolved == 0)
        return distribution(1, 0);

    constexpr double kFar = 1e6;
    std::uintmax_t steps = kMaxSteps;
    double bestB = 0; // the search for the next one begins here, as it isn't far
    const auto derivativesAtBest = [&](double a) {
        std::uintmax_t left = kMaxSteps;
        bestB = tools::newton_raphson_iterate(
            [&](double b) {
                const Derivatives sums = derivatives(data, a, b);
                return std::pair(sums.b, sums.bb);
            },
            bestB, -kFar, kFar, kDigits - 6, left);
        return derivatives(data, a, bestB);
    };
    const double a = tools::newton_raphson_iterate(
        [&](double at) {
            const Derivatives sums = derivativesAtBest(at);
            return std::pair(sums.a, sums.aa - sums.ab * sums.ab / sums.bb);
        },
        0.7, 1e-6, kFar, kDigits - 6, steps);
    if (steps >= kMaxSteps || !std::isfinite(a))
        return {};
    derivativesAtBest(a);
    return distribution(a, bestB);
}

} // namespace faultline::reliability
