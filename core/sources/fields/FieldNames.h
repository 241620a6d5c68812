// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/fields/TableField.h"

#include <QList>

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace faultline {

/// What a row of a table is. The same name can mean different fields: `tag` names the equipment in
/// a list of equipment, and the sensor elsewhere.
enum class RecordKind : unsigned { Reading = 1, Failure = 2, Equipment = 4, SensorMap = 8 };

/// A row of the table of names, which docs/formats.md has too.
struct FieldNames
{
    TableField field = TableField::Ignored;
    unsigned kinds = 0;          ///< In rows of which kinds: a sum of RecordKinds.
    std::string_view names = {}; ///< As comparableName() gives them, between spaces, best first.

    bool isFor(RecordKind kind) const { return (kinds & static_cast<unsigned>(kind)) != 0; }
};
/// The table. Of rows with the same field, the names of the first one are better.
std::span<const FieldNames> fieldNames();

/// A column's name as it is compared: without its unit in brackets, its letters and digits in lower
/// case. "Event Time [UTC]", "event_time" and "eventTime" are one name. Of a name without letters
/// and digits, other signs stay, such as a percent sign. `name` is UTF-8.
std::string comparableName(std::string_view name);

/// A name without a unit in brackets at its end: "TI-101 [bar]" is TI-101.
std::string_view nameWithoutUnit(std::string_view name);

/// How good a comparable name is for a field: 0 is best; -1 if it doesn't name it.
int rankOfName(RecordKind kind, TableField field, std::string_view comparable);

/// What a column with this comparable name usually is: none if the name says nothing. Columns of
/// the same field are ranked: the lower number is the better name.
struct FieldWord
{
    TableField field = TableField::Ignored;
    int rank = 0;
};
std::optional<FieldWord> fieldOfName(RecordKind kind, std::string_view comparable);

/// For each field the name that means it: its index in `names`, or -1. Each name means at most one
/// field. Fields are decided in their order; each takes its best name, and of several equally good
/// ones the first. `comparable` has comparable names.
QList<int> assignedNames(
    RecordKind kind, std::span<const TableField> fields, std::span<const std::string> comparable);

} // namespace faultline
