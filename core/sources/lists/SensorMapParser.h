// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "readings/Equipment.h"
#include "readings/LocalTime.h"
#include "readings/RejectedLine.h"
#include "sources/input/InputFile.h"
#include "sources/times/TimeFormat.h"

#include <functional>

namespace faultline {

/// How many lines of a file became records, and how many didn't.
struct ListCounts
{
    qint64 records = 0; ///< Including rejected ones, without blank lines.
    qint64 rejected = 0;
    qint64 blank = 0;
    qint64 lines = 0; ///< In the whole file, including its header.
};

/// Receives the records of a list, in the order of the file. An error ends the reading.
template<typename Record>
struct ListSink
{
    std::function<Result<void>(const Record&)> accepted;
    std::function<Result<void>(const RejectedLine&)> rejected;
};

/// Reads a sensor map: CSV (RFC 4180) whose header names equipment_id and sensor_id, and perhaps
/// since when and until when an entry holds. `zone` is that of times without one, `format` that
/// of all times; `skipBytes` is the length of the byte order mark. A row longer than 1 MiB is
/// rejected, and an unclosed quote costs only its line. Memory doesn't depend on the file's size.
Result<ListCounts> parseSensorMap(
    const InputFile& file, qint64 skipBytes, const LocalTime& zone,
    const ListSink<SensorMapEntry>& sink, const CancelToken& cancel, const TimeFormat& format = {});

} // namespace faultline
