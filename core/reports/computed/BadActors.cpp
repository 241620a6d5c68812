// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/computed/BadActors.h"

#include "reports/systems/FleetComputation.h"
#include "reports/systems/TrendCodes.h"

#include <algorithm>
#include <numeric>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr double kPercent = 100;

void addStanding(ComputedRow& row, const reliability::Standing& standing)
{
    row.insert(
        row.end(),
        {standing.standsOut ? u"stands-out"_s : u"like-the-others"_s,
         finiteOrNone(kPercent * standing.share), finiteOrNone(kPercent * standing.expectedShare),
         finiteOrNone(standing.ratio), finiteOrNone(standing.ratioBounds.lower),
         finiteOrNone(standing.ratioBounds.upper), finiteOrNone(kPercent * standing.adjusted)});
}

} // namespace

BadActors::BadActors(const ReportFilter& filter)
    : m_isByDowntime(filter.choices.value(u"by"_s) == "downtime"_L1)
{}

QList<QLatin1StringView> BadActors::columns() const
{
    return {
        "plant"_L1,          "group_name"_L1,       "code"_L1,          "failure_events"_L1,
        "downtime_hours"_L1, "verdict"_L1,          "share_percent"_L1, "expected_share_percent"_L1,
        "ratio"_L1,          "ratio_lower"_L1,      "ratio_upper"_L1,   "p_percent"_L1,
        "excluded_hours"_L1, "excluded_failures"_L1};
}

void BadActors::add(const RepairableSystem& system, std::span<const Instant> failures)
{
    m_groups[{system.plant, system.group}].push_back(
        {system.code, static_cast<qint64>(failures.size()), system.observedHours(),
         excludedCells(system.excludedHours(), system.excludedFailures)});
}

void BadActors::addOutages(const RepairableSystem& system, const SystemOutages& outages)
{
    Member member{
        system.code, static_cast<qint64>(outages.failuresWithoutEnd.size()),
        system.observedHours()};
    for (const reliability::OneOutage& each : reliability::unplannedOutages(outages.outages)) {
        const double begin = std::clamp(each.begin, 0.0, member.observed);
        const double end = std::clamp(each.end, 0.0, member.observed);
        if (each.begin >= 0)
            ++member.failures;
        if (begin < end)
            member.hours.push_back(end - begin);
    }
    m_groups[{system.plant, system.group}].push_back(std::move(member));
}

reliability::Estimate<std::vector<reliability::Standing>>
BadActors::standingsOf(const Group& group) const
{
    if (m_isByDowntime) {
        std::vector<reliability::OutageLengths> lengths;
        lengths.reserve(group.size());
        for (const Member& member : group)
            lengths.push_back({member.hours, member.observed});
        return reliability::standingsByDowntime(lengths);
    }
    std::vector<reliability::FailureCount> counts;
    counts.reserve(group.size());
    for (const Member& member : group)
        counts.push_back({static_cast<std::size_t>(member.failures), member.observed});
    return reliability::standingsByFailures(counts);
}

std::vector<ComputedRow> BadActors::rows()
{
    struct Row
    {
        double p = 1;
        double size = 0; ///< What it is judged by.
        ComputedRow cells;
    };
    std::vector<Row> rows;
    for (const auto& [name, group] : m_groups) {
        const auto standings = standingsOf(group);
        for (std::size_t i = 0; i < group.size(); ++i) {
            Row& row = rows.emplace_back();
            const double downtime =
                std::accumulate(group[i].hours.cbegin(), group[i].hours.cend(), 0.0);
            row.size = m_isByDowntime ? downtime : static_cast<double>(group[i].failures);
            row.cells = {
                textOrNone(name.first), textOrNone(name.second), group[i].code, group[i].failures,
                m_isByDowntime ? ComputedValue(downtime) : ComputedValue()};
            if (group[i].observed <= 0) {
                row.cells.emplace_back(notObservedCode());
            } else if (standings) {
                row.p = standings.value()[i].adjusted;
                addStanding(row.cells, standings.value()[i]);
            } else {
                row.cells.emplace_back(reasonCode(standings.reason()));
            }
            row.cells.resize(static_cast<std::size_t>(columns().indexOf("excluded_hours"_L1)));
            row.cells.push_back(group[i].excluded.hours);
            row.cells.push_back(group[i].excluded.failures);
        }
    }
    std::stable_sort(rows.begin(), rows.end(), [](const Row& one, const Row& other) {
        return one.p != other.p ? one.p < other.p : one.size > other.size;
    });
    std::vector<ComputedRow> all;
    all.reserve(rows.size());
    for (Row& row : rows)
        all.push_back(std::move(row.cells));
    return all;
}

} // namespace faultline
