// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/definition/ReportDefinition.h"

#include "readings/PlantClocks.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// Behind the end of the first sentence. A sentence begins with a capital letter, so "1.5" and
// "e.g. x" end none.
qsizetype endOfFirstSentence(const QString& text)
{
    static const QRegularExpression end(u"[.?!][”’\"')]?(?=\\s+[“‘\"'(]?\\p{Lu})"_s);
    const auto match = end.match(text);
    return match.hasMatch() ? match.capturedEnd() : text.size();
}

} // namespace

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

const ReportChoice::Value& ReportChoice::chosenIn(const ReportFilter& filter) const
{
    const QString chosen = filter.choices.value(name);
    const auto found = std::find_if(
        values.cbegin(), values.cend(), [&](const Value& value) { return value.name == chosen; });
    return found == values.cend() ? values.constFirst() : *found;
}

QString ReportDefinition::firstSentence() const
{
    return explanation.left(endOfFirstSentence(explanation));
}

QString ReportDefinition::furtherSentences() const
{
    return explanation.mid(endOfFirstSentence(explanation)).trimmed();
}

qsizetype ReportDefinition::columnAt(const QString& columnName) const
{
    const auto it = std::find_if(columns.cbegin(), columns.cend(), [&](const ReportColumn& column) {
        return column.name == columnName;
    });
    return it == columns.cend() ? -1 : std::distance(columns.cbegin(), it);
}

void ReportDefinition::chartCounts()
{
    if (!chart)
        return;
    const auto count =
        std::find_if(chart->values.cbegin(), chart->values.cend(), [this](const QString& value) {
            return columns.at(columnAt(value)).type == ReportColumn::Type::Integer;
        });
    if (count != chart->values.cend())
        chart->showFirst(QString(*count));
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
