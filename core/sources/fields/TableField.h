// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringView>

#include <optional>

namespace faultline {

/// What a column of a table or a list means, or a key of JSON.
enum class TableField {
    Ignored,
    Time,
    Date, ///< The day of the time, which TimeOfDay completes.
    TimeOfDay,
    Sensor,
    Equipment, ///< Of readings: the sensor, where a row names none.
    Severity,
    Quality,
    Value,           ///< Long: the measurement `value`. Wide: the value of a sensor.
    MeasurementName, ///< What Value is called in this row.
    Measurement,     ///< A measurement with the name of the column.
    // Of failure lists, in a long layout.
    FailureMode,  ///< How it failed.
    Cause,        ///< Why it failed.
    End,          ///< When it worked again, or the day, which EndTimeOfDay completes.
    EndTimeOfDay, ///< Alone: of the day on which the failure began, or the next one.
    Duration,     ///< How long it didn't.
    Planned,      ///< Whether the row is planned work, which is no failure.
    // Of equipment lists and sensor maps.
    Code,      ///< What people call the equipment.
    Group,     ///< What it is one of.
    ValidFrom, ///< Since when a sensor is on it.
    ValidTo,   ///< Until when.
    Attribute, ///< What else a list says about the equipment.
    Count
};

/// "time-of-day", "measurement-name", …: as docs/formats.md lists them.
QString tableFieldWord(TableField field);
std::optional<TableField> tableFieldFromWord(QStringView word);

} // namespace faultline
