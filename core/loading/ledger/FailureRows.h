// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "database/connection/Connection.h"
#include "database/connection/CopyBuffer.h"
#include "loading/ledger/RowChecksum.h"
#include "readings/FailureDetail.h"
#include "readings/Reading.h"

#include <bit>
#include <string>
#include <string_view>

namespace faultline {

/// Everything that a detail says, to compare and to hash; empty if it says nothing. Not for people.
inline std::string detailText(const FailureDetail& detail)
{
    std::string text;
    const auto put = [&text](char what, std::string_view value) {
        const auto bytes = static_cast<quint32>(value.size());
        text += what;
        text.append(reinterpret_cast<const char*>(&bytes), sizeof bytes);
        text.append(value);
    };
    const auto putNumber = [&put](char what, quint64 number) {
        put(what, {reinterpret_cast<const char*>(&number), sizeof number});
    };
    if (!detail.mode.empty())
        put('m', detail.mode);
    if (!detail.cause.empty())
        put('c', detail.cause);
    if (detail.endedAt)
        putNumber('e', static_cast<quint64>(*detail.endedAt));
    if (detail.seconds)
        putNumber('s', std::bit_cast<quint64>(*detail.seconds));
    if (detail.isPlanned)
        putNumber('p', *detail.isPlanned ? 1 : 0);
    return text;
}

/// What a row of failure_detail adds to its chunk's checksum, besides that of the reading
/// (RowChecksum.h). The row repeats what the reading says, which `reading` has.
inline quint64 detailChecksum(const ReadingImage& reading, const FailureDetail& detail)
{
    ReadingImage row;
    row.occurredAt = reading.occurredAt;
    row.id = reading.id;
    row.sensorKey = reading.sensorKey;
    row.severityHash = reading.severityHash;
    row.extraHash = contentHash64(detailText(detail));
    return readingChecksum(row);
}

inline constexpr auto kCopyFailureDetails =
    "COPY faultline.failure_detail (reading_id, occurred_at, ended_at, duration_seconds, "
    "sensor_key,"
    " severity, plant_id, planned, failure_mode, cause) FROM STDIN (FORMAT binary)";

/// Adds a row for it. `reading` has the detail.
inline void addFailureRow(
    CopyBuffer& rows, ReadingId id, const Reading& reading, qint16 severity, PlantId plant)
{
    const FailureDetail& detail = *reading.detail;
    const auto addText = [&rows](std::string_view text) {
        text.empty() ? rows.addNull() : rows.addBytes(text);
    };
    rows.beginRow(10);
    rows.addInt64(toInt(id));
    rows.addInt64(reading.occurredAt);
    detail.endedAt ? rows.addInt64(*detail.endedAt) : rows.addNull();
    detail.seconds ? rows.addDouble(*detail.seconds) : rows.addNull();
    rows.addInt32(reading.sensorKey);
    rows.addInt16(severity);
    rows.addInt16(toInt(plant));
    if (detail.isPlanned)
        rows.addBytes({*detail.isPlanned ? "\1" : "\0", 1});
    else
        rows.addNull();
    addText(detail.mode);
    addText(detail.cause);
}

/// The detail in a binary result: ended_at, duration_seconds, planned::integer, failure_mode,
/// cause, from a column on. Its texts live as long as the result.
inline FailureDetail detailOf(const QueryResult& rows, int row, int firstColumn)
{
    FailureDetail detail;
    if (!rows.isNull(row, firstColumn))
        detail.endedAt = rows.binary<qint64>(row, firstColumn);
    if (!rows.isNull(row, firstColumn + 1))
        detail.seconds = rows.binary<double>(row, firstColumn + 1);
    if (!rows.isNull(row, firstColumn + 2))
        detail.isPlanned = rows.binary<qint32>(row, firstColumn + 2) != 0;
    detail.mode = rows.text(row, firstColumn + 3);
    detail.cause = rows.text(row, firstColumn + 4);
    return detail;
}

} // namespace faultline
