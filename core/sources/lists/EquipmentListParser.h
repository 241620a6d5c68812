// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "readings/Equipment.h"
#include "sources/input/InputFile.h"
#include "sources/lists/SensorMapParser.h"

namespace faultline {

/// Reads an equipment list: a JSON array of objects, or objects one after another (NDJSON). Memory
/// depends only on the largest object. Each object needs "equipment_id" and "code" or "name". An
/// object without them is rejected, as is one with an invalid value or one longer than 1 MiB. A
/// syntax error ends an array with an error that names line and byte; in NDJSON it is a rejected
/// line.
Result<ListCounts> parseEquipmentList(
    const InputFile& file, qint64 skipBytes, const ListSink<Equipment>& sink,
    const CancelToken& cancel);

} // namespace faultline
