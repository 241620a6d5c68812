// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "sources/fields/TableField.h"
#include "sources/records/RecordCutter.h"

#include <QJsonObject>
#include <QString>
#include <QtGlobal>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace faultline {

/// What a file of readings in rows is written in.
enum class TableShape {
    Delimited,    ///< Rows of cells (RFC 4180).
    JsonLines,    ///< A JSON object a line.
    JsonElements, ///< JSON objects in an array, which may be within others; or one after another.
    Count
};

/// How readings lie in it, or what else its rows are.
enum class TableLayout {
    Long, ///< A row is a reading.
    Wide, ///< A row is a time, and a column the values of a sensor: each cell is a reading.
    List, ///< A row is about equipment, or a sensor on it: no readings.
    Count
};

/// "long", "wide", "list".
QString tableLayoutWord(TableLayout layout);
std::optional<TableLayout> tableLayoutFromWord(QStringView word);

/// Whether a column can have the field.
bool isFieldOf(TableLayout layout, TableField field);

/// What the records of a file are, for people.
enum class RecordsAre {
    Readings,
    Failures,   ///< Each one is a failure of a piece of equipment.
    WorkOrders, ///< The same, or planned work.
};

/// The label of a duration whose unit isn't known. Until it is, its numbers aren't read.
inline constexpr std::string_view kUnknownUnit = "?";

struct TableColumn
{
    std::string name; ///< As in the file. Columns of JSON are found by it.
    TableField field = TableField::Ignored;
    /// The sensor's id (Value in a wide layout), or the measurement's name; empty: the column's
    /// name. Of a duration, the unit of numbers without one: d, h, min or s; empty: there are none;
    /// kUnknownUnit.
    /// Of Planned, "unplanned" if a yes means that.
    std::string label = {};

    const std::string& labelOrName() const { return label.empty() ? name : label; }
    bool operator==(const TableColumn&) const = default;
};

/// All that must be known to read a file of readings in rows, or a list whose columns a person
/// chose (docs/formats.md). Texts are UTF-8.
struct TableFormat
{
    TableShape shape = TableShape::Delimited;
    char delimiter = ',';   ///< Delimited only, as is the quote.
    char quote = '"';       ///< NUL: quotes mean nothing.
    char decimalMark = '.'; ///< `.` or `,`. There are no marks for thousands.
    TableLayout layout = TableLayout::Long;
    std::vector<TableColumn> columns; ///< Delimited: each one, in order.
    std::string severity;             ///< Of rows without one.
    std::string sensor;               ///< Of rows without one.
    std::vector<std::string> path;    ///< Keys of the objects around an array, the outermost first.
    qint64 dataBegin = 0; ///< Of the first record; a byte order mark and a header come before it.

    bool operator==(const TableFormat&) const = default;

    /// An equipment list, a sensor map, or both.
    bool isList() const { return layout == TableLayout::List; }
    bool has(TableField field) const { return columnOf(field) >= 0; }
    /// The column of a field; -1 if there is none.
    int columnOf(TableField field) const;
    /// Whether a name, label or key has a NUL in it.
    bool hasNul() const;
    /// Readings, unless rows have the severity of failure lists.
    RecordsAre recordsAre() const;
    /// Whether the rows have a severity neither from a column nor from the format.
    bool lacksSeverity() const;
    /// Whether durations are numbers of an unknown unit.
    bool lacksDurationUnit() const;
    /// Whether a question must be answered before a file can be loaded like this.
    bool isOpen() const { return lacksSeverity() || lacksDurationUnit(); }
    /// How many readings a record can give: one for each sensor's column of a wide table.
    int slots() const;
    /// Finds the records.
    RecordCutter cutter() const;
    /// Why no file can be read like this: what a person that edits it must change.
    Result<void> check() const;

    /// The same for files whose records have the same fields in the same form, whatever their
    /// names, their preamble and their number of records. For one line, not for people.
    std::string structure() const;

    /// JSON text to store and edit. Columns and words are as docs/formats.md lists them.
    std::string toJson() const;
    static Result<TableFormat> fromJson(std::string_view json);
    /// The same as an object. It may be a format that check() refuses.
    QJsonObject toObject() const;
    static Result<TableFormat> fromObject(const QJsonObject& object);
};

/// The error of a format that no file can be read in.
UserMessage badTableFormat(const QString& why);

} // namespace faultline
