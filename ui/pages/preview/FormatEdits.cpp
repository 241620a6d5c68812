// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/preview/FormatEdits.h"

#include "sources/tables/FailureColumns.h"

#include <QCoreApplication>

#include <algorithm>
#include <cstddef>
#include <utility>

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(FormatEdits)
};

bool isUnique(TableField field, TableLayout layout)
{
    switch (field) {
    case TableField::Ignored:
    case TableField::Measurement:
    case TableField::Attribute:
        return false;
    case TableField::Value:
        return layout == TableLayout::Long;
    default:
        return true;
    }
}

bool isTime(TableField field)
{
    return field == TableField::Time || field == TableField::Date || field == TableField::TimeOfDay;
}

// Whether a column with `old` must give it up, because another one becomes `taken`.
bool givesWay(TableField old, TableField taken, TableLayout layout)
{
    if (old == taken)
        return isUnique(taken, layout);
    // A date and a time of day are a time together.
    if (isTime(old) && isTime(taken))
        return old == TableField::Time || taken == TableField::Time;
    return false;
}

} // namespace

FormatEdit tableEdit(TableFormat table, std::optional<TableQuestion::Kind> answers)
{
    return {
        [table = std::move(table)](FormatChoice& choice) {
            // Without a role, a list is all that its columns say.
            if (!table.isList())
                choice.role = SourceRole::Readings;
            else if (choice.role == SourceRole::Readings)
                choice.role.reset();
            choice.table = table;
        },
        answers};
}

QString tableFieldText(TableField field, TableLayout layout)
{
    switch (field) {
    case TableField::Time:
        return Text::tr("Time");
    case TableField::Date:
        return Text::tr("Date of the time");
    case TableField::TimeOfDay:
        return Text::tr("Time of day");
    case TableField::Sensor:
        return Text::tr("Sensor");
    case TableField::Equipment:
        return Text::tr("Equipment");
    case TableField::Severity:
        return Text::tr("Severity");
    case TableField::Quality:
        return Text::tr("Quality");
    case TableField::Value:
        return layout == TableLayout::Wide ? Text::tr("Sensor") : Text::tr("Value");
    case TableField::MeasurementName:
        return Text::tr("Name of the value");
    case TableField::Measurement:
        return Text::tr("Measurement");
    case TableField::FailureMode:
        return Text::tr("Failure mode");
    case TableField::Cause:
        return Text::tr("Cause");
    case TableField::End:
        return Text::tr("End");
    case TableField::EndTimeOfDay:
        return Text::tr("Time of day of the end");
    case TableField::Duration:
        return Text::tr("Duration");
    case TableField::Planned:
        return Text::tr("Planned");
    case TableField::Code:
        return Text::tr("Code");
    case TableField::Group:
        return Text::tr("Group");
    case TableField::ValidFrom:
        return Text::tr("Valid from");
    case TableField::ValidTo:
        return Text::tr("Valid to");
    case TableField::Attribute:
        return Text::tr("Attribute");
    case TableField::Ignored:
    case TableField::Count:
        break;
    }
    return Text::tr("Not used");
}

QString tableLayoutText(TableLayout layout)
{
    return layout == TableLayout::Wide ? Text::tr("A column is a sensor")
                                       : Text::tr("A row is a reading");
}

QString encodingName(TextEncoding encoding)
{
    QString name = encodingWord(encoding);
    if (encoding == TextEncoding::Windows1252)
        name[0] = name.at(0).toUpper();
    else
        name = name.toUpper();
    return name;
}

TableFormat withField(TableFormat table, const QList<int>& columns, TableField field)
{
    for (const int chosen : columns) {
        for (TableColumn& other : table.columns) {
            if (givesWay(other.field, field, table.layout))
                other.field = TableField::Ignored;
        }
        TableColumn& column = table.columns.at(static_cast<std::size_t>(chosen));
        if (column.field != field) {
            column.label.clear();
            if (field == TableField::Duration)
                column.label = durationUnitInName(column.name);
        }
        column.field = field;
    }
    return table;
}

TableFormat withLabel(TableFormat table, int column, const QString& label)
{
    TableColumn& changed = table.columns.at(static_cast<std::size_t>(column));
    changed.label = label.trimmed().toStdString();
    if (changed.label == changed.name)
        changed.label.clear();
    return table;
}

TableFormat withLayout(TableFormat table, TableLayout layout, const TableFormat* recognised)
{
    if (table.layout == layout)
        return table;
    table.layout = layout;
    table.sensor.clear();
    if (recognised && recognised->layout == layout) {
        table.columns = recognised->columns;
        return table;
    }
    for (TableColumn& column : table.columns) {
        const bool hasValues =
            column.field == TableField::Value || column.field == TableField::Measurement;
        if (layout == TableLayout::Long && column.field == TableField::Value) {
            column.field = TableField::Measurement;
        } else if (layout == TableLayout::Wide && hasValues) {
            column = {column.name, TableField::Value, {}};
        } else if (
            layout == TableLayout::Wide && !isTime(column.field)
            && column.field != TableField::Severity) {
            // What names the sensor or the value of a row has no meaning in this layout.
            column = {column.name, TableField::Ignored, {}};
        }
    }
    return table;
}

} // namespace faultline
