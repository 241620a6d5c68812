// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "readings/Equipment.h"
#include "sources/fields/FieldNames.h"
#include "sources/formats/SourceFormat.h"
#include "sources/input/InputFile.h"
#include "sources/lists/ListLayout.h"
#include "sources/lists/ListRow.h"

#include <vector>

namespace faultline {

/// Reads an equipment list: CSV or JSON in any of the shapes that recogniseList() knows, or any
/// array or sequence of JSON objects. Each record needs an equipment id and a code or name. One
/// without them is rejected, as is one with an invalid value or one longer than 1 MiB. JSON that
/// can't be read is an error that names line, byte and cure; in a list with one object a line, it
/// is a rejected line. `skipBytes` is the length of the byte order mark. Memory depends only on the
/// largest record, except by columns (JsonColumns.h). Of `format` count the columns, if a person
/// chose them.
Result<ListCounts> parseEquipmentList(
    const InputFile& file, qint64 skipBytes, const ListSink<Equipment>& sink,
    const CancelToken& cancel, const SourceFormat& format = {});

/// The fields that names of columns or keys can mean in such a list, for RowFields.
std::vector<TableField> equipmentListFields(const ListLayout& layout);

} // namespace faultline
