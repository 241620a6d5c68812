// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/tables/TableFormat.h"

#include <cstddef>
#include <string>

namespace faultline {

// What a person changes about a table, one thing after another. Between two changes a format may be
// one that can't be read: TableFormat::check() says why.

/// Gives a column a field. A column that had it before and can't keep it beside this one isn't used
/// any more. A time column takes the place of a date and a time of day, and the reverse. Without a
/// label it is called like the column; a duration has the unit in its name.
void setColumn(
    TableFormat& format, std::size_t column, TableField field, const std::string& label = {});

/// Gives durations a unit, as secondsOfUnit() knows it; an empty one: they aren't used. Whether
/// there is a column of durations.
bool setDurationUnit(TableFormat& format, const std::string& unit);

/// Takes columns with numbers for sensors, or for measurements of one sensor.
void setLayout(TableFormat& format, TableLayout layout);

} // namespace faultline
