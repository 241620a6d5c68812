// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/input/InputFile.h"
#include "sources/lists/ListLayout.h"
#include "sources/lists/ListRow.h"

namespace faultline {

/// A longer file by columns isn't read, nor one with more cells: its rows are only known when all
/// of it is in memory.
inline constexpr qint64 kMaxColumnsBytes = qint64{16} * 1024 * 1024;
inline constexpr qint64 kMaxColumnsCells = 500'000;

/// Reads the rows of a JSON file that has an object or array for each column, as pandas writes it.
/// Cells of the same key, or at the same place, are a row. No row is in one piece, so a
/// rejected one is shown by its first cell.
Result<ListCounts> readJsonColumns(
    const InputFile& file, qint64 skipBytes, const ListLayout& layout, const ListRowSink& sink,
    const CancelToken& cancel);

} // namespace faultline
