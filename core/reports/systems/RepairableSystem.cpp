// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/systems/RepairableSystem.h"

#include <algorithm>

namespace faultline {

namespace {

constexpr double kMicrosecondsPerHour = 3'600'000'000.0;

// The difference is exact before it is rounded, whatever the century.
double hoursBetween(Instant from, Instant to)
{
    return static_cast<double>(to.microseconds - from.microseconds) / kMicrosecondsPerHour;
}

} // namespace

double RepairableSystem::observedHours() const
{
    return from && to ? std::max(0.0, hoursBetween(*from, *to)) : 0.0;
}

SystemHistory::SystemHistory(const RepairableSystem& system, std::span<const Instant> failures)
    : m_observed(system.observedHours())
{
    if (!system.from || !system.to || failures.empty())
        return;
    m_startsWithFailure =
        system.isAlone && system.beginsWithRecord && failures.front() == *system.from;
    if (m_startsWithFailure)
        failures = failures.subspan(1);
    m_ages.reserve(failures.size());
    for (const Instant failure : failures)
        m_ages.push_back(std::clamp(hoursBetween(*system.from, failure), 0.0, m_observed));
    const bool endsWithFailure = !failures.empty() && failures.back() == *system.to;
    if (system.isAlone && system.endsWithRecord && endsWithFailure)
        m_truncation = reliability::Truncation::Failure;
}

} // namespace faultline
