// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "readings/Equipment.h"
#include "readings/LocalTime.h"
#include "sources/fields/FieldNames.h"
#include "sources/formats/SourceFormat.h"
#include "sources/input/InputFile.h"
#include "sources/lists/ListRow.h"

#include <vector>

namespace faultline {

/// Reads a sensor map: CSV or JSON in any of the shapes that recogniseList() knows. Each record has
/// the ids of a piece of equipment and of a sensor, and perhaps since when and until when that
/// holds. `zone` is that of times without one; of `format` count that of all times, and the
/// columns, if a person chose them. `skipBytes` is the length of the byte order mark. A row longer
/// than 1 MiB is rejected, and an unclosed quote of CSV costs only its line. JSON that can't be
/// read is an error, as for an equipment list. Memory depends only on the largest record, except by
/// columns (JsonColumns.h).
Result<ListCounts> parseSensorMap(
    const InputFile& file, qint64 skipBytes, const LocalTime& zone,
    const ListSink<SensorMapEntry>& sink, const CancelToken& cancel,
    const SourceFormat& format = {});

/// The fields that names of columns or keys can mean in a sensor map, for RowFields.
std::vector<TableField> sensorMapFields();

} // namespace faultline
