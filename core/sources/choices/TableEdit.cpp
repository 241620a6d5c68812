// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/choices/TableEdit.h"

#include "sources/tables/FailureColumns.h"

#include <algorithm>

namespace faultline {

namespace {

// Whether columns of both fields can be in one table of this layout.
bool canBeBeside(TableLayout layout, TableField chosen, TableField other)
{
    const auto isPartOfTime = [](TableField field) {
        return field == TableField::Date || field == TableField::TimeOfDay;
    };
    if (chosen == TableField::Ignored || other == TableField::Ignored)
        return true;
    if (chosen == TableField::Time && isPartOfTime(other))
        return false;
    if (isPartOfTime(chosen) && other == TableField::Time)
        return false;
    if (chosen == TableField::Measurement || chosen == TableField::Attribute
        || (chosen == TableField::Value && layout == TableLayout::Wide))
        return true;
    return chosen != other;
}

} // namespace

void setColumn(TableFormat& format, std::size_t column, TableField field, const std::string& label)
{
    for (std::size_t i = 0; i < format.columns.size(); ++i) {
        TableColumn& each = format.columns[i];
        if (i != column && !canBeBeside(format.layout, field, each.field)) {
            each.field = TableField::Ignored;
            each.label.clear();
        }
    }
    format.columns.at(column).field = field;
    format.columns.at(column).label = label;
    if (field == TableField::Duration && label.empty())
        format.columns.at(column).label = durationUnitInName(format.columns.at(column).name);
}

bool setDurationUnit(TableFormat& format, const std::string& unit)
{
    const int at = format.columnOf(TableField::Duration);
    if (at < 0)
        return false;
    TableColumn& column = format.columns.at(static_cast<std::size_t>(at));
    column.label = unit;
    if (unit.empty())
        column.field = TableField::Ignored;
    return true;
}

void setLayout(TableFormat& format, TableLayout layout)
{
    if (format.layout == layout)
        return;
    const bool isWide = layout == TableLayout::Wide;
    format.layout = layout;
    for (TableColumn& column : format.columns) {
        if (isWide && column.field == TableField::Measurement)
            column.field = TableField::Value;
        else if (!isWide && column.field == TableField::Value)
            column.field = TableField::Measurement;
        // Each column is a sensor of its own.
        else if (
            isWide
            && (column.field == TableField::Sensor || column.field == TableField::Equipment
                || column.field == TableField::MeasurementName))
            column.field = TableField::Ignored;
    }
    if (isWide)
        format.sensor.clear();
}

} // namespace faultline
