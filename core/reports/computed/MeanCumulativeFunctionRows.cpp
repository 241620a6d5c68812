// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/computed/MeanCumulativeFunctionRows.h"

#include "reliability/CurveThinning.h"
#include "reliability/MeanCumulativeFunction.h"

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr double kHoursPerDay = 24;
// More than a screen shows.
constexpr std::size_t kMaxPoints = 400;

} // namespace

MeanCumulativeFunctionRows::MeanCumulativeFunctionRows(const ReportFilter& filter)
    : FleetComputation(fleetScopeOf(filter))
{}

QList<QLatin1StringView> MeanCumulativeFunctionRows::columns() const
{
    return {"plant"_L1, "fleet"_L1, "age_days"_L1, "mean"_L1, "lower"_L1, "upper"_L1, "at_risk"_L1};
}

std::vector<ComputedRow> MeanCumulativeFunctionRows::rowsOf(const Fleet& fleet) const
{
    std::vector<reliability::ObservedSystem> systems;
    for (const SystemHistory& system : fleet.systems) {
        const reliability::FailureHistory history = system.history();
        if (history.observed > 0)
            systems.push_back({history.ages, 0, history.observed});
    }
    if (systems.empty())
        return {};
    reliability::CurveThinning<reliability::McfPoint> points(kMaxPoints);
    reliability::MeanCumulativeFunction function(systems);
    points.add({0, 0, 0, systems.size(), 0});
    while (const auto point = function.next())
        points.add(*point);
    std::vector<ComputedRow> rows;
    for (const reliability::McfPoint& point : std::move(points).take()) {
        const reliability::Interval bounds = point.bounds();
        // Of a fleet of one, nothing is known about others.
        const bool isBounded = systems.size() > 1;
        rows.push_back(
            {textOrNone(fleet.key.plant), fleet.name, point.age / kHoursPerDay, point.mean,
             isBounded ? finiteOrNone(bounds.lower) : ComputedValue(),
             isBounded ? finiteOrNone(bounds.upper) : ComputedValue(),
             static_cast<qint64>(point.atRisk)});
    }
    return rows;
}

} // namespace faultline
