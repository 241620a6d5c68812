// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QtGlobal>

#include <optional>
#include <string_view>

namespace faultline {

/// The columns of a sensor map, according to its header.
struct SensorMapLayout
{
    static constexpr int kNoColumn = -1;

    char delimiter = ';';
    int equipmentColumn = 0; ///< From 0.
    int sensorColumn = 1;
    int validFromColumn = kNoColumn; ///< "valid_from", "since" or "from".
    int validToColumn = kNoColumn;   ///< "valid_to", "until" or "to".
    int columns = 2;
    QStringList otherColumns; ///< Names of unused columns.
    qint64 headerBytes = 0;   ///< With its line end.
    qint64 headerLines = 1;   ///< More if a quoted cell contains line ends.

    /// `text` is the beginning of the file. None if its first row doesn't name equipment_id and
    /// sensor_id, separated by ; , or tab.
    /// Names of the other columns that are used are in any case. An unclosed quote costs only its
    /// line, as in other rows.
    static std::optional<SensorMapLayout> fromHeader(std::string_view text);
};

/// A cell without the quotes and white space around its text.
std::string_view trimmedCell(std::string_view cell);

} // namespace faultline
