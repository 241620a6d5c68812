// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/computed/NextFailures.h"

#include "reliability/operation/NextFailure.h"
#include "reports/systems/TrendWords.h"

#include <QCoreApplication>

#include <array>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ComputedReport)
};

constexpr double kHoursPerDay = 24;
constexpr std::array kHorizons{7 * kHoursPerDay, 30 * kHoursPerDay, 90 * kHoursPerDay};
constexpr double kPercent = 100;

QString modelName(const reliability::NextFailure& next)
{
    switch (next.model) {
    case reliability::NextFailureModel::PowerLaw:
        return Text::tr("power law, because there is a trend");
    case reliability::NextFailureModel::Renewal:
        return next.life == reliability::LifeModel::Lognormal ? Text::tr("lognormal times")
                                                              : Text::tr("Weibull times");
    case reliability::NextFailureModel::ConstantRate:
        break;
    }
    return Text::tr("constant rate");
}

} // namespace

QList<QLatin1StringView> NextFailures::columns() const
{
    return {"plant"_L1,          "group_name"_L1,   "code"_L1,
            "failure_events"_L1, "model"_L1,        "median_hours"_L1,
            "median_lower"_L1,   "median_upper"_L1, "week_percent"_L1,
            "week_lower"_L1,     "week_upper"_L1,   "month_percent"_L1,
            "month_lower"_L1,    "month_upper"_L1,  "quarter_percent"_L1,
            "quarter_lower"_L1,  "quarter_upper"_L1};
}

std::vector<ComputedRow> NextFailures::rowsOf(const Fleet& fleet) const
{
    ComputedRow row{
        textOrNone(fleet.key.plant), textOrNone(fleet.key.group), textOrNone(fleet.key.code),
        fleet.failures};
    const SystemHistory* const system = fleet.systems.empty() ? nullptr : &fleet.systems.front();
    const auto next = reliability::nextFailure(
        system != nullptr ? system->history() : reliability::FailureHistory(), kHorizons);
    if (system == nullptr) {
        row.emplace_back(notObservedWords());
    } else if (fleet.isTooShort() || fleet.isMostlyUnread) {
        row.emplace_back(fleet.isTooShort() ? Text::tr("too short a time") : tooFewReadingsWords());
    } else if (!next) {
        row.emplace_back(reasonWords(next.reason()));
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
    row.resize(static_cast<std::size_t>(columns().size()));
    return {std::move(row)};
}

} // namespace faultline
