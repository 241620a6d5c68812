// SPDX-License-Identifier: GPL-3.0-or-later
#include "reliability/Mtbf.h"

#include "reliability/Distributions.h"

#include <algorithm>
#include <limits>

namespace faultline::reliability {

Estimate<Mtbf> mtbf(std::size_t failures, double observed, Truncation truncation, double confidence)
{
    if (!(observed > 0))
        return Reason{Reason::Kind::NoTimeObserved};
    if (failures == 0 && truncation == Truncation::Failure)
        return Reason::needsFailures(1, 0);
    const double tail = (1 - confidence) / 2;
    const auto n = static_cast<double>(failures);
    const double more = truncation == Truncation::Failure ? 2 * n : 2 * n + 2;
    Mtbf result;
    result.failures = failures;
    result.observed = observed;
    result.bounds = {
        2 * observed / chiSquaredQuantile(1 - tail, more), std::numeric_limits<double>::infinity()};
    if (failures > 0) {
        result.hours = observed / n;
        result.bounds.upper = 2 * observed / chiSquaredQuantile(tail, 2 * n);
    }
    return result;
}

Estimate<Mtbf> mtbf(std::span<const FailureHistory> systems, double confidence)
{
    std::size_t failures = 0;
    double observed = 0;
    for (const FailureHistory& system : systems) {
        const auto after = std::upper_bound(system.ages.begin(), system.ages.end(), 0.0);
        failures += static_cast<std::size_t>(system.ages.end() - after);
        observed += system.observed;
    }
    const Truncation truncation =
        systems.size() == 1 ? systems.front().truncation : Truncation::Time;
    return mtbf(failures, observed, truncation, confidence);
}

} // namespace faultline::reliability
