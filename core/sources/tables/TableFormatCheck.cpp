// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/tables/TableFormat.h"

#include "base/Utf8.h"
#include "readings/FailureDetail.h"
#include "readings/SourceId.h"
#include "sources/failures/Durations.h"
#include "sources/tables/FailureCells.h"

#include <QCoreApplication>

#include <algorithm>
#include <set>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr std::size_t kMaxSeverityBytes = 32;

QString tr(const char* text)
{
    return QCoreApplication::translate("TableFormat", text);
}

bool isSeverity(std::string_view text)
{
    const auto isLetter = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
    };
    return !text.empty() && text.size() <= kMaxSeverityBytes
           && std::all_of(text.begin(), text.end(), isLetter);
}

bool mayRepeat(TableField field)
{
    // Two values are refused in a long table only, apart.
    return field == TableField::Ignored || field == TableField::Value
           || field == TableField::Measurement || field == TableField::Attribute;
}

QString problemOfText(const TableFormat& format)
{
    const auto isPlain = [](char c) { return c == '\t' || (c >= ' ' && c <= '~'); };
    if (format.hasNul())
        return tr("The name of a column has a NUL in it, which no database keeps.");
    if (format.shape != TableShape::Delimited)
        return {};
    if (!isPlain(format.delimiter) || format.delimiter == ' ')
        return tr("The delimiter must be one character that isn't a space.");
    if (format.quote != '\0'
        && (!isPlain(format.quote) || format.quote == format.delimiter || format.quote == ' '
            || format.quote == '\t'))
        return tr("The quote must be one character that isn't a space or the delimiter.");
    if (format.decimalMark == format.delimiter)
        return tr("The decimal mark and the delimiter are the same.");
    return {};
}

QString problemOfDetails(const TableFormat& format)
{
    for (const TableColumn& column : format.columns) {
        if (column.field == TableField::Duration && !column.label.empty()
            && column.label != kUnknownUnit && !secondsOfUnit(column.label))
            return tr("“%1” is no unit of a duration: d, h, min, s.")
                .arg(readableText(column.label));
        if (column.field == TableField::Planned && !column.label.empty()
            && column.label != kUnplanned)
            return tr("The label of a column that is planned is empty or “unplanned”.");
    }
    return {};
}

// What the layout has no place for, and what two columns have.
QString problemOfFields(const TableFormat& format)
{
    std::set<TableField> taken;
    for (const TableColumn& column : format.columns) {
        const QString word = tableFieldWord(column.field);
        if (!isFieldOf(format.layout, column.field)) {
            return format.layout == TableLayout::Wide
                       ? tr("Where each column is a sensor, no column is %1.").arg(word)
                   : format.isList() ? tr("In a list, no column is %1.").arg(word)
                                     : tr("In a table of readings, no column is %1.").arg(word);
        }
        if (!mayRepeat(column.field) && !taken.insert(column.field).second)
            return tr("Two columns are %1.").arg(word);
    }
    return {};
}

QString problemOfList(const TableFormat& format)
{
    if (!format.has(TableField::Equipment))
        return tr("No column is the equipment.");
    if (!format.has(TableField::Code) && !format.has(TableField::Sensor))
        return tr("No column is the equipment's code, and none a sensor on it.");
    const bool hasTimes = format.has(TableField::ValidFrom) || format.has(TableField::ValidTo);
    if (hasTimes && !format.has(TableField::Sensor))
        return tr("No column is a sensor, so nothing is valid from or to a time.");
    if (format.has(TableField::Group) && !format.has(TableField::Code))
        return tr("No column is the code of the equipment in the group.");
    return {};
}

QString problemOfColumns(const TableFormat& format)
{
    if (const QString problem = problemOfFields(format); !problem.isEmpty())
        return problem;
    if (format.isList())
        return problemOfList(format);
    if (!format.has(TableField::Time) && !format.has(TableField::Date))
        return tr("No column is the time.");
    if (format.has(TableField::Time)
        && (format.has(TableField::Date) || format.has(TableField::TimeOfDay)))
        return tr("The time is in one column, or in two: a date and a time of day.");
    if (format.has(TableField::TimeOfDay) && !format.has(TableField::Date))
        return tr("A time of day needs a column with its date.");
    const auto values =
        std::count_if(format.columns.begin(), format.columns.end(), [](const TableColumn& column) {
            return column.field == TableField::Value;
        });
    if (format.layout == TableLayout::Wide && values == 0)
        return tr("No column is a sensor's value.");
    if (format.layout == TableLayout::Long && values > 1)
        return tr("Two columns are %1.").arg(tableFieldWord(TableField::Value));
    return problemOfDetails(format);
}

std::string inLowerCase(std::string_view text)
{
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return lower;
}

// The ids and names that are constant.
QString problemOfNames(const TableFormat& format)
{
    std::set<std::string> keys;
    std::set<std::string> labels;
    if (format.layout == TableLayout::Long && format.has(TableField::Value))
        labels.insert("value");
    if (format.has(TableField::Quality) && format.layout == TableLayout::Long)
        labels.insert("quality");
    for (const TableColumn& column : format.columns) {
        if (format.shape != TableShape::Delimited && !keys.insert(column.name).second)
            return tr("Two columns have the name “%1”.").arg(readableText(column.name));
        const bool isSensor =
            format.layout == TableLayout::Wide && column.field == TableField::Value;
        if (!isSensor && column.field != TableField::Measurement)
            continue;
        const std::string_view label = column.labelOrName();
        const auto id = canonicalId(label);
        if (!id)
            return tr("“%1” is no name for a sensor or measurement.").arg(readableText(label));
        // Names of measurements are compared without their case, ids of sensors with it.
        if (!labels.insert(isSensor ? std::string(*id) : inLowerCase(*id)).second)
            return tr("“%1” is the label of two columns.").arg(readableText(label));
    }
    if (format.isList())
        return {};
    if (!format.sensor.empty() && !canonicalId(format.sensor))
        return tr("“%1” is no sensor.").arg(readableText(format.sensor));
    const bool namesSensor = !format.sensor.empty() || format.layout == TableLayout::Wide
                             || format.has(TableField::Sensor) || format.has(TableField::Equipment);
    if (!namesSensor)
        return tr("Neither a column nor the format says which sensor it is.");
    if (!format.severity.empty() && !isSeverity(format.severity))
        return tr("“%1” is no severity.").arg(readableText(format.severity));
    if (format.lacksSeverity())
        return tr("Neither a column nor the format says which severity it is.");
    return {};
}

} // namespace

UserMessage badTableFormat(const QString& why)
{
    return UserMessage::error(tr("A table can't be read like this"))
        .because(why)
        .withCode(u"table-format"_s);
}

Result<void> TableFormat::check() const
{
    if (decimalMark != '.' && decimalMark != ',')
        return badTableFormat(tr("The decimal mark must be a point or a comma."));
    for (const auto find : {problemOfText, problemOfColumns, problemOfNames}) {
        if (const QString found = find(*this); !found.isEmpty())
            return badTableFormat(found);
    }
    if (dataBegin < 0)
        return badTableFormat(tr("The first record can't be before the file's beginning."));
    return {};
}

} // namespace faultline
