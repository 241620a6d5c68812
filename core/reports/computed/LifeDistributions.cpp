// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/computed/LifeDistributions.h"

#include "reliability/TrendTests.h"
#include "reliability/life/LifeFit.h"
#include "reports/systems/TrendWords.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ComputedReport)
};

QString modelName(reliability::LifeModel model)
{
    switch (model) {
    case reliability::LifeModel::Exponential:
        return Text::tr("Exponential");
    case reliability::LifeModel::Weibull:
        return Text::tr("Weibull");
    case reliability::LifeModel::Lognormal:
        return Text::tr("Lognormal");
    case reliability::LifeModel::Weibull3:
        break;
    }
    return Text::tr("Weibull with location");
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
    return {"plant"_L1,       "group_name"_L1,     "code"_L1,
            "intervals"_L1,   "suspensions"_L1,    "model"_L1,
            "note"_L1,        "shape"_L1,          "shape_lower"_L1,
            "shape_upper"_L1, "life_hours"_L1,     "life_lower"_L1,
            "life_upper"_L1,  "location_hours"_L1, "b10_hours"_L1,
            "b10_lower"_L1,   "b10_upper"_L1,      "mean_hours"_L1,
            "mean_lower"_L1,  "mean_upper"_L1,     "log_likelihood"_L1,
            "aicc"_L1};
}

std::vector<ComputedRow> LifeDistributions::rowsOf(const Fleet& fleet) const
{
    using reliability::Interval;
    using reliability::LifeCollector;
    LifeCollector times;
    for (const SystemHistory& system : fleet.systems) {
        times.add(
            system.history(),
            system.startsWithFailure() ? LifeCollector::Start::New : LifeCollector::Start::Unknown);
    }
    const reliability::LifeSample sample = times.sample();
    const reliability::TrendVerdict verdict = reliability::trendOf(fleet.sums());
    const reliability::LifeFits fits = reliability::fitLives(sample, verdict.trend);
    const ComputedRow start{
        textOrNone(fleet.key.plant), textOrNone(fleet.key.group), textOrNone(fleet.key.code),
        static_cast<qint64>(sample.failureCount()), static_cast<qint64>(sample.suspensionCount)};
    const auto width = static_cast<std::size_t>(columns().size());

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
        row.emplace_back(
            fits.isMeaningless ? ComputedValue(Text::tr("there is a trend: see Reliability growth"))
                               : ComputedValue());
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
    }
    if (rows.empty()) {
        ComputedRow& row = rows.emplace_back(start);
        row.emplace_back();
        const auto& simplest = fits.of(reliability::LifeModel::Exponential);
        row.emplace_back(
            fleet.systems.empty() ? notObservedWords()
            : simplest            ? Text::tr("too few to choose a model")
                                  : reasonWords(simplest.reason()));
        row.resize(width);
    }
    return rows;
}

} // namespace faultline
