// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/computed/NextFailures.h"

#include "reliability/operation/NextFailure.h"
#include "reports/systems/TrendCodes.h"

#include <algorithm>
#include <array>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// A model needs some time ahead, also where all of it is excluded.
constexpr double kLeastHours = 1.0 / 3600;
constexpr double kPercent = 100;

std::array<double, 3> horizonsOf(const SystemHistory& system)
{
    const auto hours = [&system](Horizon horizon) {
        return std::max(kLeastHours, system.hoursAhead(horizon));
    };
    return {hours(Horizon::Week), hours(Horizon::Month), hours(Horizon::Quarter)};
}

QString modelName(const reliability::NextFailure& next)
{
    switch (next.model) {
    case reliability::NextFailureModel::PowerLaw:
        return u"power-law-process"_s;
    case reliability::NextFailureModel::Renewal:
        return next.life == reliability::LifeModel::Lognormal ? u"lognormal-times"_s
                                                              : u"weibull-times"_s;
    case reliability::NextFailureModel::ConstantRate:
        break;
    }
    return u"constant-rate"_s;
}

} // namespace

QList<QLatin1StringView> NextFailures::columns() const
{
    return {
        "plant"_L1,
        "group_name"_L1,
        "code"_L1,
        "failure_events"_L1,
        "model"_L1,
        "median_hours"_L1,
        "median_lower"_L1,
        "median_upper"_L1,
        "week_percent"_L1,
        "week_lower"_L1,
        "week_upper"_L1,
        "month_percent"_L1,
        "month_lower"_L1,
        "month_upper"_L1,
        "quarter_percent"_L1,
        "quarter_lower"_L1,
        "quarter_upper"_L1,
        "excluded_hours"_L1,
        "excluded_failures"_L1};
}

std::vector<ComputedRow> NextFailures::rowsOf(const Fleet& fleet) const
{
    ComputedRow row{
        textOrNone(fleet.key.plant), textOrNone(fleet.key.group), textOrNone(fleet.key.code),
        fleet.failures};
    const SystemHistory* const system = fleet.systems.empty() ? nullptr : &fleet.systems.front();
    const SystemHistory unobserved({}, {});
    const SystemHistory& history = system != nullptr ? *system : unobserved;
    const auto next = reliability::nextFailure(history.history(), horizonsOf(history));
    if (system == nullptr) {
        row.emplace_back(notObservedCode());
    } else if (fleet.isTooShort() || fleet.isMostlyUnread) {
        row.emplace_back(fleet.isTooShort() ? u"too-short"_s : tooFewReadingsCode());
    } else if (!next) {
        row.emplace_back(reasonCode(next.reason()));
    } else {
        row.emplace_back(modelName(*next));
        const auto& median = next->medianHours;
        row.emplace_back(finiteOrNone(median.value));
        row.emplace_back(median.bounds ? finiteOrNone(median.bounds->lower) : ComputedValue());
        row.emplace_back(median.bounds ? finiteOrNone(median.bounds->upper) : ComputedValue());
        for (const auto& chance : next->chances) {
            row.emplace_back(finiteOrNone(kPercent * chance.probability));
            row.emplace_back(finiteOrNone(kPercent * chance.bounds.lower));
            row.emplace_back(finiteOrNone(kPercent * chance.bounds.upper));
        }
    }
    row.resize(static_cast<std::size_t>(columns().indexOf("excluded_hours"_L1)));
    addExcluded(row, fleet);
    return {std::move(row)};
}

} // namespace faultline
