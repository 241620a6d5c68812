// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/input/InputFile.h"
#include "sources/lists/ListLayout.h"
#include "sources/lists/ListRow.h"

namespace faultline {

/// Reads the rows of a CSV file (RFC 4180). A row longer than 1 MiB is rejected, and an unclosed
/// quote costs only its line. Memory doesn't depend on the file's size.
Result<ListCounts> readCsvRows(
    const InputFile& file, qint64 skipBytes, const ListLayout& layout, const ListRowSink& sink,
    const CancelToken& cancel);

} // namespace faultline
