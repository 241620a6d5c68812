// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "database/connection/CopyBuffer.h"
#include "loading/chunks/NamedEquipment.h"
#include "loading/chunks/SeverityCounter.h"
#include "loading/chunks/TimeSteps.h"
#include "loading/comparison/ChunkExtent.h"
#include "loading/findings/NoteCounts.h"
#include "loading/findings/SkippedHours.h"
#include "loading/receipt/LoadReceipt.h"
#include "loading/summaries/ChunkSummary.h"
#include "sources/input/ChunkReader.h"

#include <vector>

namespace faultline {

/// What the journal stores about a chunk.
struct ParsedChunk
{
    FileId file{};
    ChunkId id{};
    ChunkRange range;
    int slots = 1;        ///< How many readings a record can give.
    RecordCounts records; ///< In readings, as far as records were read.
    NoteCounts notes;
    SkippedHours skippedHours; ///< Without a path. The journal doesn't store them.
    ChunkExtent extent;
    TimeSteps steps;
    std::vector<SeverityReadings> severities; ///< Each once.
    std::vector<NamedEquipment> named;        ///< By tables, of loaded readings.
    quint64 readingsChecksum = 0;             ///< See RowChecksum.h.
    quint64 rejectedChecksum = 0;
    QByteArray contentHash;
    QByteArray tailHash;
};

/// Chunks of one plant ready for the database: rows for COPY, and what they add to the summaries.
/// One chunk, or the chunks of many small files. Its memory is reused.
struct ParsedBatch
{
    std::vector<ParsedChunk> chunks;
    CopyBuffer readings;       ///< With at most temperature and vibration, as nearly all are.
    CopyBuffer fullerReadings; ///< With other measurements too.
    CopyBuffer failureDetails; ///< Of readings of failure lists.
    CopyBuffer rejectedLines;
    ChunkSummary summary; ///< Of all chunks together.

    std::vector<ChunkId> ids() const
    {
        std::vector<ChunkId> ids;
        for (const ParsedChunk& chunk : chunks)
            ids.push_back(chunk.id);
        return ids;
    }

    void clear()
    {
        chunks.clear();
        readings.clear();
        fullerReadings.clear();
        failureDetails.clear();
        rejectedLines.clear();
        summary.clear();
    }
};

/// COPY statements for ParsedBatch::readings, without a column that is nearly always null, and for
/// ParsedBatch::fullerReadings.
inline constexpr auto kCopyReadings =
    "COPY faultline.reading (occurred_at, temperature, vibration, reading_id, sensor_key, severity,"
    " plant_id) FROM STDIN (FORMAT binary)";
inline constexpr auto kCopyFullerReadings =
    "COPY faultline.reading (occurred_at, temperature, vibration, reading_id, sensor_key, severity,"
    " plant_id, extra) FROM STDIN (FORMAT binary)";
/// Bytes of a row of ParsedBatch::readings.
inline constexpr std::size_t kReadingRowBytes = 2 + 7 * 4 + 4 * 8 + 4 + 2 + 2;

} // namespace faultline
