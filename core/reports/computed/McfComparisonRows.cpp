// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/computed/McfComparisonRows.h"

#include "reliability/CurveThinning.h"
#include "reliability/MeanCumulativeFunction.h"
#include "reports/systems/FleetComputation.h"
#include "reports/systems/TrendCodes.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr double kHoursPerDay = 24;
// More than a screen shows.
constexpr std::size_t kMaxPoints = 400;
// Of one, nothing is known about others.
constexpr std::size_t kNeeded = 2;

void addObserved(
    std::vector<reliability::ObservedSystem>& observed, const std::vector<SystemHistory>& systems)
{
    for (const SystemHistory& system : systems) {
        const reliability::FailureHistory history = system.history();
        if (history.observed > 0)
            observed.push_back({history.ages, 0, history.observed});
    }
}

// Machine words for "A and the others".
QString comparisonCode(const QString& group)
{
    return group.isEmpty() ? u"no-group-and-others"_s : u"group-and-others:"_s + group;
}

QString verdictCode(const reliability::Interval& bounds)
{
    if (bounds.lower > 0)
        return u"more-failures"_s;
    return bounds.upper < 0 ? u"fewer-failures"_s : u"no-difference-proved"_s;
}

} // namespace

QList<QLatin1StringView> McfComparisonRows::columns() const
{
    return {"plant"_L1,      "comparison"_L1, "age_days"_L1, "mean"_L1,   "mean_of_others"_L1,
            "difference"_L1, "lower"_L1,      "upper"_L1,    "verdict"_L1};
}

void McfComparisonRows::add(const RepairableSystem& system, std::span<const Instant> failures)
{
    Groups& groups = m_plants[system.plant];
    Systems& systems = groups[system.group];
    if (system.from)
        systems.emplace_back(system, failures);
}

void McfComparisonRows::compare(
    const QString& plant, const Groups& groups, const QString& group,
    std::vector<ComputedRow>& rows)
{
    std::vector<reliability::ObservedSystem> own;
    std::vector<reliability::ObservedSystem> others;
    for (const auto& [name, systems] : groups)
        addObserved(name == group ? own : others, systems);
    const ComputedRow start{textOrNone(plant), comparisonCode(group)};
    const std::size_t fewest = std::min(own.size(), others.size());
    if (fewest < kNeeded) {
        ComputedRow& row = rows.emplace_back(start);
        row.resize(row.size() + 6);
        row.emplace_back(reasonCode(reliability::Reason::needsSystems(kNeeded, fewest)));
        return;
    }
    reliability::CurveThinning<reliability::McfDifference> points(kMaxPoints);
    points.add({});
    reliability::McfComparison comparison(own, others);
    while (const auto point = comparison.next())
        points.add(*point);
    for (const reliability::McfDifference& point : std::move(points).take()) {
        const reliability::Interval bounds = point.bounds();
        ComputedRow& row = rows.emplace_back(start);
        row.insert(
            row.end(),
            {point.age / kHoursPerDay, point.first, point.second, point.difference,
             finiteOrNone(bounds.lower), finiteOrNone(bounds.upper), verdictCode(bounds)});
    }
}

std::vector<ComputedRow> McfComparisonRows::rows()
{
    std::vector<ComputedRow> rows;
    for (const auto& [plant, groups] : m_plants) {
        if (groups.size() < 2)
            continue;
        for (const auto& each : groups) {
            const QString& group = each.first;
            if (!m_group.isEmpty() && group != m_group)
                continue;
            compare(plant, groups, group, rows);
            // The second one of two would be the first one's opposite.
            if (groups.size() == 2)
                break;
        }
    }
    m_plants.clear();
    return rows;
}

} // namespace faultline
