// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "readings/Equipment.h"
#include "sources/input/InputFile.h"
#include "sources/lists/SensorMapParser.h"

namespace faultline {

/// Reads an equipment list: a JSON array of objects, or objects one after another (NDJSON), in
/// memory that depends on the largest object only. Each object needs "equipment_id" and "code" or
/// "name"; one that lacks them is rejected, and so is one with a value that JSON doesn't know or
/// that is longer than 1 MiB. Text whose structure is no JSON ends an array with an error that
/// tells line and byte; in NDJSON it is a rejected line.
Result<ListCounts> parseEquipmentList(
    const InputFile& file, qint64 skipBytes, const ListSink<Equipment>& sink,
    const CancelToken& cancel);

} // namespace faultline
