// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/computed/ReliabilityGrowth.h"

#include "reliability/PowerLaw.h"
#include "reliability/PowerLawTest.h"
#include "reliability/TrendTests.h"
#include "reports/systems/TrendCodes.h"

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kLambdaDigits = 4;

// λ spans dozens of orders of magnitude, so no number of decimals suits it.
QString lambdaText(double lambda)
{
    return QString::number(lambda, 'e', kLambdaDigits - 1);
}

Horizon horizonOf(const QString& choice)
{
    constexpr std::pair<QLatin1StringView, Horizon> kHorizons[] = {
        {"week"_L1, Horizon::Week}, {"quarter"_L1, Horizon::Quarter}, {"year"_L1, Horizon::Year}};
    for (const auto& [name, horizon] : kHorizons) {
        if (choice == name)
            return horizon;
    }
    return Horizon::Month;
}

QString fitWords(const reliability::PowerLawTest& test)
{
    return test.fits ? u"fits"_s : u"does-not-fit"_s;
}

// Of each system that FailureSums has.
std::vector<double> hoursAhead(const Fleet& fleet, Horizon horizon)
{
    std::vector<double> hours;
    for (const SystemHistory& system : fleet.systems) {
        if (system.history().observed > 0)
            hours.push_back(system.hoursAhead(horizon));
    }
    return hours;
}

} // namespace

ReliabilityGrowth::ReliabilityGrowth(const ReportFilter& filter)
    : FleetComputation(fleetScopeOf(filter))
    , m_ahead(horizonOf(filter.choices.value(u"ahead"_s)))
{}

QList<QLatin1StringView> ReliabilityGrowth::columns() const
{
    return {
        "plant"_L1,
        "group_name"_L1,
        "code"_L1,
        "equipment"_L1,
        "failure_events"_L1,
        "trend"_L1,
        "trend_p_percent"_L1,
        "laplace"_L1,
        "laplace_p_percent"_L1,
        "beta"_L1,
        "beta_lower"_L1,
        "beta_upper"_L1,
        "lambda"_L1,
        "fit"_L1,
        "mtbf_now_hours"_L1,
        "mtbf_now_lower"_L1,
        "mtbf_now_upper"_L1,
        "expected"_L1,
        "expected_lower"_L1,
        "expected_upper"_L1,
        "excluded_hours"_L1,
        "excluded_failures"_L1};
}

std::vector<ComputedRow> ReliabilityGrowth::rowsOf(const Fleet& fleet) const
{
    using reliability::Reason;
    const reliability::FailureSums sums = fleet.sums();
    const reliability::TrendVerdict verdict =
        fleet.isTooShort() ? reliability::TrendVerdict{{}, Reason{Reason::Kind::NoTimeObserved}}
                           : reliability::trendOf(sums);
    ComputedRow row{
        textOrNone(fleet.key.plant),
        textOrNone(fleet.key.group),
        textOrNone(fleet.key.code),
        static_cast<qint64>(fleet.systems.size()),
        fleet.failures,
        fleet.systems.empty() ? notObservedCode() : trendCode(verdict, fleet.isMostlyUnread),
        trendPercent(verdict, fleet.isMostlyUnread)};
    if (verdict.tests.ok() && !fleet.isMostlyUnread) {
        row.emplace_back(verdict.tests->laplace.statistic);
        row.emplace_back(verdict.tests->laplace.p * 100);
    }
    row.resize(static_cast<std::size_t>(columns().indexOf("beta"_L1)));
    const auto fit = reliability::fitPowerLaw(sums);
    if (!fleet.isTooShort() && !fleet.isMostlyUnread && fit) {
        const auto test = reliability::testPowerLaw(fleet.histories(), fit->unbiased.beta);
        const reliability::FailureForecast ahead =
            reliability::forecast(sums, *fit, hoursAhead(fleet, m_ahead));
        row.insert(
            row.end(), {finiteOrNone(fit->likely.beta), finiteOrNone(fit->beta.lower),
                        finiteOrNone(fit->beta.upper), lambdaText(fit->likely.lambda()),
                        test ? ComputedValue(fitWords(*test)) : ComputedValue(),
                        finiteOrNone(fit->mtbfNow), finiteOrNone(fit->mtbfNowBounds.lower),
                        finiteOrNone(fit->mtbfNowBounds.upper), finiteOrNone(ahead.expected),
                        finiteOrNone(ahead.count.lower), finiteOrNone(ahead.count.upper)});
    }
    row.resize(static_cast<std::size_t>(columns().indexOf("excluded_hours"_L1)));
    addExcluded(row, fleet);
    return {std::move(row)};
}

} // namespace faultline
