// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "database/connection/CopyBuffer.h"
#include "loading/receipt/LoadReceipt.h"
#include "loading/summaries/ChunkSummary.h"
#include "sources/input/ChunkReader.h"

#include <vector>

namespace faultline {

/// What the journal says of a chunk.
struct ParsedChunk
{
    FileId file{};
    ChunkId id{};
    ChunkRange range;
    RecordCounts records; ///< `in` counts the lines that the reader cut.
    qint64 unreadableMeasurements = 0;
    quint64 readingsChecksum = 0; ///< As RowChecksum.h says.
    quint64 rejectedChecksum = 0;
    QByteArray contentHash;
    QByteArray tailHash;
};

/// Chunks as the database takes them: rows ready for COPY, and what they add to the summaries. One
/// chunk, or those of many small files. Its memory is used again.
struct ParsedBatch
{
    std::vector<ParsedChunk> chunks;
    CopyBuffer readings;       ///< With temperature and vibration at most, as nearly all are.
    CopyBuffer fullerReadings; ///< With other measurements too.
    CopyBuffer rejectedLines;
    ChunkSummary summary;  ///< Of all of them together.
    qint32 mapVersion = 0; ///< Of the sensor map that the summary's events were told by.

    void clear()
    {
        chunks.clear();
        readings.clear();
        fullerReadings.clear();
        rejectedLines.clear();
        summary.clear();
    }
};

/// COPY statements for ParsedBatch::readings, without a column that is nearly always null, and for
/// ParsedBatch::fullerReadings.
inline constexpr auto kCopyReadings =
    "COPY faultline.reading (occurred_at, temperature, vibration, sensor_id, chunk_id, severity)"
    " FROM STDIN (FORMAT binary)";
inline constexpr auto kCopyFullerReadings =
    "COPY faultline.reading (occurred_at, temperature, vibration, sensor_id, chunk_id, severity,"
    " extra) FROM STDIN (FORMAT binary)";
/// Bytes of a row of ParsedBatch::readings.
inline constexpr std::size_t kReadingRowBytes = 2 + 6 * 4 + 3 * 8 + 2 * 4 + 2;

} // namespace faultline
