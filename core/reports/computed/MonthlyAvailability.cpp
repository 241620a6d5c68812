// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/computed/MonthlyAvailability.h"

#include "readings/ZonedTime.h"
#include "reports/systems/FleetComputation.h"

#include <vector>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr double kHoursPerDay = 24;
constexpr double kPercent = 100;
constexpr double kMicrosecondsPerHour = 3'600'000'000.0;

QString monthText(const QDate& day)
{
    return day.toString(u"yyyy-MM"_s);
}

} // namespace

QList<QLatin1StringView> MonthlyAvailability::columns() const
{
    return {
        "month"_L1,          "failures"_L1,        "without_end"_L1,   "mttr_hours"_L1,
        "downtime_hours"_L1, "unplanned_hours"_L1, "planned_hours"_L1, "availability_percent"_L1,
        "observed_hours"_L1, "first_day"_L1,       "last_day"_L1};
}

void MonthlyAvailability::addOutages(const RepairableSystem& system, const SystemOutages& outages)
{
    if (!system.from || !system.to)
        return;
    // The months in which it was observed, and where each begins; the last one is the end.
    std::vector<QDate> months;
    std::vector<double> boundaries;
    QDate month = m_clocks.at(*system.from, system.plant).clock().date();
    month.setDate(month.year(), month.month(), 1);
    for (;; month = month.addMonths(1)) {
        const auto begin = instantFromText(monthText(month), m_clocks.zoneOf(system.plant));
        if (!begin)
            return;
        boundaries.push_back(
            static_cast<double>(begin->microseconds - system.from->microseconds)
            / kMicrosecondsPerHour);
        if (begin->microseconds > system.to->microseconds)
            break;
        months.push_back(month);
    }
    reliability::DowntimeCollector collector(boundaries);
    collector.add(outages.outages, 0, system.observedHours(), outages.failuresWithoutEnd);
    const auto periods = collector.result().periods;
    for (std::size_t i = 0; i < months.size(); ++i)
        m_months[months[i]] += periods[i];
}

std::vector<ComputedRow> MonthlyAvailability::rows()
{
    std::vector<ComputedRow> rows;
    for (const auto& [month, figures] : m_months) {
        const auto& hours = figures.hours;
        const auto mttr = figures.mttr();
        const auto availability = hours.availability();
        const bool isRated = hours.observed >= kHoursPerDay && availability;
        rows.push_back(
            {monthText(month), static_cast<qint64>(figures.failures),
             static_cast<qint64>(figures.unknown), mttr ? finiteOrNone(*mttr) : ComputedValue(),
             hours.total, hours.unplanned, hours.planned(),
             isRated ? finiteOrNone(kPercent * *availability) : ComputedValue(), hours.observed,
             month.toString(Qt::ISODate),
             month.addDays(month.daysInMonth() - 1).toString(Qt::ISODate)});
    }
    return rows;
}

} // namespace faultline
