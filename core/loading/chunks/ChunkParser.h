// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "loading/chunks/CopyDetector.h"
#include "loading/chunks/NamedEquipment.h"
#include "loading/chunks/ParsedChunk.h"
#include "loading/chunks/SetAsideReading.h"
#include "loading/chunks/SeverityCounter.h"
#include "loading/chunks/TimeSteps.h"
#include "loading/comparison/ChunkExtent.h"
#include "loading/ledger/RowChecksum.h"
#include "loading/planning/SkippedLines.h"
#include "loading/plants/EquipmentKeys.h"
#include "loading/plants/SensorKeys.h"
#include "loading/summaries/SeverityCodes.h"
#include "loading/summaries/SummaryRules.h"
#include "sources/formats/SourceFormat.h"
#include "sources/lines/CommonLineParser.h"
#include "sources/lines/ReadingParser.h"

#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace faultline {

/// Turns raw chunks into batches of parsed ones. One per worker thread.
class ChunkParser
{
public:
    explicit ChunkParser(SeverityCodes severities)
        : m_severities(std::move(severities))
    {}

    /// Uses these severity codes from now on, and fetches sensors again. If the link was lost, what
    /// was added over it may be lost too.
    void setSeverities(SeverityCodes severities);
    /// The plant of the chunks that follow; all chunks of a batch must be of one. `rules` must
    /// outlive the parser. `connection` is null for a dry run.
    Result<void> usePlant(const SummaryRules& rules, Connection* connection);

    /// How the chunks that follow are read. After usePlant().
    void useFormat(const SourceFormat& format);

    /// Adds a chunk to the batch. Fails only when the database does; the batch must then be
    /// rebuilt. Otherwise all records become readings, rejected lines or blanks. `connection`
    /// stores new severities and sensors; a dry run has none.
    Result<void>
    parse(const RawChunk& raw, FileId file, ChunkId id, ParsedBatch& batch, Connection* connection);
    /// The key of the reading's sensor, or SensorKeys::kUnknown.
    qint32 sensorKeyOf(const Reading& reading) const { return m_sensors->keyOf(reading); }
    /// Of the plant in use.
    const SensorKeys& sensors() const { return *m_sensors; }
    /// The same, as far as tables named it beside sensors.
    const EquipmentKeys& equipment() const { return *m_equipment; }
    const SeverityCodes& severities() const { return m_severities; }
    /// Which readings of the next chunks to skip; null: none.
    void setSkippedLines(const SkippedLines* lines) { m_skippedLines = lines; }
    /// Gets each rejected line, for a dry run.
    using RejectListener = std::function<void(const RejectedLine&)>;
    void setRejectListener(RejectListener listener) { m_rejectListener = std::move(listener); }
    /// Turns a chunk of one record, which the database refused, into a rejected line.
    void refuse(const RawChunk& raw, FileId file, ChunkId id, ParsedBatch& batch);

private:
    void makeParsers();
    void begin(const RawChunk& raw, FileId file, ChunkId id, ParsedBatch& batch);
    Result<void> parseLines(const RawChunk& raw, ParsedBatch& batch);
    Result<void> parseRecords(const RawChunk& raw, ParsedBatch& batch);
    Result<void> addRecord(const RecordPlace& place, ReadingId first, ParsedBatch& batch);
    Result<void> noteSeverity();
    qint32 equipmentOf(const Reading& reading) const
    {
        return m_rules->map().equipmentOf(reading.sensorKey, reading.occurredAt);
    }
    inline void addCommonReading(ParsedBatch& batch);
    Result<void> parseLine(const RecordPlace& place, ParsedBatch& batch);
    Result<void> takeReading(Reading& reading, const RecordPlace& place, ParsedBatch& batch);
    void placeReading(
        const Reading& reading, const RecordPlace& place, qint16 severityCode, ParsedBatch& batch);
    Result<void> setAside(
        const Reading& reading, const RecordPlace& place, qint16 severityCode, ParsedBatch& batch);
    Result<void> placeSetAside(ParsedBatch& batch);
    void addReading(
        const Reading& reading, const RecordPlace& place, qint16 severityCode, ParsedBatch& batch);
    inline void addChecksum(const ReadingImage& reading, quint64 detailHash = 0);
    bool takeSingly(const Reading& reading);
    // Tells the readings of a record apart that were rejected without a place in it.
    std::size_t slotOf(ReadingId id) const
    {
        return static_cast<std::size_t>(positionOf(id) % m_chunk.slots);
    }
    void countCommonSeverity();
    void noteContents(const ChunkSummary& summary);
    Result<void> noteEquipment();
    void reject(
        const RecordPlace& place, RejectReason reason, std::size_t stoppedAt, ParsedBatch& batch);
    void rejectLong(const RecordPlace& place, qint64 recordBytes, ParsedBatch& batch);
    void addRejected(
        const RecordPlace& place, RejectReason reason, std::size_t stoppedAt, qint64 recordBytes,
        ParsedBatch& batch);

    const SummaryRules* m_rules = nullptr; ///< Of the plant in use.
    SeverityCodes m_severities;
    std::map<PlantId, SensorKeys> m_sensorsOfPlants;
    std::map<PlantId, EquipmentKeys> m_equipmentOfPlants;
    SensorKeys* m_sensors = nullptr;      ///< Of the plant in use.
    EquipmentKeys* m_equipment = nullptr; ///< The same.
    Connection* m_connection = nullptr;   ///< While a chunk is parsed.
    const SkippedLines* m_skippedLines = nullptr;
    RejectListener m_rejectListener; ///< Or none.
    SkippedLines::Bits m_skips;      ///< Of the chunk being parsed.
    CommonLineParser m_commonParser{LocalTime::utc()};
    ReadingParser m_parser{LocalTime::utc()};
    SourceFormat m_format;                   ///< Of the parsers.
    std::unique_ptr<RecordParser> m_records; ///< Of a table.
    ParsedRecord m_record;
    Reading m_reading;
    ReadingId m_id{};    ///< Of the reading being parsed.
    ParsedChunk m_chunk; ///< The chunk being parsed.
    struct CommonSeverity
    {
        quint64 word = 0;           ///< CommonLineParser::severityWord().
        std::optional<qint16> code; ///< None if there are too many severities.
        quint64 hash = 0;
        bool isFailure = false;
    };
    std::vector<SetAsideReading> m_setAside; ///< Of the chunk being parsed.
    bool m_placesSetAside = false;
    // The severity of the last reading that wasn't common.
    struct NamedSeverity
    {
        std::string name;
        quint64 hash = 0;
        bool isFailure = false;
    };
    const NamedSeverity& severityOf(const Reading& reading);
    NamedSeverity m_lastSeverity;
    std::optional<qint16> m_commonSeverity; ///< Of the line that m_commonParser parsed last.
    quint64 m_commonSeverityHash = 0;
    bool m_isCommonFailure = false;
    std::vector<CommonSeverity> m_commonSeverities; ///< Seen so far; few.
    ExtentCollector m_extent;
    /// Readings are noted in it one by one: the chunk may skip some, or its batch has readings of
    /// other chunks too.
    bool m_takesSingly = false;
    CopyDetector m_copies;
    TimeStepDetector m_steps;
    NamedEquipmentCollector m_named;
    SeverityCounter m_severityCounter;
    qint64 m_countedReadings = 0; ///< Of the chunk, in m_severityCounter.
};

} // namespace faultline
