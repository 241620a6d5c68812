// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/computed/Downtimes.h"

#include "reports/definition/ReportWords.h"
#include "reports/systems/TrendCodes.h"

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr double kHoursPerDay = 24;
constexpr double kPercent = 100;

// What the figures lack, in machine words; empty if they lack nothing.
QString noteCode(const reliability::Downtime& downtime, std::size_t plannedWithoutEnd)
{
    if (downtime.unknown > 0 && plannedWithoutEnd > 0)
        return machineWord(
            u"both-without-end"_s, {downtime.unknown, downtime.failures, plannedWithoutEnd});
    if (downtime.unknown > 0)
        return machineWord(u"without-end"_s, {downtime.unknown, downtime.failures});
    return plannedWithoutEnd > 0 ? machineWord(u"planned-without-end"_s, {plannedWithoutEnd})
                                 : QString();
}

ComputedValue percentOf(const std::optional<double>& share)
{
    return share ? finiteOrNone(kPercent * *share) : ComputedValue();
}

} // namespace

Downtimes::Downtimes(const ReportFilter& filter)
    : m_scope(fleetScopeOf(filter))
{}

QList<QLatin1StringView> Downtimes::columns() const
{
    return {
        "plant"_L1,
        "fleet"_L1,
        "group_name"_L1,
        "code"_L1,
        "equipment"_L1,
        "failures"_L1,
        "restored"_L1,
        "note"_L1,
        "mttr_hours"_L1,
        "mttr_lower"_L1,
        "mttr_upper"_L1,
        "median_hours"_L1,
        "nine_of_ten_hours"_L1,
        "downtime_hours"_L1,
        "unplanned_hours"_L1,
        "planned_hours"_L1,
        "availability_percent"_L1,
        "inherent_percent"_L1,
        "mtbf_hours"_L1,
        "observed_hours"_L1};
}

void Downtimes::addOutages(const RepairableSystem& system, const SystemOutages& outages)
{
    Fleet& fleet = m_fleets[fleetKeyOf(m_scope, system)];
    if (!system.from)
        return;
    ++fleet.equipment;
    fleet.isMostlyUnread = fleet.isMostlyUnread || system.isMostlyUnread;
    fleet.plannedWithoutEnd += outages.plannedWithoutEnd;
    fleet.collector.add(outages.outages, 0, system.observedHours(), outages.failuresWithoutEnd);
}

ComputedRow Downtimes::rowOf(
    const FleetKey& key, const Fleet& fleet, const reliability::Downtime& downtime) const
{
    const auto& hours = downtime.hours;
    const auto& restoration = downtime.restoration;
    const bool isObserved = fleet.equipment > 0;
    const bool isRated = isObserved && hours.observed >= kHoursPerDay && !fleet.isMostlyUnread;
    const QString note = noteCode(downtime, fleet.plannedWithoutEnd);
    ComputedRow row{
        textOrNone(key.plant),
        fleetName(m_scope, key),
        textOrNone(key.group),
        textOrNone(key.code),
        fleet.equipment,
        static_cast<qint64>(downtime.failures),
        restoration ? static_cast<qint64>(restoration->count) : qint64{0},
        !isObserved            ? notObservedCode()
        : !note.isEmpty()      ? ComputedValue(note)
        : fleet.isMostlyUnread ? tooFewReadingsCode()
                               : ComputedValue()};
    if (restoration) {
        const auto& bounds = restoration->mean.bounds;
        row.insert(
            row.end(), {finiteOrNone(restoration->mean.value),
                        bounds ? finiteOrNone(bounds->lower) : ComputedValue(),
                        bounds ? finiteOrNone(bounds->upper) : ComputedValue(),
                        finiteOrNone(restoration->median), finiteOrNone(restoration->nineOfTen)});
    } else {
        row.resize(row.size() + 5);
    }
    if (!isObserved) {
        row.resize(row.size() + 7);
        return row;
    }
    row.insert(row.end(), {hours.total, hours.unplanned, hours.planned()});
    row.emplace_back(isRated ? percentOf(hours.availability()) : ComputedValue());
    row.emplace_back(
        isRated && downtime.inherentAvailability ? percentOf(*downtime.inherentAvailability)
                                                 : ComputedValue());
    row.emplace_back(isRated && downtime.mtbf ? finiteOrNone(*downtime.mtbf) : ComputedValue());
    row.emplace_back(hours.observed);
    return row;
}

std::vector<ComputedRow> Downtimes::rows()
{
    std::vector<std::pair<double, ComputedRow>> rows;
    for (const auto& [key, fleet] : m_fleets) {
        const reliability::Downtime downtime = fleet.collector.result();
        rows.emplace_back(downtime.hours.total, rowOf(key, fleet, downtime));
    }
    m_fleets.clear();
    std::stable_sort(rows.begin(), rows.end(), [](const auto& one, const auto& other) {
        return one.first > other.first;
    });
    std::vector<ComputedRow> all;
    all.reserve(rows.size());
    for (auto& row : rows)
        all.push_back(std::move(row.second));
    return all;
}

} // namespace faultline
