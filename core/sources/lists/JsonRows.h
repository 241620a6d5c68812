// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/input/InputFile.h"
#include "sources/lists/ListLayout.h"
#include "sources/lists/ListRow.h"

namespace faultline {

/// Reads the rows of a JSON file in which each row is in one piece: an object, or an array of
/// values. Memory depends only on the largest row. A row with an invalid value is rejected, as is
/// one longer than 1 MiB. A syntax error ends a document with an error that names line, byte and
/// cure; where objects follow one another, it is a rejected line.
Result<ListCounts> readJsonRows(
    const InputFile& file, qint64 skipBytes, const ListLayout& layout, const ListRowSink& sink,
    const CancelToken& cancel);

/// The error of a document that can't be read.
UserMessage notJson(
    const InputFile& file, const JsonFileStream& stream, const JsonReader& reader, qint64 records);

} // namespace faultline
