// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/chunks/ChunkParser.h"

#include "loading/chunks/ReadingRows.h"
#include "loading/ledger/RejectedRows.h"
#include "loading/ledger/RowChecksum.h"
#include "sources/input/ContentHash.h"
#include "sources/records/LineFeeds.h"

#include <algorithm>
#include <cstring>

namespace faultline {

namespace {

// A larger chunk seldom has more cells.
constexpr qint64 kUsualRows = 100'000;
// For the header and trailer of a COPY stream.
constexpr std::size_t kSpareBytes = 64;

// For TimeSteps, of a sensor that has no key yet: below all keys.
qint32 provisionalKey(const Reading& reading)
{
    constexpr quint32 kBits = 0x3FFF'FFFF;
    const quint32 number = reading.sensorNumber >= 0
                               ? static_cast<quint32>(reading.sensorNumber)
                               : static_cast<quint32>(contentHash64(sensorIdOf(reading)));
    return std::numeric_limits<qint32>::min() + static_cast<qint32>(number & kBits);
}

} // namespace

void ChunkParser::setSeverities(SeverityCodes severities)
{
    m_severities = std::move(severities);
    m_sensorsOfPlants.clear();
    m_sensors = nullptr;
    m_equipmentOfPlants.clear();
    m_equipment = nullptr;
    m_rules = nullptr;
}

Result<void> ChunkParser::usePlant(const SummaryRules& rules, Connection* connection)
{
    const PlantId plant = rules.plant();
    if (m_rules != &rules) {
        m_rules = &rules;
        makeParsers();
        m_commonSeverity.reset();
        m_commonSeverities.clear();
        m_lastSeverity = {};
    }
    auto found = m_sensorsOfPlants.find(plant);
    if (found == m_sensorsOfPlants.end()) {
        auto sensors = connection ? SensorKeys::fetch(*connection, plant)
                                  : Result<SensorKeys>(SensorKeys::detached());
        if (!sensors)
            return sensors.error();
        found = m_sensorsOfPlants.emplace(plant, *std::move(sensors)).first;
    }
    m_sensors = &found->second;
    m_equipment = &m_equipmentOfPlants.try_emplace(plant, plant).first->second;
    return {};
}

void ChunkParser::useFormat(const SourceFormat& format)
{
    if (format == m_format)
        return;
    m_format = format;
    makeParsers();
}

void ChunkParser::makeParsers()
{
    const LocalTime zone = m_format.zone.value_or(m_rules->zone());
    m_records = m_format.isTable() ? makeRecordParser(m_format, zone) : nullptr;
    m_commonParser = CommonLineParser(zone, m_format.times);
    m_parser = ReadingParser(zone, m_format.times, m_format.layout);
}

Result<void> ChunkParser::parse(
    const RawChunk& raw, FileId file, ChunkId id, ParsedBatch& batch, Connection* connection)
{
    m_connection = connection;
    begin(raw, file, id, batch);
    if (raw.unkept) {
        if (raw.records > 0)
            rejectLong(
                {raw.bytes.view(), raw.firstLine, raw.firstByte}, raw.unkept->recordBytes, batch);
    } else {
        const auto done = m_records ? parseRecords(raw, batch) : parseLines(raw, batch);
        if (!done)
            return done;
        noteContents(batch.summary);
        if (const auto noted = noteEquipment(); !noted)
            return noted;
    }
    batch.chunks.push_back(m_chunk);
    return {};
}

void ChunkParser::refuse(const RawChunk& raw, FileId file, ChunkId id, ParsedBatch& batch)
{
    begin(raw, file, id, batch);
    // Its other readings are refused with it.
    if (m_chunk.slots > 1)
        m_skips = {};
    RecordCutter cutter = m_format.cutter();
    const std::string_view bytes = raw.bytes.view();
    const std::string_view record = bytes.substr(0, cutter.cut(bytes, 1, true).bytes);
    reject(
        {cutter.contentOf(record), raw.firstLine, raw.firstByte}, RejectReason::Database, 0, batch);
    batch.chunks.push_back(m_chunk);
}

void ChunkParser::begin(const RawChunk& raw, FileId file, ChunkId id, ParsedBatch& batch)
{
    // Further chunks of a batch are small; the buffer grows as needed.
    if (batch.chunks.empty()) {
        batch.readings.reserve(
            static_cast<std::size_t>(raw.records) * kReadingRowBytes + kSpareBytes);
        batch.summary.useZone(m_rules->zone());
        batch.summary.reserve(
            static_cast<std::size_t>(std::min(raw.records * m_format.slots(), kUsualRows)));
    }
    m_setAside.clear();
    m_chunk = {};
    m_chunk.file = file;
    m_chunk.id = id;
    m_chunk.range = raw;
    m_chunk.slots = m_format.slots();
    m_chunk.records.in = raw.records;
    m_id = readingId(id, 0);
    m_skips = m_skippedLines ? m_skippedLines->bitsOf(raw) : SkippedLines::Bits();
    m_takesSingly = !m_skips.isEmpty() || !batch.chunks.empty();
    m_extent.take();
    m_severityCounter.take();
    m_named.clear();
    m_countedReadings = 0;
    m_copies.beginChunk();
    m_steps.beginChunk();
    if (raw.unkept) {
        m_chunk.contentHash = raw.unkept->contentHash;
        m_chunk.tailHash = raw.unkept->tailHash;
        return;
    }
    const std::string_view bytes = raw.bytes.view();
    m_chunk.contentHash = contentHash(bytes);
    m_chunk.tailHash =
        contentHash(bytes.substr(bytes.size() - std::min<std::size_t>(bytes.size(), kTailBytes)));
}

Result<void> ChunkParser::parseLines(const RawChunk& raw, ParsedBatch& batch)
{
    const std::string_view bytes = raw.bytes.view();
    for (std::size_t start = 0; start < bytes.size(); m_id = idAfter(m_id)) {
        const std::size_t common = m_commonParser.parse(bytes.substr(start), m_reading);
        if (common > 0 && !m_commonParser.severityRepeated()) {
            if (const auto noted = noteSeverity(); !noted)
                return noted;
        }
        if (common > 0 && m_commonSeverity) {
            m_reading.sensorKey = sensorKeyOf(m_reading);
            if (m_reading.sensorKey != SensorKeys::kUnknown) [[likely]] {
                addCommonReading(batch);
                start += common;
                continue;
            }
        }
        const void* found = std::memchr(bytes.data() + start, '\n', bytes.size() - start);
        const std::size_t end =
            found ? static_cast<std::size_t>(static_cast<const char*>(found) - bytes.data())
                  : bytes.size();
        const RecordPlace place{
            bytes.substr(start, end - start), raw.firstLine + positionOf(m_id),
            raw.firstByte + static_cast<qint64>(start)};
        if (const auto done = parseLine(place, batch); !done)
            return done;
        start = end + 1;
    }
    return placeSetAside(batch);
}

Result<void> ChunkParser::parseRecords(const RawChunk& raw, ParsedBatch& batch)
{
    const RecordCutter cutter = m_format.cutter();
    std::string_view rest = raw.bytes.view();
    RecordPlace place{{}, raw.firstLine, raw.firstByte};
    for (qint64 number = 0; number < raw.records; ++number) {
        const std::size_t bytes = m_records->parse(rest, m_record);
        const std::string_view record = rest.substr(0, bytes);
        place.record = cutter.contentOf(record);
        const ReadingId first = readingId(m_chunk.id, number * m_chunk.slots);
        if (static_cast<qint64>(place.record.size()) > ChunkLimits{}.recordBytes) {
            m_id = first;
            rejectLong(place, static_cast<qint64>(place.record.size()), batch);
        } else if (const auto done = addRecord(place, first, batch); !done) {
            return done;
        }
        place.lineNumber += static_cast<qint64>(countLineFeeds(record));
        place.byteOffset += static_cast<qint64>(bytes);
        rest.remove_prefix(bytes);
    }
    return placeSetAside(batch);
}

Result<void> ChunkParser::addRecord(const RecordPlace& place, ReadingId first, ParsedBatch& batch)
{
    const auto use = [this, first](int slot) {
        m_id = static_cast<ReadingId>(toInt(first) + slot);
    };
    use(0);
    switch (m_record.outcome) {
    case ParsedRecord::Outcome::Blank:
        ++m_chunk.records.blank;
        return {};
    case ParsedRecord::Outcome::Rejected:
        reject(place, m_record.reason, m_record.stoppedAt, batch);
        return {};
    case ParsedRecord::Outcome::Readings:
        break;
    }
    m_chunk.records.in += m_chunk.slots - 1;
    m_chunk.records.blank += m_record.blankSlots;
    for (RecordReading& reading : m_record.readings) {
        use(reading.slot);
        if (const auto taken = takeReading(reading, place, batch); !taken)
            return taken;
    }
    for (const RejectedCell& cell : m_record.rejectedCells) {
        use(cell.slot);
        reject(place, cell.reason, cell.stoppedAt, batch);
    }
    return {};
}

// The readings since the last call: they had the same severity, apart from those that addReading()
// has counted itself.
void ChunkParser::countCommonSeverity()
{
    if (m_commonSeverity && m_chunk.records.loaded > m_countedReadings)
        m_severityCounter.add(*m_commonSeverity, m_chunk.records.loaded - m_countedReadings);
    m_countedReadings = m_chunk.records.loaded;
}

Result<void> ChunkParser::noteSeverity()
{
    countCommonSeverity();
    const quint64 word = m_commonParser.severityWord();
    auto found = std::find_if(
        m_commonSeverities.begin(), m_commonSeverities.end(),
        [word](const CommonSeverity& severity) { return severity.word == word; });
    if (found == m_commonSeverities.end()) {
        const auto code = m_severities.codeOf(m_reading.severity, m_connection);
        if (!code)
            return code.error();
        // So that a misread log doesn't make the search long.
        constexpr std::size_t kMost = 16;
        if (m_commonSeverities.size() == kMost)
            m_commonSeverities.clear();
        found = m_commonSeverities.insert(
            m_commonSeverities.end(), {word, *code, severityHash(m_reading.severity),
                                       m_rules->isFailure(m_reading.severity)});
    }
    m_commonSeverity = found->code;
    m_commonSeverityHash = found->hash;
    m_isCommonFailure = found->isFailure;
    return {};
}

inline void ChunkParser::addChecksum(const ReadingImage& reading, quint64 detailHash)
{
    const ContentHashes contents(reading);
    m_chunk.readingsChecksum += readingChecksum(contents, reading.id);
    if (m_copies.isCopy(contents.both() + detailHash)) [[unlikely]]
        ++m_chunk.notes.repeated;
}

// A reading with temperature and vibration, and nothing else. Inline, because nearly all lines are.
inline void ChunkParser::addCommonReading(ParsedBatch& batch)
{
    const Reading& r = m_reading;
    const qint16 severity = *m_commonSeverity;
    if (m_takesSingly && takeSingly(r)) [[unlikely]]
        return;
    batch.readings.addRow(
        r.occurredAt, r.temperature, r.vibration, toInt(m_id), r.sensorKey, severity,
        toInt(m_rules->plant()));
    m_steps.add(r.occurredAt, r.sensorKey, positionOf(m_id));
    addChecksum(
        {r.occurredAt, measurementBits(r.temperature), measurementBits(r.vibration), m_id,
         r.sensorKey, m_commonSeverityHash, 0});
    batch.summary.addComplete(r, severity, equipmentOf(r), m_isCommonFailure);
    ++m_chunk.records.loaded;
    m_chunk.notes.add(r.notes);
}

// Whether the reading is skipped. Also then it is part of the extent: others may have to be
// compared with it.
bool ChunkParser::takeSingly(const Reading& reading)
{
    m_extent.add(reading.occurredAt, reading.sensorKey);
    const bool isSkipped = !m_skips.isEmpty() && m_skips.contains(positionOf(m_id));
    m_chunk.records.skipped += isSkipped ? 1 : 0;
    return isSkipped;
}

// Mostly, the summary has the chunk's readings and no others.
void ChunkParser::noteContents(const ChunkSummary& summary)
{
    if (!m_takesSingly) {
        for (const SummaryCell& cell : summary.cells().cells())
            m_extent.add(cell.firstAt, cell.lastAt, cell.sensorKey);
        m_extent.addAll(summary.records());
    }
    m_chunk.extent = m_extent.take();
    m_chunk.steps = m_steps.take(m_chunk.records.loaded);
    countCommonSeverity();
    m_chunk.severities = m_severityCounter.take();
}

Result<void> ChunkParser::noteEquipment()
{
    auto named = m_named.take(*m_equipment, m_connection);
    if (!named)
        return named.error();
    m_chunk.named = *std::move(named);
    return {};
}

Result<void> ChunkParser::parseLine(const RecordPlace& place, ParsedBatch& batch)
{
    if (static_cast<qint64>(place.record.size()) > ChunkLimits{}.recordBytes) {
        rejectLong(place, static_cast<qint64>(place.record.size()), batch);
        return {};
    }
    switch (m_parser.parse(place.record, m_reading)) {
    case ReadingParser::Outcome::Reading:
        return takeReading(m_reading, place, batch);
    case ReadingParser::Outcome::Blank:
        ++m_chunk.records.blank;
        break;
    case ReadingParser::Outcome::Rejected:
        reject(place, m_parser.reason(), m_parser.stoppedAt(), batch);
        break;
    }
    return {};
}

// Finds the severity and the sensor of a reading. Its texts may be gone afterwards.
Result<void>
ChunkParser::takeReading(Reading& reading, const RecordPlace& place, ParsedBatch& batch)
{
    const auto code = m_severities.codeOf(reading.severity, m_connection);
    if (!code)
        return code.error();
    if (!*code) {
        reject(place, RejectReason::Severity, slotOf(m_id), batch);
        return {};
    }
    reading.sensorKey = sensorKeyOf(reading);
    if (reading.sensorKey == SensorKeys::kUnknown && !m_sensors->isFull())
        return setAside(reading, place, **code, batch);
    placeReading(reading, place, **code, batch);
    return {};
}

// Where a reading belongs whose sensor has a key, or gets none.
void ChunkParser::placeReading(
    const Reading& reading, const RecordPlace& place, qint16 severityCode, ParsedBatch& batch)
{
    if (reading.sensorKey == SensorKeys::kUnknown)
        reject(place, RejectReason::SensorId, slotOf(m_id), batch);
    else
        addReading(reading, place, severityCode, batch);
}

// Until more sensors can be registered with this one, in one statement.
Result<void> ChunkParser::setAside(
    const Reading& reading, const RecordPlace& place, qint16 severityCode, ParsedBatch& batch)
{
    // A megabyte and a half.
    constexpr std::size_t kMost = 8'192;
    m_steps.add(
        reading.occurredAt, provisionalKey(reading), place.lineNumber - m_chunk.range.firstLine);
    m_sensors->note(reading);
    m_setAside.emplace_back(reading, place, m_id, severityCode);
    return m_setAside.size() < kMost ? Result<void>() : placeSetAside(batch);
}

Result<void> ChunkParser::placeSetAside(ParsedBatch& batch)
{
    if (const auto registered = m_sensors->registerNoted(m_connection); !registered)
        return registered;
    const ReadingId id = m_id;
    m_placesSetAside = true;
    for (SetAsideReading& aside : m_setAside) {
        Reading& reading = aside.reading();
        reading.sensorKey = sensorKeyOf(reading);
        m_id = aside.id();
        placeReading(reading, aside.place(), aside.severityCode(), batch);
    }
    m_placesSetAside = false;
    m_setAside.clear();
    m_id = id;
    return {};
}

const ChunkParser::NamedSeverity& ChunkParser::severityOf(const Reading& reading)
{
    if (m_lastSeverity.name != reading.severity)
        m_lastSeverity = {
            std::string(reading.severity), severityHash(reading.severity),
            m_rules->isFailure(reading.severity)};
    return m_lastSeverity;
}

void ChunkParser::addReading(
    const Reading& r, const RecordPlace& place, qint16 severityCode, ParsedBatch& batch)
{
    if (m_takesSingly && takeSingly(r))
        return;
    const NamedSeverity& severity = severityOf(r);
    if (!m_placesSetAside)
        m_steps.add(r.occurredAt, r.sensorKey, place.lineNumber - m_chunk.range.firstLine);
    const AddedRows added =
        addReadingRows(r, m_id, severityCode, severity.hash, m_rules->plant(), batch);
    addChecksum(added.image, added.detailHash);
    m_chunk.readingsChecksum += added.detailChecksum;
    const qint64 lineInChunk = place.lineNumber - m_chunk.range.firstLine;
    m_chunk.notes.measurements.add(r, place.record, lineInChunk);
    m_chunk.notes.addFailure(r.notes, place.record, lineInChunk);

    ++m_chunk.records.loaded;
    m_severityCounter.add(severityCode);
    ++m_countedReadings;
    m_chunk.notes.add(r.notes);
    const qint32 equipment = equipmentOf(r);
    if (r.equipment.empty()) {
        batch.summary.add(r, severityCode, equipment, severity.isFailure);
        return;
    }
    m_named.add(r.sensorKey, r.equipment, r.occurredAt);
    batch.summary.addNamed(r, severityCode, equipment, severity.isFailure);
}

void ChunkParser::reject(
    const RecordPlace& place, RejectReason reason, std::size_t stoppedAt, ParsedBatch& batch)
{
    const auto bytes = static_cast<qint64>(place.record.size());
    addRejected(place, reason, stoppedAt, place.record.ends_with('\r') ? bytes - 1 : bytes, batch);
}

// `place` has the beginning of the record.
void ChunkParser::rejectLong(const RecordPlace& place, qint64 recordBytes, ParsedBatch& batch)
{
    const std::size_t stoppedAt =
        std::min(place.record.size(), static_cast<std::size_t>(kMaxRawBytes));
    addRejected(place, RejectReason::TooLong, stoppedAt, recordBytes, batch);
}

void ChunkParser::addRejected(
    const RecordPlace& place, RejectReason reason, std::size_t stoppedAt, qint64 recordBytes,
    ParsedBatch& batch)
{
    if (!m_skips.isEmpty() && m_skips.contains(positionOf(m_id))) {
        ++m_chunk.records.skipped; // it is listed
        return;
    }
    const RejectedLine rejected = rejectedLineOf(place, reason, stoppedAt, recordBytes);
    if (m_rejectListener)
        m_rejectListener(rejected);
    addRejectedRow(batch.rejectedLines, m_chunk.id, rejected);
    m_chunk.rejectedChecksum +=
        rejectedRowChecksum(rejected, m_chunk.range.firstLine, m_chunk.range.firstByte);
    ++m_chunk.records.rejected;
    if (reason == RejectReason::SkippedHour)
        m_chunk.skippedHours += {1, {}, rejected.lineNumber, rejected.raw};
}

} // namespace faultline
