// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/tables/TableFormat.h"

#include <string>
#include <string_view>
#include <vector>

namespace faultline {

/// One way to read the beginning of a file as a table: its shape, and the first rows by column.
struct TableSample
{
    TableFormat format; ///< Shape, delimiter, names of the columns, path and beginning.
    std::vector<std::vector<std::string>> rows; ///< Each has a text for each column.
};

/// The ways to read `text`, the beginning of a file, the likeliest first. None if it isn't a table.
/// Rows of cells need a header; lines before it are skipped.
std::vector<TableSample> tableSamples(std::string_view text);

/// Whether a text has the look of a date, perhaps with a time, in any order; of a date alone; of a
/// time of day alone.
bool looksLikeTime(std::string_view text);
bool looksLikeDate(std::string_view text);
bool looksLikeTimeOfDay(std::string_view text);
/// Seconds, milliseconds or microseconds since 1970, in the years 1990 to 2100.
bool looksLikeEpoch(std::string_view text);

} // namespace faultline
