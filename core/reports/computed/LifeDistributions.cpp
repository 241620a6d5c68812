// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/computed/LifeDistributions.h"

#include "reliability/TrendTests.h"
#include "reliability/life/LifeFit.h"
#include "reports/systems/TrendCodes.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

QString modelName(reliability::LifeModel model)
{
    switch (model) {
    case reliability::LifeModel::Exponential:
        return u"exponential"_s;
    case reliability::LifeModel::Weibull:
        return u"weibull"_s;
    case reliability::LifeModel::Lognormal:
        return u"lognormal"_s;
    case reliability::LifeModel::Weibull3:
        break;
    }
    return u"weibull-with-location"_s;
}

ComputedValue boundOf(const reliability::BoundedFigure& figure, double reliability::Interval::*end)
{
    return figure.bounds ? finiteOrNone((*figure.bounds).*end) : ComputedValue();
}

} // namespace

LifeDistributions::LifeDistributions(const ReportFilter& filter)
    : FleetComputation(fleetScopeOf(filter))
    , m_everyModel(filter.choices.value(u"models"_s) == "every"_L1)
{}

QList<QLatin1StringView> LifeDistributions::columns() const
{
    return {"plant"_L1,          "group_name"_L1,     "code"_L1,           "intervals"_L1,
            "suspensions"_L1,    "model"_L1,          "note"_L1,           "shape"_L1,
            "shape_lower"_L1,    "shape_upper"_L1,    "life_hours"_L1,     "life_lower"_L1,
            "life_upper"_L1,     "location_hours"_L1, "b10_hours"_L1,      "b10_lower"_L1,
            "b10_upper"_L1,      "mean_hours"_L1,     "mean_lower"_L1,     "mean_upper"_L1,
            "log_likelihood"_L1, "aicc"_L1,           "excluded_hours"_L1, "excluded_failures"_L1};
}

std::vector<ComputedRow> LifeDistributions::rowsOf(const Fleet& fleet) const
{
    using reliability::Interval;
    using reliability::LifeCollector;
    LifeCollector times;
    for (const SystemHistory& system : fleet.systems) {
        times.add(
            system.history(),
            system.startsNew() ? LifeCollector::Start::New : LifeCollector::Start::Unknown);
    }
    const reliability::LifeSample sample = times.sample();
    const reliability::TrendVerdict verdict = reliability::trendOf(fleet.sums());
    const reliability::LifeFits fits = reliability::fitLives(sample, verdict.trend);
    const ComputedRow start{
        textOrNone(fleet.key.plant), textOrNone(fleet.key.group), textOrNone(fleet.key.code),
        static_cast<qint64>(sample.failureCount()), static_cast<qint64>(sample.suspensionCount)};
    const auto figures = static_cast<std::size_t>(columns().indexOf("excluded_hours"_L1));

    std::vector<const reliability::LifeFit*> listed;
    for (const auto& fit : fits.fits) {
        if (fit && (m_everyModel || &*fit == fits.bestFit()))
            listed.push_back(&*fit);
    }
    std::stable_sort(listed.begin(), listed.end(), [](const auto* one, const auto* other) {
        return one->aicc < other->aicc;
    });
    std::vector<ComputedRow> rows;
    for (const reliability::LifeFit* fit : listed) {
        ComputedRow& row = rows.emplace_back(start);
        row.emplace_back(modelName(fit->distribution.model));
        row.emplace_back(fits.isMeaningless ? ComputedValue(u"has-a-trend"_s) : ComputedValue());
        const auto add = [&](const reliability::BoundedFigure& figure) {
            row.emplace_back(finiteOrNone(figure.value));
            row.emplace_back(boundOf(figure, &Interval::lower));
            row.emplace_back(boundOf(figure, &Interval::upper));
        };
        add(fit->shape);
        add(fit->characteristicLife);
        row.emplace_back(
            fit->distribution.location > 0 ? ComputedValue(fit->distribution.location)
                                           : ComputedValue());
        add(fit->b10);
        add(fit->mean);
        row.emplace_back(finiteOrNone(fit->logLikelihood));
        row.emplace_back(finiteOrNone(fit->aicc));
        addExcluded(row, fleet);
    }
    if (rows.empty()) {
        ComputedRow& row = rows.emplace_back(start);
        row.emplace_back();
        const auto& simplest = fits.of(reliability::LifeModel::Exponential);
        row.emplace_back(
            fleet.systems.empty() ? notObservedCode()
            : simplest            ? u"too-few-to-choose"_s
                                  : reasonCode(simplest.reason()));
        row.resize(figures);
        addExcluded(row, fleet);
    }
    return rows;
}

} // namespace faultline
