// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/chunks/LineComparison.h"

#include "database/connection/BinaryCursor.h"
#include "database/connection/HstoreText.h"
#include "loading/chunks/ChunkExtent.h"
#include "loading/chunks/HashBuckets.h"
#include "loading/ledger/RowChecksum.h"
#include "loading/planning/PlannedInput.h"
#include "loading/plants/SensorKeys.h"
#include "sources/lines/CommonLineParser.h"
#include "sources/lines/ReadingParser.h"

#include <QHash>

#include <algorithm>
#include <bit>
#include <cmath>
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
    "SELECT occurred_at, sensor_key, severity, temperature, vibration, extra::text, reading_id"
    " FROM faultline.reading"
    " WHERE faultline.chunk_of(reading_id) IN (SELECT unnest($1::integer[]))"
    " AND occurred_at >= timestamptz '2000-01-01 00:00:00+00' + $2::bigint * interval '1 us'"
    " AND occurred_at <= timestamptz '2000-01-01 00:00:00+00' + $3::bigint * interval '1 us'";

// All values of a reading, for a hash. The hash is long enough that collisions are rarer than disk
// errors.
class Identity
{
public:
    WideHash
    of(qint64 occurredAt, quint64 sensor, quint64 severity, double temperature, double vibration,
       std::string_view extra)
    {
        m_bytes.clear();
        put(occurredAt);
        put(sensor);
        put(severity);
        putMeasurement(temperature);
        putMeasurement(vibration);
        m_bytes.append(extra);
        return wideHash(m_bytes);
    }

private:
    template<typename Number>
    void put(Number number)
    {
        m_bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
    }
    void putMeasurement(double value)
    {
        put(std::bit_cast<quint64>(std::isnan(value) ? kNoMeasurement : value));
    }

    std::string m_bytes;
};

// Tells which of the database's readings can't be among the lines, without keeping the lines.
class LineFilter
{
public:
    void add(const WideHash& hash) { m_bits[indexOf(hash)] = true; }
    bool mayHave(const WideHash& hash) const { return m_bits[indexOf(hash)]; }

private:
    static constexpr std::size_t kBits = std::size_t{1} << 27; // 16 MiB
    static std::size_t indexOf(const WideHash& hash) { return hash.high % kBits; }

    std::vector<bool> m_bits = std::vector<bool>(kBits);
};

struct LineRecord
{
    WideHash hash;
    qint64 line = 0;
    qint32 file = 0; ///< Its position in the list of files.
    bool isMissing = false;
};

struct StoredRecord
{
    WideHash hash;
    qint64 owner = -1; ///< The file in the list whose line has given it, if that is certain.
};

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
        , m_commonParser(zoneOf(context, *files.front()))
        , m_parser(zoneOf(context, *files.front()))
    {}

    Result<void> run()
    {
        auto sensors = SensorKeys::fetch(m_connection, m_files.front()->plant);
        if (!sensors)
            return sensors.error();
        m_sensors.emplace(*std::move(sensors));
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
        for (std::size_t bucket = 0; bucket < HashBuckets<LineRecord>::kBuckets; ++bucket) {
            if (const auto matched = match(bucket); !matched)
                return matched;
        }
        for (std::size_t i = 0; i < m_files.size(); ++i)
            m_files[i]->skipped = std::make_shared<const SkippedLines>(std::move(m_skipped[i]));
        return {};
    }

private:
    static const LocalTime& zoneOf(const LoadContext& context, const PlannedFile& file)
    {
        return context.summaries.rulesOf(file.plant).zone();
    }

    void useTimeFormat(const PlannedFile& file)
    {
        if (m_timeFormat == file.source->timeFormat)
            return;
        m_timeFormat = file.source->timeFormat;
        m_commonParser = CommonLineParser(zoneOf(m_context, file), m_timeFormat);
        m_parser = ReadingParser(zoneOf(m_context, file), m_timeFormat);
    }

    enum class Lines { Missing, ComparedBefore };

    Result<void> readFile(std::size_t index)
    {
        const PlannedFile& file = *m_files[index];
        const auto input = openPlanned(file);
        if (!input)
            return input.error();
        useTimeFormat(file);
        const auto ranges = journalledRanges(m_connection, file.id);
        if (!ranges)
            return ranges.error();
        ChunkLimits limits;
        limits.rows = m_context.options.chunkRows;
        for (const JournalledRange& range : *ranges) {
            if (range.records.skipped == 0)
                continue;
            ChunkReader reader(
                *input, range.firstByte, range.endByte, range.firstLine, true, limits);
            if (const auto read = readLines(reader, index, Lines::ComparedBefore); !read)
                return read;
        }
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
            if (lines == Lines::Missing)
                m_skipped[index].addChunk(m_raw);
            if (m_raw.giantLine)
                continue;
            if (const auto added = addLines(index, lines); !added)
                return added;
        }
    }

    Result<void> addLines(std::size_t index, Lines lines)
    {
        ++m_chunkNumber;
        LineRecord record;
        record.file = static_cast<qint32>(index);
        record.isMissing = lines == Lines::Missing;
        record.line = m_raw.firstLine;
        ChunkExtent extent;
        std::vector<qint32> keys;
        std::string_view rest = m_raw.bytes.view();
        for (; !rest.empty(); ++record.line) {
            std::size_t length = m_commonParser.parse(rest, m_reading);
            bool isReading = length > 0;
            if (!isReading) {
                const std::size_t end = std::min(rest.find('\n'), rest.size());
                isReading = m_parser.parse(rest.substr(0, end), m_reading)
                            == ReadingParser::Outcome::Reading;
                length = std::min(end + 1, rest.size());
            }
            rest.remove_prefix(length);
            if (!isReading)
                continue;
            const quint64 sensor = sensorOf(m_reading, keys);
            record.hash = m_identity.of(
                m_reading.occurredAt, sensor, severityHash(m_reading.severity),
                m_reading.temperature, m_reading.vibration,
                m_reading.extras.empty() ? std::string() : hstoreText(m_reading.extras));
            extent.firstAt = std::min(extent.firstAt, m_reading.occurredAt);
            extent.lastAt = std::max(extent.lastAt, m_reading.occurredAt);
            m_filter.add(record.hash);
            if (const auto added = m_lines.add(record.hash.high, record); !added)
                return added;
        }
        extent.sensors = SensorRanges(std::move(keys));
        if (!extent.isEmpty())
            m_extents.push_back(std::move(extent));
        return {};
    }

    // The database has no readings of an unknown sensor, but another file of the list may.
    quint64 sensorOf(const Reading& reading, std::vector<qint32>& keys)
    {
        const qint32 key = m_sensors->keyOf(reading);
        if (key == SensorKeys::kUnknown)
            return contentHash64(sensorIdOf(reading)) | quint64{1} << 63U;
        const auto index = static_cast<std::size_t>(key);
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
            rows.text(row, 5));
        if (!m_filter.mayHave(record.hash))
            return {};
        record.owner =
            owners.value(toInt(chunkOf(static_cast<ReadingId>(rows.binary<qint64>(row, 6)))), -1);
        return m_stored.add(record.hash.high, record);
    }

    // How often a reading is there: in the database, and then also in the files so far.
    struct Copies
    {
        qint64 stored = 0;
        qint64 all = 0;
        // For the file that is being matched: how many of others are left.
        qint32 file = -1;
        qint64 left = 0;
        qint64 leftStored = 0;
    };

    Result<void> match(std::size_t bucket)
    {
        if (m_context.cancel.isCancelled())
            return UserMessage::cancelled();
        QHash<WideHash, Copies> copies;
        QHash<std::pair<WideHash, qint64>, qint64> owned;
        const auto counted = m_stored.forEach(bucket, [&](const StoredRecord& record) {
            Copies& each = copies[record.hash];
            ++each.stored;
            ++each.all;
            if (record.owner >= 0)
                ++owned[{record.hash, record.owner}];
        });
        if (!counted)
            return counted;
        return m_lines.forEach(bucket, [&](const LineRecord& line) {
            Copies& each = copies[line.hash];
            if (each.file != line.file) {
                const qint64 own = owned.value({line.hash, line.file});
                each.file = line.file;
                each.left = each.all - own;
                each.leftStored = each.stored - own;
            }
            if (each.left > 0) {
                --each.left;
                --each.leftStored;
                if (line.isMissing)
                    skip(line, each.leftStored < 0);
            } else if (line.isMissing) {
                ++each.all;
            }
        });
    }

    void skip(const LineRecord& line, bool isOfEarlierFile)
    {
        const auto file = static_cast<std::size_t>(line.file);
        m_skipped[file].skip(line.line);
        if (isOfEarlierFile)
            m_found.needsEarlier[file] = true;
    }

    Connection& m_connection;
    const LoadContext& m_context;
    const std::span<PlannedFile* const> m_files;
    ComparedFiles& m_found;
    std::vector<SkippedLines> m_skipped;
    std::optional<SensorKeys> m_sensors;
    TimeFormat m_timeFormat; ///< Of the parsers.
    CommonLineParser m_commonParser;
    ReadingParser m_parser;
    Reading m_reading;
    Identity m_identity;
    RawChunk m_raw;
    qint64 m_chunkNumber = 0;
    std::vector<qint64> m_lastSeen;     ///< By sensor key: the chunk it was last seen in.
    std::vector<ChunkExtent> m_extents; ///< Of the chunks that were read.
    LineFilter m_filter;
    HashBuckets<LineRecord> m_lines;
    HashBuckets<StoredRecord> m_stored;
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
