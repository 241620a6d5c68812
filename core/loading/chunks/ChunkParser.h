// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "loading/chunks/KnownReadings.h"
#include "loading/chunks/ParsedChunk.h"
#include "loading/summaries/SensorMap.h"
#include "loading/summaries/SeverityCodes.h"
#include "sources/lines/CommonLineParser.h"
#include "sources/lines/ReadingParser.h"

#include <optional>

namespace faultline {

/// Turns raw chunks into batches of parsed ones. One per worker thread.
class ChunkParser
{
public:
    /// All references must outlive the parser.
    ChunkParser(const SensorMap& sensorMap, SeverityCodes severities)
        : m_sensorMap(sensorMap)
        , m_severities(std::move(severities))
    {}

    /// Uses these severity codes from now on. If the link was lost, severities added over it may be
    /// lost too.
    void setSeverities(SeverityCodes severities);

    /// Adds a chunk to the batch. Fails only when the database does; the batch must then be
    /// rebuilt. Otherwise all lines become readings, rejected lines or blanks. `connection` stores
    /// new severities; a dry run has none.
    Result<void>
    parse(const RawChunk& raw, FileId file, ChunkId id, ParsedBatch& batch, Connection* connection);
    /// From now on skips lines that give one of these; null: skips none.
    void setKnownReadings(KnownReadings* known) { m_known = known; }
    /// Turns a chunk of one line, which the database refused, into a rejected line.
    void refuse(const RawChunk& raw, FileId file, ChunkId id, ParsedBatch& batch);

private:
    void begin(const RawChunk& raw, FileId file, ChunkId id, ParsedBatch& batch);
    Result<void> parseLines(const RawChunk& raw, ParsedBatch& batch);
    Result<void> noteSeverity();
    void addCommonReading(ParsedBatch& batch);
    Result<void>
    parseLine(std::string_view line, qint64 lineNumber, qint64 byteOffset, ParsedBatch& batch);
    void addReading(qint16 severityCode, ParsedBatch& batch);
    void reject(
        std::string_view line, qint64 lineNumber, qint64 byteOffset, RejectReason reason,
        std::size_t stoppedAt, qint64 lineBytes, ParsedBatch& batch);

    const SensorMap& m_sensorMap;
    SeverityCodes m_severities;
    Connection* m_connection = nullptr; ///< While a chunk is parsed.
    KnownReadings* m_known = nullptr;
    CommonLineParser m_commonParser;
    ReadingParser m_parser;
    Reading m_reading;
    ParsedChunk m_chunk; ///< The chunk being parsed.
    /// Of the line that m_commonParser parsed last; none if there are too many severities.
    std::optional<qint16> m_commonSeverity;
    quint64 m_commonSeverityHash = 0;
};

} // namespace faultline
