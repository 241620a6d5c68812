// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/comparison/LineComparison.h"

#include "database/connection/BinaryCursor.h"
#include "database/connection/HstoreText.h"
#include "loading/comparison/ChunkExtent.h"
#include "loading/comparison/LineMatcher.h"
#include "loading/comparison/ListedLines.h"
#include "loading/comparison/ReadingIdentity.h"
#include "loading/ledger/FailureRows.h"
#include "loading/planning/PlannedInput.h"
#include "loading/plants/SensorKeys.h"
#include "sources/formats/SourceFormat.h"

#include <QHash>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace faultline {

namespace {

constexpr qint64 kRowsAtOnce = 20'000;

// Chunks with readings that lines of this plant's files may give; of one file, if the plant skips
// no known readings. A range whose lines were not compared has readings of its own.
constexpr auto kChunks = R"sql(
SELECT c.chunk_id, c.file_id, c.skipped = 0 AND NOT c.forgotten,
       (extract(epoch FROM c.first_at - timestamptz '2000-01-01 00:00:00+00') * 1000000)::bigint,
       (extract(epoch FROM c.last_at - timestamptz '2000-01-01 00:00:00+00') * 1000000)::bigint,
       c.sensors
FROM faultline.load_chunk c
JOIN faultline.source_file f ON f.file_id = c.file_id
JOIN faultline.plant p ON p.plant_id = f.plant_id
WHERE f.plant_id = $1 AND c.loaded > 0 AND c.first_at IS NOT NULL
  AND (p.skip_known OR c.file_id = $2
       OR (f.superseded
           AND f.root_id = (SELECT root_id FROM faultline.source_file WHERE file_id = $2))))sql";

// Times are microseconds since 2000, as stored.
constexpr auto kReadings =
    "SELECT r.occurred_at, r.sensor_key, r.severity, r.temperature, r.vibration, r.extra::text,"
    " r.reading_id, d.ended_at, d.duration_seconds, d.planned::integer, d.failure_mode, d.cause"
    " FROM faultline.reading r LEFT JOIN faultline.failure_detail d ON d.reading_id = r.reading_id"
    " WHERE faultline.chunk_of(r.reading_id) IN (SELECT unnest($1::integer[]))"
    " AND r.occurred_at >= timestamptz '2000-01-01 00:00:00+00' + $2::bigint * interval '1 us'"
    " AND r.occurred_at <= timestamptz '2000-01-01 00:00:00+00' + $3::bigint * interval '1 us'";

// One comparison, in the caller's transaction.
class Comparison
{
public:
    Comparison(
        Connection& connection, const LoadContext& context, std::span<PlannedFile* const> files,
        ComparedFiles& found)
        : m_connection(connection)
        , m_context(context)
        , m_files(files)
        , m_found(found)
        , m_skipped(files.size())
    {}

    Result<void> run()
    {
        auto sensors = SensorKeys::fetch(m_connection, m_files.front()->plant);
        if (!sensors)
            return sensors.error();
        m_sensors.emplace(*std::move(sensors));
        std::vector<FileId> ids;
        for (const PlannedFile* const file : m_files)
            ids.push_back(file->id);
        auto listed = ListedLines::fetch(m_connection, ids);
        if (!listed)
            return listed.error();
        m_listed.emplace(*std::move(listed));
        for (std::size_t i = 0; i < m_files.size(); ++i) {
            if (const auto read = readFile(i); !read) {
                if (concernsOneFile(read.error()))
                    m_found.unreadable = m_files[i];
                return read;
            }
        }
        if (const auto read = readDatabase(); !read)
            return read;
        m_found.needsEarlier.assign(m_files.size(), false);
        const auto matched = m_matcher.match(
            [this](const LineRecord& line, bool needsEarlier) { skip(line, needsEarlier); },
            m_context.cancel);
        if (!matched)
            return matched;
        for (std::size_t i = 0; i < m_files.size(); ++i)
            m_files[i]->skipped = std::make_shared<const SkippedLines>(std::move(m_skipped[i]));
        return {};
    }

private:
    static const LocalTime& zoneOf(const LoadContext& context, const PlannedFile& file)
    {
        return context.summaries.rulesOf(file.plant).zone();
    }

    enum class Lines { Missing, ComparedBefore };

    Result<void> readFile(std::size_t index)
    {
        const PlannedFile& file = *m_files[index];
        const auto input = openPlanned(file);
        if (!input)
            return input.error();
        m_slots = file.format.slots();
        m_parser = makeRecordParser(file.format, zoneOf(m_context, file));
        const auto ranges = journalledRanges(m_connection, file.id);
        if (!ranges)
            return ranges.error();
        ChunkLimits limits;
        limits.rows = rowsPerChunk(m_context.options, file.format);
        for (const JournalledRange& range : *ranges) {
            if (range.records.skipped == 0)
                continue;
            ChunkReader reader(
                *input, range.firstByte, range.endByte, range.firstLine, true, limits,
                file.format.cutter());
            if (const auto read = readLines(reader, index, Lines::ComparedBefore); !read)
                return read;
        }
        if (const auto begun = m_listed->begin(file.id, m_context.cancel); !begun)
            return begun;
        for (const ByteGap& gap : file.gaps) {
            // Cut into the same chunks as when it is loaded.
            ChunkReader reader =
                readGap(file, *input, gap, m_context.options, m_context.options.workers);
            if (const auto read = readLines(reader, index, Lines::Missing); !read)
                return read;
        }
        return {};
    }

    Result<void> readLines(ChunkReader& reader, std::size_t index, Lines lines)
    {
        for (;;) {
            const auto more = reader.next(m_raw, m_context.cancel);
            if (!more)
                return more.error();
            if (!*more)
                return {};
            const qint64 first =
                lines == Lines::Missing ? m_skipped[index].addChunk(m_raw, m_slots) : 0;
            if (m_raw.unkept) {
                if (lines == Lines::ComparedBefore || m_raw.records == 0)
                    continue;
                const auto isListed = this->isListed(m_raw.firstByte, m_raw.bytes.view());
                if (!isListed)
                    return isListed.error();
                if (*isListed)
                    m_skipped[index].skip(first);
                continue;
            }
            if (const auto added = addRecords(index, lines, first); !added)
                return added;
        }
    }

    // `first` is the first position of the chunk.
    Result<void> addRecords(std::size_t index, Lines lines, qint64 first)
    {
        ++m_chunkNumber;
        const RecordCutter cutter = m_parser->cutter();
        LineRecord record;
        record.file = static_cast<qint32>(index);
        record.isMissing = lines == Lines::Missing;
        ChunkExtent extent;
        std::vector<qint32> keys;
        std::string_view rest = m_raw.bytes.view();
        for (qint64 number = 0; number < m_raw.records; ++number) {
            const std::size_t length = m_parser->parse(rest, m_record);
            const std::string_view content = cutter.contentOf(rest.substr(0, length));
            const qint64 offset = m_raw.endByte - static_cast<qint64>(rest.size());
            const qint64 position = first + number * m_slots;
            rest.remove_prefix(length);
            if (record.isMissing) {
                const auto isListed = this->isListed(offset, content);
                if (!isListed)
                    return isListed.error();
                if (*isListed && skipListed(index, position))
                    continue;
            }
            // It will be rejected as too long.
            if (static_cast<qint64>(content.size()) > ChunkLimits{}.recordBytes)
                continue;
            if (m_record.outcome != ParsedRecord::Outcome::Readings)
                continue;
            for (const RecordReading& reading : m_record.readings) {
                record.position = position + reading.slot;
                if (const auto added = addReading(reading, record, extent, keys); !added)
                    return added;
            }
        }
        extent.sensors = SensorRanges(std::move(keys));
        if (!extent.isEmpty())
            m_extents.push_back(std::move(extent));
        return {};
    }

    Result<void> addReading(
        const Reading& reading, LineRecord& record, ChunkExtent& extent, std::vector<qint32>& keys)
    {
        const quint64 sensor = sensorOf(reading, keys);
        record.hash = m_identity.of(
            reading.occurredAt, sensor, severityHash(reading.severity), reading.temperature,
            reading.vibration,
            (reading.extras.empty() ? std::string() : hstoreText(reading.extras))
                + (reading.detail ? detailText(*reading.detail) : std::string()));
        extent.firstAt = std::min(extent.firstAt, reading.occurredAt);
        extent.lastAt = std::max(extent.lastAt, reading.occurredAt);
        return m_matcher.add(record);
    }

    // Whether the list of rejected lines has the record, or cells of it.
    Result<bool> isListed(qint64 byteOffset, std::string_view content)
    {
        return m_listed->contains(byteOffset, content);
    }

    // Skips what was rejected of a record. False if the rest has to be compared.
    bool skipListed(std::size_t index, qint64 position)
    {
        const bool isReadings = m_record.outcome == ParsedRecord::Outcome::Readings;
        if (!isReadings || m_slots == 1) {
            m_skipped[index].skip(position);
            return true;
        }
        for (const RejectedCell& cell : m_record.rejectedCells)
            m_skipped[index].skip(position + cell.slot);
        if (!m_record.rejectedCells.empty())
            return false;
        // The database refused all of it.
        for (int slot = 0; slot < m_slots; ++slot)
            m_skipped[index].skip(position + slot);
        return true;
    }

    // The database has no readings of an unknown sensor, but another file of the list may.
    quint64 sensorOf(const Reading& reading, std::vector<qint32>& keys)
    {
        const qint32 key = m_sensors->keyOf(reading);
        if (key == SensorKeys::kUnknown)
            return contentHash64(sensorIdOf(reading)) | quint64{1} << 63U;
        // Both kinds of keys count from 1.
        const qint64 number = qint64{2} * std::abs(key) + (isEquipmentItself(key) ? 1 : 0);
        const auto index = static_cast<std::size_t>(number);
        if (index >= m_lastSeen.size())
            m_lastSeen.resize(index + 1);
        if (std::exchange(m_lastSeen[index], m_chunkNumber) != m_chunkNumber)
            keys.push_back(key);
        return static_cast<quint64>(key);
    }

    // Which files' lines have given the readings of a chunk: -1 if that isn't certain.
    Result<QHash<qint32, qint64>> chunksToCompare()
    {
        const auto rows = m_connection.execute(
            kChunks, Parameters()
                         .add(qint64{toInt(m_files.front()->plant)})
                         .add(qint64{toInt(m_files.front()->id)}));
        if (!rows)
            return rows.error();
        QHash<qint32, qint64> positions;
        for (std::size_t i = 0; i < m_files.size(); ++i)
            positions.insert(toInt(m_files[i]->id), static_cast<qint64>(i));
        QHash<qint32, qint64> owners;
        for (int row = 0; row < rows->rowCount(); ++row) {
            ChunkExtent extent;
            extent.firstAt = rows->integer(row, 3);
            extent.lastAt = rows->integer(row, 4);
            extent.sensors = SensorRanges::fromText(rows->text(row, 5));
            const bool isMet = std::any_of(
                m_extents.begin(), m_extents.end(),
                [&extent](const ChunkExtent& lines) { return lines.meets(extent); });
            if (!isMet)
                continue;
            const auto file = static_cast<qint32>(rows->integer(row, 1));
            owners.insert(
                static_cast<qint32>(rows->integer(row, 0)),
                rows->boolean(row, 2) ? positions.value(file, -1) : -1);
        }
        return owners;
    }

    Result<void> readDatabase()
    {
        const auto owners = chunksToCompare();
        if (!owners)
            return owners.error();
        if (owners->isEmpty())
            return {};
        const auto severities = m_connection.execute("SELECT code, name FROM faultline.severity");
        if (!severities)
            return severities.error();
        QHash<qint16, quint64> hashes;
        for (int row = 0; row < severities->rowCount(); ++row) {
            hashes.insert(
                static_cast<qint16>(severities->integer(row, 0)),
                severityHash(severities->text(row, 1)));
        }
        qint64 firstAt = m_extents.front().firstAt;
        qint64 lastAt = m_extents.front().lastAt;
        for (const ChunkExtent& extent : m_extents) {
            firstAt = std::min(firstAt, extent.firstAt);
            lastAt = std::max(lastAt, extent.lastAt);
        }
        const QList<qint32> ids = owners->keys();
        auto cursor = BinaryCursor::open(
            m_connection, "compared_readings", kReadings,
            Parameters().add(std::vector<qint32>(ids.begin(), ids.end())).add(firstAt).add(lastAt));
        if (!cursor)
            return cursor.error();
        for (;;) {
            const auto rows = cursor->fetch(kRowsAtOnce, m_context.cancel);
            if (!rows)
                return rows.error();
            if (rows->rowCount() == 0)
                return cursor->close();
            for (int row = 0; row < rows->rowCount(); ++row) {
                if (const auto added = addStored(*rows, row, *owners, hashes); !added)
                    return added;
            }
        }
    }

    Result<void> addStored(
        const QueryResult& rows, int row, const QHash<qint32, qint64>& owners,
        const QHash<qint16, quint64>& severities)
    {
        const auto measurement = [&rows, row](int column) {
            return rows.isNull(row, column) ? kNoMeasurement : rows.binary<double>(row, column);
        };
        StoredRecord record;
        record.hash = m_identity.of(
            rows.binary<qint64>(row, 0), static_cast<quint64>(rows.binary<qint32>(row, 1)),
            severities.value(rows.binary<qint16>(row, 2)), measurement(3), measurement(4),
            std::string(rows.text(row, 5)) + detailText(detailOf(rows, row, 7)));
        record.owner =
            owners.value(toInt(chunkOf(static_cast<ReadingId>(rows.binary<qint64>(row, 6)))), -1);
        return m_matcher.add(record);
    }

    void skip(const LineRecord& line, bool needsEarlier)
    {
        const auto file = static_cast<std::size_t>(line.file);
        m_skipped[file].skip(line.position);
        if (needsEarlier)
            m_found.needsEarlier[file] = true;
    }

    Connection& m_connection;
    const LoadContext& m_context;
    const std::span<PlannedFile* const> m_files;
    ComparedFiles& m_found;
    std::vector<SkippedLines> m_skipped;
    std::optional<SensorKeys> m_sensors;
    std::optional<ListedLines> m_listed;
    std::unique_ptr<RecordParser> m_parser; ///< Of the file being read.
    int m_slots = 1;
    ParsedRecord m_record;
    ReadingIdentity m_identity;
    RawChunk m_raw;
    qint64 m_chunkNumber = 0;
    std::vector<qint64> m_lastSeen;     ///< By sensor: the chunk it was last seen in.
    std::vector<ChunkExtent> m_extents; ///< Of the chunks that were read.
    LineMatcher m_matcher;
};

} // namespace

Result<void> compareLines(
    Connection& connection, const LoadContext& context, std::span<PlannedFile* const> files,
    ComparedFiles& found)
{
    found = {};
    const auto begun = connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    if (!begun)
        return begun.error();
    const auto compared = Comparison(connection, context, files, found).run();
    connection.rollback();
    return compared;
}

} // namespace faultline
