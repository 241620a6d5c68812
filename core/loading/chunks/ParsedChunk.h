// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "base/Result.h"
#include "database/connection/CopyBuffer.h"
#include "loading/chunks/KnownReadings.h"
#include "loading/receipt/LoadReceipt.h"
#include "loading/summaries/ChunkSummary.h"
#include "loading/summaries/SensorMap.h"
#include "loading/summaries/SeverityCodes.h"
#include "sources/input/ChunkReader.h"
#include "sources/lines/CommonLineParser.h"
#include "sources/lines/ReadingParser.h"

#include <optional>
#include <vector>

namespace faultline {

/// What the journal says of a chunk.
struct ParsedChunk
{
    FileId file{};
    ChunkId id{};
    ChunkPlace place;
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

    void clear();
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

/// Turns raw chunks into batches of parsed ones. One for each worker thread.
class ChunkParser
{
public:
    /// All references must outlive the parser.
    ChunkParser(const SensorMap& sensorEquipment, SeverityCodes severities)
        : m_sensorEquipment(sensorEquipment)
        , m_severities(std::move(severities))
    {}

    /// Goes by these from now on: after the link to the database was lost, those that were found
    /// with it may be, too.
    void setSeverities(SeverityCodes severities);

    /// Adds a chunk to the batch. Fails only when the database does, and then the batch is to be
    /// made again; whatever is in the lines becomes readings, rejected lines or blanks.
    /// `connection` gets severities that are new; a dry run has none.
    Result<void>
    parse(const RawChunk& raw, FileId file, ChunkId id, ParsedBatch& batch, Connection* connection);
    /// Lines that give one of these are skipped from now on; null: none are.
    void setKnownReadings(KnownReadings* known) { m_known = known; }
    /// A chunk of one line, which the database doesn't take, becomes a rejected line.
    void refuse(const RawChunk& raw, FileId file, ChunkId id, ParsedBatch& batch);

private:
    void begin(const RawChunk& raw, FileId file, ChunkId id, ParsedBatch& batch);
    Result<void> parseLines(const RawChunk& raw, ParsedBatch& batch);
    Result<void> noteSeverity();
    void addCommonReading(ParsedBatch& batch);
    Result<void>
    parseLine(std::string_view line, qint64 lineNumber, qint64 byteOffset, ParsedBatch& batch);
    void addReading(qint16 severityCode, ParsedBatch& batch);
    void addEvent(ParsedBatch& batch);
    void reject(
        std::string_view line, qint64 lineNumber, qint64 byteOffset, RejectReason reason,
        std::size_t stoppedAt, qint64 lineBytes, ParsedBatch& batch);

    const SensorMap& m_sensorEquipment;
    SeverityCodes m_severities;
    Connection* m_connection = nullptr; ///< While a chunk is parsed.
    KnownReadings* m_known = nullptr;
    CommonLineParser m_commonParser;
    ReadingParser m_parser;
    Reading m_reading;
    ParsedChunk m_chunk; ///< That is being parsed.
    /// Of the line that m_commonParser took last; none when there are too many severities.
    std::optional<qint16> m_commonSeverity;
    quint64 m_commonSeverityHash = 0;
};

} // namespace faultline
