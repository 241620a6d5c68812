// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/query/ReportDrill.h"

#include "readings/ZonedTime.h"

#include <QCoreApplication>
#include <QDate>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

using Kind = ReportLink::Step::Kind;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ReportDrill)
};

QDate dayOf(const QVariant& value)
{
    const auto time = zonedTimeOf(value);
    return time ? time->clock().date() : QDate::fromString(value.toString(), Qt::ISODate);
}

// Never wider than the earlier choice.
QDate later(QDate a, QDate b)
{
    return !b.isValid() || a > b ? a : b;
}
QDate earlier(QDate a, QDate b)
{
    return !b.isValid() || a < b ? a : b;
}

// Adds the row's value to the drill-down; returns its label, or nothing if the value isn't usable.
QString narrow(ReportDrill& drill, Kind kind, const QVariant& value)
{
    const QString text = value.toString();
    switch (kind) {
    case Kind::Group:
        drill.filter.group = text;
        return text;
    case Kind::Equipment:
        drill.filter.equipment = text;
        return text;
    case Kind::Plant:
        drill.filter.plants = {text};
        return text;
    case Kind::Cause:
        drill.filter.cause = text;
        return text;
    case Kind::FailureMode:
        drill.filter.failureMode = text;
        return text;
    case Kind::Severity:
        drill.filter.severity = text;
        return text;
    case Kind::Sensor:
        drill.filter.sensor = text;
        return Text::tr("sensor %1").arg(text);
    case Kind::From:
        drill.filter.period.firstDay = later(dayOf(value), drill.filter.period.firstDay);
        return drill.filter.period.toText();
    case Kind::To:
        drill.filter.period.lastDay = earlier(dayOf(value), drill.filter.period.lastDay);
        return drill.filter.period.toText();
    case Kind::Instant:
        drill.readings.instant = instantOf(value);
        return text;
    case Kind::Until:
    case Kind::Set:
        break;
    }
    // An interval that ends where it begins needs no end in the label.
    const auto until = instantOf(value);
    if (until == drill.readings.instant)
        return {};
    drill.readings.until = until;
    return Text::tr("to %1").arg(text);
}

bool namesEquipment(const ReportLink& link)
{
    return std::any_of(link.steps.cbegin(), link.steps.cend(), [](const ReportLink::Step& step) {
        return step.kind == Kind::Equipment;
    });
}

} // namespace

std::optional<ReportDrill>
drillDown(const ReportDefinition& report, const ReportFilter& filter, const ReportRow& row)
{
    if (!report.link)
        return std::nullopt;
    ReportDrill drill;
    drill.filter = filter;
    QStringList labels;
    for (const ReportLink::Step& step : report.link->steps) {
        if (!step.hasColumn()) {
            drill.filter.choices.insert(
                step.column.section(u'=', 0, 0), step.column.section(u'=', 1));
            continue;
        }
        const QVariant value = row.value(report.columnAt(step.column));
        const bool isThere = step.kind == Kind::Instant || step.kind == Kind::Until
                                 ? instantOf(value).has_value()
                                 : !value.toString().isEmpty();
        if (!isThere && step.kind == Kind::Sensor && namesEquipment(*report.link))
            continue; // the row is about all sensors of its equipment
        if (!isThere)
            return std::nullopt;
        const QString label = narrow(drill, step.kind, value);
        // A period appears once, when its end is known. Earlier choices are already shown.
        if (step.kind == Kind::From)
            continue;
        const bool isTold = (step.kind == Kind::Equipment && filter.equipment == value.toString())
                            || (step.kind == Kind::Plant && filter.plants == drill.filter.plants);
        if (!isTold && !label.isEmpty())
            labels << label;
    }
    drill.label = labels.join(u", "_s);
    if (report.link->target != "readings"_L1) {
        drill.report = report.link->target;
        return drill;
    }
    drill.readings.plants = drill.filter.plants;
    drill.readings.group = drill.filter.group;
    drill.readings.equipment = drill.filter.equipment;
    drill.readings.sensor = drill.filter.sensor;
    drill.readings.severity =
        drill.filter.severity.isEmpty() ? kFailureSeverities.toString() : drill.filter.severity;
    if (!drill.readings.instant)
        drill.readings.period = drill.filter.period;
    return drill;
}

} // namespace faultline
