// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/context/ReportContext.h"

#include "reports/definition/ReportSql.h"
#include "reports/query/PlantColumn.h"
#include "reports/readings/ReadingFilter.h"
#include "sources/folder/OwnExport.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QLocale>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ReportContext)
};

QString periodWords(const Period& period)
{
    return period.isAll() ? Text::tr("all") : period.toText();
}

// The severity of the figures; empty for all. Reports on failures count those of each plant, which
// `failures` names; one with a column of severities has all.
QString
severityOf(const ReportDefinition& report, const ReportFilter& filter, const QString& failures)
{
    const bool tellsAll = report.columnAt(u"severity"_s) >= 0;
    return filter.severity.isEmpty() && !tellsAll ? failures : filter.severity;
}

QString titledText(const QString& title, const QString& value)
{
    return Text::tr("%1: %2").arg(title, value);
}

QList<FilterLine>
filterLinesOf(const ReportDefinition& report, const ReportFilter& filter, bool hasSeveralPlants)
{
    QList<FilterLine> lines;
    const auto add = [&](FilterKind kind, const QString& title, const QString& value, bool isSet) {
        if (report.filters.contains(kind))
            lines << FilterLine{title, value, isSet};
    };
    const auto orAll = [](const QString& value) {
        return value.isEmpty() ? Text::tr("all") : value;
    };
    add(FilterKind::Period, Text::tr("Period"), periodWords(filter.period), !filter.period.isAll());
    if (hasSeveralPlants || !filter.plants.isEmpty())
        add(FilterKind::Plant, Text::tr("Plant"), orAll(filter.plants.join(u", "_s)),
            !filter.plants.isEmpty());
    add(FilterKind::Group, Text::tr("Group"), orAll(filter.group), !filter.group.isEmpty());
    add(FilterKind::Equipment, Text::tr("Equipment"), orAll(filter.equipment),
        !filter.equipment.isEmpty());
    add(FilterKind::Sensor, Text::tr("Sensor"), orAll(filter.sensor), !filter.sensor.isEmpty());
    add(FilterKind::Cause, Text::tr("Cause"), orAll(filter.cause), !filter.cause.isEmpty());
    add(FilterKind::FailureMode, Text::tr("Failure mode"), orAll(filter.failureMode),
        !filter.failureMode.isEmpty());
    add(FilterKind::Severity, Text::tr("Severity"),
        orAll(severityOf(report, filter, Text::tr("those of failures"))),
        !filter.severity.isEmpty());
    add(FilterKind::Burst, Text::tr("One failure"),
        filter.burstMinutes > 0 ? Text::tr(
            "events of one piece of equipment within %n minute(s)", nullptr, filter.burstMinutes)
                                : Text::tr("each failure event"),
        filter.burstMinutes > 0);
    for (const ReportChoice& choice : report.choices)
        lines << FilterLine{choice.title, choice.chosenIn(filter).title};
    return lines;
}

QJsonValue textOrNull(const QString& text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonObject filtersJson(const ReportDefinition& report, const ReportFilter& filter)
{
    QJsonObject json;
    const auto add = [&](FilterKind kind, const QString& name, const QJsonValue& value) {
        if (report.filters.contains(kind))
            json.insert(name, value);
    };
    add(FilterKind::Period, u"period"_s, filter.period.toText());
    if (!filter.plants.isEmpty())
        add(FilterKind::Plant, u"plants"_s, QJsonArray::fromStringList(filter.plants));
    add(FilterKind::Group, u"group"_s, textOrNull(filter.group));
    add(FilterKind::Equipment, u"equipment"_s, textOrNull(filter.equipment));
    add(FilterKind::Sensor, u"sensor"_s, textOrNull(filter.sensor));
    add(FilterKind::Cause, u"cause"_s, textOrNull(filter.cause));
    add(FilterKind::FailureMode, u"failure_mode"_s, textOrNull(filter.failureMode));
    add(FilterKind::Severity, u"severity"_s,
        textOrNull(severityOf(report, filter, kFailureSeverities.toString())));
    add(FilterKind::Burst, u"burst_minutes"_s,
        filter.burstMinutes > 0 ? QJsonValue(filter.burstMinutes) : QJsonValue());
    return json;
}

QJsonObject orderJson(const ReportDefinition& report, const ReportOrder& order)
{
    if (!order.column || *order.column < 0 || *order.column >= report.columns.size())
        return {};
    return {
        {u"column"_s, report.columns.at(*order.column).name}, {u"descending"_s, order.descending}};
}

} // namespace

ReportSection reportSection(
    const ReportDefinition& report, const ReportFilter& filter, const ReportOrder& order,
    const PlantClocks& clocks)
{
    const ReportFilter applied = report.applicable(filter);
    return {
        report,
        applied,
        order,
        filterLinesOf(report, applied, clocks.haveSeveralPlants()),
        sqlWithValues(figuresSql(report), reportPlaceholderValues(report, applied)),
        reportClocks(report, filter, clocks),
        {}};
}

QStringList ReportSection::filterTexts() const
{
    QStringList texts;
    for (const FilterLine& line : filterLines) {
        if (line.isSet)
            texts << titledText(line.title, line.value);
    }
    return texts;
}

QString ReportSection::chosenText() const
{
    QStringList texts = filterTexts();
    for (const ReportChoice& choice : report.choices)
        texts << titledText(choice.title, choice.chosenIn(filter).title);
    return texts.join(u" · "_s);
}

QString ReportSection::missingChart() const
{
    return chart && chart->isEmpty() ? chart->whyEmpty() + u'.' : QString();
}

QJsonObject ReportSection::toJson() const
{
    QJsonObject choices;
    for (const ReportChoice& choice : report.choices)
        choices.insert(choice.name, choice.chosenIn(filter).name);
    QJsonArray columns;
    for (const ReportColumn& column : report.columns) {
        QJsonObject json{
            {u"name"_s, column.name},
            {u"title"_s, column.title},
            {u"type"_s, columnTypeWord(column.type)}};
        if (column.type == ReportColumn::Type::Timestamp)
            json.insert(u"time_zone"_s, textOrNull(column.timeZone));
        columns << json;
    }
    QJsonObject json{
        {u"report"_s, report.name},
        {u"title"_s, report.title},
        {u"section"_s, report.section},
        {u"explanation"_s, report.explanation},
        {u"filters"_s, filtersJson(report, filter)},
        {u"choices"_s, choices},
        {u"sql"_s, sql},
        {u"columns"_s, columns}};
    if (const QJsonObject sorted = orderJson(report, order); !sorted.isEmpty())
        json.insert(u"order"_s, sorted);
    return json;
}

QByteArray ReportContext::jsonStart(QJsonDocument::JsonFormat format) const
{
    const QJsonObject context{
        {u"program_version"_s, programVersion},
        {u"read_at"_s, readAt.toString(Qt::ISODateWithMs)},
        {u"database"_s, database},
        {u"data"_s, data.toJson()}};
    QByteArray text = QJsonDocument(context).toJson(format).trimmed();
    // QJsonObject sorts its keys.
    return QByteArray(kOwnExportStart.data(), kOwnExportStart.size()) + text.mid(1);
}

QString columnTypeWord(ReportColumn::Type type)
{
    switch (type) {
    case ReportColumn::Type::Integer:
        return u"integer"_s;
    case ReportColumn::Type::Decimal:
        return u"decimal"_s;
    case ReportColumn::Type::Timestamp:
        return u"timestamp"_s;
    case ReportColumn::Type::Text:
        break;
    }
    return u"text"_s;
}

bool isFigure(const ReportColumn& column)
{
    return column.type == ReportColumn::Type::Integer || column.type == ReportColumn::Type::Decimal;
}

QStringList columnNames(const QList<ReportColumn>& columns)
{
    QStringList names;
    for (const ReportColumn& column : columns)
        names << column.name;
    return names;
}

} // namespace faultline
