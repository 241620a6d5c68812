// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/systems/FleetComputation.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr double kHoursPerDay = 24;

} // namespace

FleetScope fleetScopeOf(const ReportFilter& filter)
{
    const QString by = filter.choices.value(u"by"_s);
    if (by == "group"_L1)
        return FleetScope::Group;
    if (by == "plant"_L1)
        return FleetScope::Plant;
    return by == "all"_L1 ? FleetScope::All : FleetScope::Equipment;
}

QString fleetName(FleetScope scope, const FleetKey& key)
{
    switch (scope) {
    case FleetScope::Equipment:
        return key.code;
    case FleetScope::Group:
        return key.group.isEmpty() ? u"no-group"_s : key.group;
    case FleetScope::Plant:
    case FleetScope::All:
        break;
    }
    return u"all-equipment"_s;
}

bool FleetKey::operator<(const FleetKey& other) const
{
    return std::tie(plant, group, code) < std::tie(other.plant, other.group, other.code);
}

FleetKey fleetKeyOf(FleetScope scope, const RepairableSystem& system)
{
    switch (scope) {
    case FleetScope::Equipment:
        return {system.plant, system.group, system.code};
    case FleetScope::Group:
        return {system.plant, system.group, {}};
    case FleetScope::Plant:
        return {system.plant, {}, {}};
    case FleetScope::All:
        break;
    }
    return {};
}

std::vector<reliability::FailureHistory> Fleet::histories() const
{
    std::vector<reliability::FailureHistory> histories;
    histories.reserve(systems.size());
    for (const SystemHistory& system : systems)
        histories.push_back(system.history());
    return histories;
}

reliability::FailureSums Fleet::sums() const
{
    reliability::FailureSums sums;
    for (const SystemHistory& system : systems)
        sums.add(system.history());
    return sums;
}

bool Fleet::isTooShort() const
{
    return std::all_of(systems.cbegin(), systems.cend(), [](const SystemHistory& system) {
        return system.history().observed < kHoursPerDay;
    });
}

void FleetComputation::add(const RepairableSystem& system, std::span<const Instant> failures)
{
    const FleetKey key = fleetKeyOf(m_scope, system);
    Fleet& fleet = m_fleets[key];
    fleet.key = key;
    fleet.name = fleetName(m_scope, key);
    if (system.from)
        fleet.systems.emplace_back(system, failures);
    fleet.failures += static_cast<qint64>(failures.size());
    fleet.excludedHours += system.excludedHours();
    fleet.excludedFailures += system.excludedFailures;
    fleet.isMostlyUnread = fleet.isMostlyUnread || system.isMostlyUnread;
    if (m_scope == FleetScope::Equipment) {
        finish(fleet);
        m_fleets.clear();
    }
}

void FleetComputation::finish(const Fleet& fleet)
{
    m_rows.push_back({fleet.failures, fleet.key, rowsOf(fleet)});
}

std::vector<ComputedRow> FleetComputation::rows()
{
    for (const auto& fleet : m_fleets)
        finish(fleet.second);
    m_fleets.clear();
    std::sort(m_rows.begin(), m_rows.end(), [](const FleetRows& one, const FleetRows& other) {
        if (one.failures != other.failures)
            return one.failures > other.failures;
        return one.key < other.key;
    });
    std::vector<ComputedRow> all;
    for (FleetRows& fleet : m_rows)
        std::move(fleet.rows.begin(), fleet.rows.end(), std::back_inserter(all));
    m_rows.clear();
    return all;
}

ExcludedCells excludedCells(double hours, qint64 failures)
{
    return hours > 0 ? ExcludedCells{hours, failures} : ExcludedCells();
}

void addExcluded(ComputedRow& row, const Fleet& fleet)
{
    const ExcludedCells excluded = excludedCells(fleet.excludedHours, fleet.excludedFailures);
    row.push_back(excluded.hours);
    row.push_back(excluded.failures);
}

ComputedValue textOrNone(const QString& text)
{
    return text.isEmpty() ? ComputedValue() : ComputedValue(text);
}

ComputedValue finiteOrNone(double figure)
{
    constexpr double kMostDigits = 1e15;
    return std::abs(figure) < kMostDigits ? ComputedValue(figure) : ComputedValue();
}

} // namespace faultline
