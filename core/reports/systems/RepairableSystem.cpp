// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/systems/RepairableSystem.h"

#include "readings/Calendar.h"

#include <algorithm>

namespace faultline {

namespace {

constexpr double kMicrosecondsPerHour = 3'600'000'000.0;

// Whole microseconds are exact before they are rounded, whatever the century.
double hours(qint64 microseconds)
{
    return static_cast<double>(microseconds) / kMicrosecondsPerHour;
}

qint64 excludedBetween(const RepairableSystem& system, qint64 from, qint64 to)
{
    return system.excluded != nullptr ? system.excluded->between(from, to) : 0;
}

qint64 excludedInObservation(const RepairableSystem& system)
{
    return system.from && system.to && system.from->microseconds < system.to->microseconds
               ? excludedBetween(system, system.from->microseconds, system.to->microseconds)
               : 0;
}

} // namespace

double RepairableSystem::observedHours() const
{
    if (!from || !to)
        return 0;
    const qint64 calendar = std::max<qint64>(0, to->microseconds - from->microseconds);
    return hours(calendar - excludedInObservation(*this));
}

double RepairableSystem::excludedHours() const
{
    return hours(excludedInObservation(*this));
}

std::vector<qint64> observedTimes(const RepairableSystem& system, std::span<const Instant> at)
{
    std::vector<qint64> times(at.size());
    if (!system.from)
        return times;
    const qint64 from = system.from->microseconds;
    const auto sinceStart = [from](Instant instant) { return instant.microseconds - from; };
    std::transform(at.begin(), at.end(), times.begin(), sinceStart);
    if (system.excluded == nullptr)
        return times;
    reliability::ExcludedTime::Walk walk(*system.excluded);
    walk.advance(from);
    const qint64 before = walk.before();
    for (std::size_t i = 0; i < at.size(); ++i) {
        walk.advance(at[i].microseconds);
        times[i] -= walk.before() - before;
    }
    return times;
}

SystemHistory::SystemHistory(const RepairableSystem& system, std::span<const Instant> failures)
    : m_observed(system.observedHours())
    , m_startsNew(system.isNew)
{
    if (!system.from || !system.to)
        return;
    const qint64 end = system.to->microseconds;
    for (std::size_t i = 0; i < m_ahead.size(); ++i) {
        const qint64 ahead = kHorizonDays.at(i) * kMicrosecondsPerDay;
        m_ahead.at(i) = hours(ahead - excludedBetween(system, end, end + ahead));
    }
    if (failures.empty())
        return;
    const bool startsWithFailure =
        system.isAlone && system.beginsWithRecord && failures.front() == *system.from;
    if (startsWithFailure) {
        failures = failures.subspan(1);
        m_startsNew = true;
    }
    m_ages.reserve(failures.size());
    for (const qint64 time : observedTimes(system, failures))
        m_ages.push_back(std::clamp(hours(time), 0.0, m_observed));
    const bool endsWithFailure = !failures.empty() && failures.back() == *system.to;
    if (system.isAlone && system.endsWithRecord && endsWithFailure)
        m_truncation = reliability::Truncation::Failure;
}

} // namespace faultline
