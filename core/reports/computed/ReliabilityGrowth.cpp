// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/computed/ReliabilityGrowth.h"

#include "reliability/PowerLaw.h"
#include "reliability/PowerLawTest.h"
#include "reliability/TrendTests.h"
#include "reports/systems/TrendWords.h"

#include <QCoreApplication>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ComputedReport)
};

constexpr double kHoursPerDay = 24;
constexpr int kLambdaDigits = 4;

// λ spans dozens of orders of magnitude, so no number of decimals suits it.
QString lambdaText(double lambda)
{
    return QString::number(lambda, 'e', kLambdaDigits - 1);
}

double daysAhead(const QString& choice)
{
    constexpr std::pair<QLatin1StringView, double> kDays[] = {
        {"week"_L1, 7}, {"quarter"_L1, 90}, {"year"_L1, 365}};
    for (const auto& [name, days] : kDays) {
        if (choice == name)
            return days;
    }
    return 30;
}

QString fitWords(const reliability::PowerLawTest& test)
{
    return test.fits ? Text::tr("fits") : Text::tr("doesn't fit");
}

} // namespace

ReliabilityGrowth::ReliabilityGrowth(const ReportFilter& filter)
    : FleetComputation(fleetScopeOf(filter))
    , m_hoursAhead(kHoursPerDay * daysAhead(filter.choices.value(u"ahead"_s)))
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
        "expected_upper"_L1};
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
        fleet.systems.empty() ? notObservedWords() : trendWords(verdict, fleet.isMostlyUnread),
        trendPercent(verdict, fleet.isMostlyUnread)};
    if (verdict.tests.ok() && !fleet.isMostlyUnread) {
        row.emplace_back(verdict.tests->laplace.statistic);
        row.emplace_back(verdict.tests->laplace.p * 100);
    }
    row.resize(static_cast<std::size_t>(columns().indexOf("beta"_L1)));
    const auto fit = reliability::fitPowerLaw(sums);
    if (!fleet.isTooShort() && !fleet.isMostlyUnread && fit) {
        const auto test = reliability::testPowerLaw(fleet.histories(), fit->unbiased.beta);
        const reliability::FailureForecast ahead = reliability::forecast(sums, *fit, m_hoursAhead);
        row.insert(
            row.end(), {finiteOrNone(fit->likely.beta), finiteOrNone(fit->beta.lower),
                        finiteOrNone(fit->beta.upper), lambdaText(fit->likely.lambda()),
                        test ? ComputedValue(fitWords(*test)) : ComputedValue(),
                        finiteOrNone(fit->mtbfNow), finiteOrNone(fit->mtbfNowBounds.lower),
                        finiteOrNone(fit->mtbfNowBounds.upper), finiteOrNone(ahead.expected),
                        finiteOrNone(ahead.count.lower), finiteOrNone(ahead.count.upper)});
    }
    row.resize(static_cast<std::size_t>(columns().size()));
    return {std::move(row)};
}

} // namespace faultline
