// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/definition/ReportDefinition.h"

#include "readings/PlantClocks.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

const QHash<QString, FilterKind>& filterPlaceholders()
{
    static const QHash<QString, FilterKind> kinds{
        {u"from"_s, FilterKind::Period},         {u"to"_s, FilterKind::Period},
        {u"group_name"_s, FilterKind::Group},    {u"equipment"_s, FilterKind::Equipment},
        {u"sensor"_s, FilterKind::Sensor},       {u"severity"_s, FilterKind::Severity},
        {u"burst_minutes"_s, FilterKind::Burst}, {u"plants"_s, FilterKind::Plant},
        {u"cause"_s, FilterKind::Cause},         {u"failure_mode"_s, FilterKind::FailureMode}};
    return kinds;
}

bool isOfOutages(Computation computation)
{
    return computation == Computation::Downtime || computation == Computation::MonthlyAvailability;
}

QString ReportColumn::heading() const
{
    return timeZone.isEmpty() ? title : zoned(title, timeZone);
}

qsizetype ReportDefinition::columnAt(const QString& columnName) const
{
    const auto it = std::find_if(columns.cbegin(), columns.cend(), [&](const ReportColumn& column) {
        return column.name == columnName;
    });
    return it == columns.cend() ? -1 : std::distance(columns.cbegin(), it);
}

qsizetype ReportDefinition::plantColumn() const
{
    const auto it = std::find_if(columns.cbegin(), columns.cend(), [](const ReportColumn& column) {
        return column.isForSeveralPlants;
    });
    return it == columns.cend() ? -1 : std::distance(columns.cbegin(), it);
}

ReportFilter ReportDefinition::applicable(const ReportFilter& filter) const
{
    ReportFilter narrowed;
    if (filters.contains(FilterKind::Period))
        narrowed.period = filter.period;
    if (filters.contains(FilterKind::Group))
        narrowed.group = filter.group;
    if (filters.contains(FilterKind::Equipment))
        narrowed.equipment = filter.equipment;
    if (filters.contains(FilterKind::Sensor))
        narrowed.sensor = filter.sensor;
    if (filters.contains(FilterKind::Severity))
        narrowed.severity = filter.severity;
    if (filters.contains(FilterKind::Burst))
        narrowed.burstMinutes = filter.burstMinutes;
    if (filters.contains(FilterKind::Plant))
        narrowed.plants = filter.plants;
    if (filters.contains(FilterKind::Cause))
        narrowed.cause = filter.cause;
    if (filters.contains(FilterKind::FailureMode))
        narrowed.failureMode = filter.failureMode;
    for (const ReportChoice& choice : choices) {
        const auto chosen = filter.choices.constFind(choice.name);
        if (chosen != filter.choices.cend())
            narrowed.choices.insert(choice.name, *chosen);
    }
    return narrowed;
}

} // namespace faultline
