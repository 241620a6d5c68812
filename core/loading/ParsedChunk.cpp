// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/ParsedChunk.h"

#include "loading/HstoreText.h"
#include "loading/RejectedRows.h"
#include "loading/RowChecksum.h"
#include "sources/ContentHash.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace faultline {

namespace {

// In a larger chunk the cells are seldom as many.
constexpr qint64 kUsualRows = 100'000;
// For the start and the end of a COPY stream.
constexpr std::size_t kSpareBytes = 64;

constexpr qint16 kReadingColumns = 6;
constexpr qint16 kFullerColumns = 7;

// Gives the bits that the checksum takes of it.
quint64 addMeasurement(CopyBuffer& rows, double value)
{
    if (std::isnan(value)) {
        rows.addNull();
        return kNullMeasurementBits;
    }
    rows.addDouble(value);
    return measurementBits(value);
}

// hstore_recv() in contrib/hstore/hstore_io.c: the number of pairs, then each key and value with
// its length in front.
void addHstore(CopyBuffer& rows, const std::vector<ExtraMeasurement>& extras)
{
    std::size_t bytes = sizeof(qint32);
    for (const ExtraMeasurement& extra : extras)
        bytes += 2 * sizeof(qint32) + extra.name.size() + extra.value.size();
    rows.put(static_cast<qint32>(bytes));
    rows.put(static_cast<qint32>(extras.size()));
    for (const ExtraMeasurement& extra : extras) {
        rows.addBytes(extra.name);
        rows.addBytes(extra.value);
    }
}

} // namespace

void ChunkParser::setSeverities(SeverityCodes severities)
{
    m_severities = std::move(severities);
    m_commonSeverity.reset();
    m_commonParser = CommonLineParser();
}

Result<void>
ChunkParser::parse(const RawChunk& raw, ChunkId id, ParsedChunk& parsed, Connection* connection)
{
    m_connection = connection;
    begin(raw, id, parsed);
    const std::string_view bytes = raw.bytes.view();
    if (raw.giantLine) {
        reject(
            bytes, raw.firstLine, raw.firstByte, RejectReason::TooLong, bytes.size(),
            raw.giantLine->lineBytes, parsed);
        return {};
    }
    const qint64 unreadableBefore = m_parser.unreadableMeasurements();
    if (const auto done = parseLines(raw, parsed); !done)
        return done;
    parsed.unreadableMeasurements = m_parser.unreadableMeasurements() - unreadableBefore;
    return {};
}

void ChunkParser::refuse(const RawChunk& raw, ChunkId id, ParsedChunk& parsed)
{
    begin(raw, id, parsed);
    std::string_view line = raw.bytes.view();
    if (line.ends_with('\n'))
        line.remove_suffix(1);
    reject(
        line, raw.firstLine, raw.firstByte, RejectReason::Database, 0,
        static_cast<qint64>(line.size()), parsed);
}

void ChunkParser::begin(const RawChunk& raw, ChunkId id, ParsedChunk& parsed) const
{
    parsed.id = id;
    parsed.place = raw;
    parsed.readings.clear();
    parsed.readings.reserve(static_cast<std::size_t>(raw.lines) * kReadingRowBytes + kSpareBytes);
    parsed.fullerReadings.clear();
    parsed.rejectedLines.clear();
    parsed.summary.clear();
    parsed.summary.reserve(static_cast<std::size_t>(std::min(raw.lines, kUsualRows)));
    parsed.mapVersion = m_sensorEquipment.version();
    parsed.records = {};
    parsed.records.in = raw.lines;
    parsed.unreadableMeasurements = 0;
    parsed.readingsChecksum = 0;
    parsed.rejectedChecksum = 0;
    if (raw.giantLine) {
        parsed.contentHash = raw.giantLine->contentHash;
        parsed.tailHash = raw.giantLine->tailHash;
        return;
    }
    const std::string_view bytes = raw.bytes.view();
    parsed.contentHash = contentHash(bytes);
    parsed.tailHash =
        contentHash(bytes.substr(bytes.size() - std::min<std::size_t>(bytes.size(), kTailBytes)));
}

Result<void> ChunkParser::parseLines(const RawChunk& raw, ParsedChunk& parsed)
{
    const std::string_view bytes = raw.bytes.view();
    qint64 lineNumber = raw.firstLine;
    for (std::size_t start = 0; start < bytes.size(); ++lineNumber) {
        const std::size_t common =
            m_known ? 0 : m_commonParser.parse(bytes.substr(start), m_reading);
        if (common > 0 && !m_commonParser.severityRepeated()) {
            if (const auto noted = noteSeverity(); !noted)
                return noted;
        }
        if (common > 0 && m_commonSeverity) {
            addCommonReading(parsed);
            start += common;
            continue;
        }
        const void* found = std::memchr(bytes.data() + start, '\n', bytes.size() - start);
        const std::size_t end =
            found ? static_cast<std::size_t>(static_cast<const char*>(found) - bytes.data())
                  : bytes.size();
        const auto done = parseLine(
            bytes.substr(start, end - start), lineNumber,
            raw.firstByte + static_cast<qint64>(start), parsed);
        if (!done)
            return done;
        start = end + 1;
    }
    return {};
}

Result<void> ChunkParser::noteSeverity()
{
    const auto code = m_severities.codeOf(m_reading.severity, m_connection);
    if (!code)
        return code.error();
    m_commonSeverity = *code;
    m_commonSeverityHash = severityHash(m_reading.severity);
    return {};
}

// A reading with both measurements and no other.
void ChunkParser::addCommonReading(ParsedChunk& parsed)
{
    const Reading& r = m_reading;
    const qint16 severity = *m_commonSeverity;
    parsed.readings.addRow(
        r.occurredAt, r.temperature, r.vibration, r.sensorId, toInt(parsed.id), severity);
    parsed.readingsChecksum += readingChecksum(
        {r.occurredAt, measurementBits(r.temperature), measurementBits(r.vibration), r.sensorId,
         m_commonSeverityHash, 0});
    parsed.summary.addWhole(r, severity);
    ++parsed.records.loaded;
    if (severity == m_severities.errorCode())
        addEvent(parsed);
}

void ChunkParser::addEvent(ParsedChunk& parsed)
{
    const qint32 equipment = m_sensorEquipment.equipmentOf(m_reading.sensorId);
    if (equipment != SensorEquipment::kNone)
        parsed.summary.addEvent(equipment, m_reading.occurredAt);
}

Result<void> ChunkParser::parseLine(
    std::string_view line, qint64 lineNumber, qint64 byteOffset, ParsedChunk& parsed)
{
    const auto lineBytes = static_cast<qint64>(line.size());
    if (lineBytes > ChunkLimits{}.lineBytes) {
        reject(
            line, lineNumber, byteOffset, RejectReason::TooLong, kMaxRawBytes, lineBytes, parsed);
        return {};
    }
    switch (m_parser.parse(line, m_reading)) {
    case ReadingParser::Outcome::Reading: {
        const auto code = m_severities.codeOf(m_reading.severity, m_connection);
        if (!code)
            return code.error();
        if (*code && m_known && m_known->take(m_reading, **code))
            ++parsed.records.skipped;
        else if (*code)
            addReading(**code, parsed);
        else
            reject(line, lineNumber, byteOffset, RejectReason::Severity, 0, lineBytes, parsed);
        break;
    }
    case ReadingParser::Outcome::Blank:
        ++parsed.records.blank;
        break;
    case ReadingParser::Outcome::Rejected:
        reject(
            line, lineNumber, byteOffset, m_parser.reason(), m_parser.stoppedAt(), lineBytes,
            parsed);
        break;
    }
    return {};
}

void ChunkParser::addReading(qint16 severityCode, ParsedChunk& parsed)
{
    const Reading& r = m_reading;
    const bool isFuller = !r.extras.empty();
    CopyBuffer& rows = isFuller ? parsed.fullerReadings : parsed.readings;
    rows.beginRow(isFuller ? kFullerColumns : kReadingColumns);
    ReadingImage image;
    image.occurredAt = r.occurredAt;
    image.sensorId = r.sensorId;
    image.severityHash = severityHash(r.severity);
    rows.addInt64(r.occurredAt);
    image.temperature = addMeasurement(rows, r.temperature);
    image.vibration = addMeasurement(rows, r.vibration);
    rows.addInt32(r.sensorId);
    rows.addInt32(toInt(parsed.id));
    rows.addInt16(severityCode);
    if (isFuller) {
        addHstore(rows, r.extras);
        image.extraHash = contentHash64(hstoreText(r.extras));
    }
    parsed.readingsChecksum += readingChecksum(image);

    ++parsed.records.loaded;
    parsed.summary.add(r, severityCode);
    if (severityCode == m_severities.errorCode())
        addEvent(parsed);
}

void ChunkParser::reject(
    std::string_view line, qint64 lineNumber, qint64 byteOffset, RejectReason reason,
    std::size_t stoppedAt, qint64 lineBytes, ParsedChunk& parsed)
{
    if (line.ends_with('\r')) {
        line.remove_suffix(1);
        --lineBytes;
    }
    line = line.substr(0, static_cast<std::size_t>(kMaxRawBytes));
    RejectedLine rejected;
    rejected.lineNumber = lineNumber;
    rejected.byteOffset = byteOffset;
    rejected.columnNumber = static_cast<qint32>(stoppedAt) + 1;
    rejected.lineBytes = lineBytes;
    rejected.reason = reason;
    rejected.raw = QByteArray(line.data(), static_cast<qsizetype>(line.size()));
    addRejectedRow(parsed.rejectedLines, parsed.id, rejected);
    parsed.rejectedChecksum +=
        rejectedRowChecksum(rejected, parsed.place.firstLine, parsed.place.firstByte);
    ++parsed.records.rejected;
}

} // namespace faultline
