// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/definition/ReportSql.h"

#include "database/connection/ArrayText.h"
#include "reports/definition/SqlText.h"

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

QVariant valueOrNull(bool isChosen, const QVariant& value)
{
    return isChosen ? value : QVariant(value.metaType());
}

// An SQL literal; in single quotes a backslash is an ordinary character.
QString literalOf(const QVariant& value)
{
    if (value.isNull())
        return u"NULL"_s;
    if (value.typeId() == QMetaType::Int)
        return value.toString();
    const QString text = value.typeId() == QMetaType::QDate ? value.toDate().toString(Qt::ISODate)
                                                            : value.toString();
    return u'\'' + QString(text).replace(u'\'', u"''"_s) + u'\'';
}

} // namespace

QVariantMap reportPlaceholderValues(const ReportDefinition& report, const ReportFilter& filter)
{
    QVariantMap values;
    const auto add = [&](FilterKind kind, const QString& name, bool isChosen,
                         const QVariant& value) {
        if (report.filters.contains(kind))
            values.insert(name, valueOrNull(isChosen, value));
    };
    const auto& [period, group, equipment, sensor, severity, burstMinutes, choices, plants, cause, mode] =
        filter;
    add(FilterKind::Period, u"from"_s, period.firstDay.isValid(), period.firstDay);
    add(FilterKind::Period, u"to"_s, period.lastDay.isValid(), period.lastDay);
    add(FilterKind::Group, u"group_name"_s, !group.isEmpty(), group);
    add(FilterKind::Equipment, u"equipment"_s, !equipment.isEmpty(), equipment);
    add(FilterKind::Sensor, u"sensor"_s, !sensor.isEmpty(), sensor);
    add(FilterKind::Severity, u"severity"_s, !severity.isEmpty(), severity);
    add(FilterKind::Burst, u"burst_minutes"_s, burstMinutes > 0, burstMinutes);
    add(FilterKind::Plant, u"plants"_s, !plants.isEmpty(), arrayText(plants, quotedElement));
    add(FilterKind::Cause, u"cause"_s, !cause.isEmpty(), cause);
    add(FilterKind::FailureMode, u"failure_mode"_s, !mode.isEmpty(), mode);
    for (const ReportChoice& choice : report.choices)
        values.insert(choice.name, choices.value(choice.name, choice.values.constFirst().name));
    return values;
}

QString figuresSql(const ReportDefinition& report)
{
    if (!report.computation)
        return report.sql;
    if (isOfOutages(*report.computation)) {
        return u"WITH systems AS (\n"_s + report.sql
               + u"\n)\n"
                 "SELECT s.*, l.occurred_at, l.ended_at, l.duration, l.planned\n"
                 "FROM systems s\n"
                 "LEFT JOIN faultline.failure_list l\n"
                 "    ON l.plant = s.plant AND l.code = s.code AND l.occurred_at <= s.ended_at\n"
                 "ORDER BY s.plant, s.code, s.equipment_key, l.occurred_at"_s;
    }
    return u"WITH systems AS (\n"_s + report.sql
           + u"\n)\n"
             "SELECT s.*, f.failed_at, f.last_event_at\n"
             "FROM systems s\n"
             "LEFT JOIN faultline.failure_intervals("
             ":from::date, :to::date, :burst_minutes::integer) f\n"
             "    ON f.equipment_key = s.equipment_key\n"
             "ORDER BY s.plant, s.code, s.equipment_key, f.failed_at"_s;
}

QString sqlWithValues(const QString& sql, const QVariantMap& values)
{
    return replacePlaceholders(
               readSqlText(sql).withoutComments,
               [&](const QString& name) { return literalOf(values.value(name)); })
        .trimmed();
}

} // namespace faultline
