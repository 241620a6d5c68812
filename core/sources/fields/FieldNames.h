// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

#include <span>
#include <string_view>

namespace faultline {

/// What a column or key of a table can mean.
enum class Field {
    EquipmentId,
    EquipmentCode,
    EquipmentGroup,
    SensorId,
    ValidFrom,
    ValidTo,
    Time,
    Severity,
    Quality,
    Value,
    Figure, ///< A figure that Faultline computes: its table is a result and no source.
};

/// What a row of a table is. The same name can mean different fields: `tag` names the equipment in
/// a list of equipment, and the sensor elsewhere.
enum class RecordKind { Equipment, SensorMap, Reading };

/// A name without what people write in different ways: case, spaces, underscores, hyphens and other
/// punctuation. "Equipment_ID", "equipmentId" and "equipment id" give "equipmentid". `name` is
/// UTF-8; letters beyond ASCII stay, in lower case.
QByteArray normalisedName(std::string_view name);

/// The normalised names of a field in a row of this kind, best first. docs/formats.md lists them.
std::span<const std::string_view> namesOf(RecordKind kind, Field field);

/// How good a name is for a field: 0 is best; -1 if it doesn't name it. `normalised` is what
/// normalisedName() returns.
int rankOfName(RecordKind kind, Field field, const QByteArray& normalised);

/// For each field the name that means it: its index in `names`, or -1. Each name means at most one
/// field. Fields are decided in their order; each takes its best name, and of several equally good
/// ones the first. `normalised` has normalised names.
QList<int>
assignedNames(RecordKind kind, std::span<const Field> fields, const QList<QByteArray>& normalised);

} // namespace faultline
