// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QtGlobal>

#include <optional>
#include <string_view>

namespace faultline {

/// Where a sensor map has its columns, told from its header.
struct SensorMapLayout
{
    char delimiter = ';';
    int equipmentColumn = 0; ///< From 0.
    int sensorColumn = 1;
    int columns = 2;
    QStringList otherColumns; ///< Names of columns that aren't used.
    qint64 headerBytes = 0;   ///< With its line end.
    qint64 headerLines = 1;   ///< More where a quoted cell has line ends in it.

    /// `text` is what the file begins with. None when its first row doesn't name equipment_id and
    /// sensor_id with ; , or tab between. A quote that is opened and never closed in it costs its
    /// line only, as it does in other rows.
    static std::optional<SensorMapLayout> fromHeader(std::string_view text);
};

/// A cell without what may stand around its text.
std::string_view trimmedCell(std::string_view cell);

} // namespace faultline
