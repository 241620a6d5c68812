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
    /// JSON: the last key of each column that is in an inner object, unless another column has the
    /// same; empty otherwise.
    std::vector<std::string> innerKeys = {};

    /// What a column is called within the sample: its inner key, or else its name.
    std::string_view shortName(std::size_t column) const;
};

/// The ways to read `text`, the beginning of a file, the likeliest first. None if it isn't a table,
/// or a name has a NUL in it. Rows of cells need a header; lines before it are skipped.
std::vector<TableSample> tableSamples(std::string_view text);

/// What objects in a record of JSON are.
enum class InnerObjects {
    AreColumns, ///< Their values are columns of the record.
    AreValues,  ///< Each is one value, as in lists.
};

/// The same for rows of cells, and for JSON; the text of interest begins at `begin`.
std::vector<TableSample> delimitedSamples(std::string_view text, std::size_t begin);
std::vector<TableSample> jsonSamples(std::string_view text, std::size_t begin, InnerObjects inner);

/// How much of a sample is looked at.
inline constexpr std::size_t kMaxSampleRows = 200;
inline constexpr std::size_t kMaxSampleColumns = 8192;

} // namespace faultline
