// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/chunks/ReadingOrigin.h"

#include "database/connection/HstoreText.h"
#include "sources/input/ContentHash.h"
#include "sources/input/InputFile.h"
#include "sources/lines/ReadingParser.h"

#include <QCoreApplication>
#include <QVariant>

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr qint64 kReadBytes = qint64{1024} * 1024;
constexpr qint64 kLinesBetweenLooks = 1024;

// Besides the reading itself, the equal ones in its block: within a block, readings of a chunk are
// in the order in which they were sent, but not across blocks.
const QString kReading =
    u"SELECT r.occurred_at::text, r.sensor_id, coalesce(s.name, r.severity::text),"
    " r.temperature::text, r.vibration::text, r.extra::text,"
    " (extract(epoch FROM r.occurred_at - timestamptz '2000-01-01 00:00:00+00')"
    "  * 1000000)::bigint,"
    " f.path, f.superseded,"
    " c.load_id, l.started_at, c.first_byte, c.end_byte, c.first_line, c.lines, c.content_hash,"
    " equal.readings, equal.number"
    " FROM faultline.reading r"
    " JOIN faultline.load_chunk c ON c.chunk_id = r.chunk_id"
    " JOIN faultline.load_run l ON l.load_id = c.load_id"
    " JOIN faultline.source_file f ON f.file_id = c.file_id"
    " LEFT JOIN faultline.severity s ON s.code = r.severity"
    " CROSS JOIN LATERAL (SELECT count(*) AS readings,"
    "   count(*) FILTER (WHERE o.ctid <= r.ctid) AS number"
    "  FROM faultline.reading o"
    "  WHERE o.ctid >= :block_begin::tid AND o.ctid <= :block_end::tid"
    "   AND o.chunk_id = r.chunk_id AND o.occurred_at = r.occurred_at"
    "   AND o.sensor_id = r.sensor_id AND o.severity = r.severity"
    "   AND o.temperature IS NOT DISTINCT FROM r.temperature"
    "   AND o.vibration IS NOT DISTINCT FROM r.vibration"
    "   AND o.extra::text IS NOT DISTINCT FROM r.extra::text) equal"
    " WHERE r.ctid = :ctid::tid"_s;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ReadingOrigin)
};

UserMessage readingGone()
{
    return UserMessage::warning(Text::tr("This reading is no longer in the database"))
        .because(Text::tr("Its load was undone after the table was read."))
        .withRemedy(Text::tr("Press F5 to refresh the table."))
        .withCode(u"reading-gone"_s);
}

UserMessage fileGone(const QString& path)
{
    return UserMessage::warning(Text::tr("The file is no longer there"))
        .because(Text::tr("The reading stays in the database, but its line can't be shown."))
        .at(path)
        .withRemedy(
            Text::tr("Put the file back. If it was moved or renamed, load its current folder. It "
                     "is recognised by its content, so nothing is loaded twice."))
        .withCode(u"file-gone"_s);
}

UserMessage fileChanged(const LoadedReading& reading)
{
    UserMessage message = UserMessage::warning(Text::tr("The file has changed since it was loaded"))
                              .at(reading.path)
                              .withCode(u"file-changed"_s);
    if (reading.isOfEarlierFile) {
        return message.because(Text::tr("The reading comes from an earlier version of the file."))
            .withRemedy(Text::tr("Find the line in a copy of the file from that time."));
    }
    return message.because(Text::tr("The part that contained the reading has changed."))
        .withRemedy(Text::tr(
            "Load the folder again. Lines that only moved are then found at their new position."));
}

UserMessage lineNotFound(const QString& path)
{
    return UserMessage::warning(Text::tr("No line of the file matches this reading"))
        .because(Text::tr(
            "The file is unchanged since it was loaded. Another version of the program may have "
            "read it differently, or someone has changed the reading in the database."))
        .at(path)
        .withRemedy(Text::tr("Undo the load on the Loads page and load the folder again."))
        .withCode(u"line-not-found"_s);
}

Result<QByteArray>
readChunk(const InputFile& file, const ChunkRange& chunk, const CancelToken& cancel)
{
    QByteArray bytes(chunk.endByte - chunk.firstByte, Qt::Uninitialized);
    for (qint64 done = 0; done < bytes.size();) {
        if (cancel.isCancelled())
            return UserMessage::cancelled();
        const qint64 count = std::min(kReadBytes, bytes.size() - done);
        const auto read = file.readExactly(
            chunk.firstByte + done, {bytes.data() + done, static_cast<std::size_t>(count)});
        if (!read)
            return read.error();
        done += count;
    }
    return bytes;
}

// The reading that lines are compared with.
class WantedReading
{
public:
    explicit WantedReading(const LoadedReading& reading)
        : m_occurredAt(reading.occurredAt)
        , m_sensorId(reading.row.sensorId)
        , m_severity(reading.row.severity.toStdString())
        , m_temperature(measurementOf(reading.row.temperature))
        , m_vibration(measurementOf(reading.row.vibration))
        , m_extra(reading.row.extra.toStdString())
    {}

    bool isGivenBy(const Reading& reading) const
    {
        return reading.occurredAt == m_occurredAt && reading.sensorNumber == m_sensorId
               && reading.severity == m_severity && isSame(reading.temperature, m_temperature)
               && isSame(reading.vibration, m_vibration) && hstoreText(reading.extras) == m_extra;
    }

private:
    static double measurementOf(const QString& text)
    {
        return text.isNull() ? kNoMeasurement : text.toDouble();
    }
    static bool isSame(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

    qint64 m_occurredAt;
    qint32 m_sensorId;
    std::string m_severity;
    double m_temperature;
    double m_vibration;
    std::string m_extra;
};

// The lines of a chunk that give the same reading.
class EqualLines
{
public:
    /// Scans all lines, and remembers the first match and the one with the reading's number.
    Result<void>
    find(const LoadedReading& wanted, std::string_view bytes, const CancelToken& cancel)
    {
        const WantedReading reading(wanted);
        qint64 lineNumber = wanted.chunk.firstLine;
        for (std::size_t start = 0; start < bytes.size(); ++lineNumber) {
            if (lineNumber % kLinesBetweenLooks == 0 && cancel.isCancelled())
                return UserMessage::cancelled();
            const std::size_t end = std::min(bytes.find('\n', start), bytes.size());
            std::string_view line = bytes.substr(start, end - start);
            const bool isOne = m_parser.parse(line, m_reading) == ReadingParser::Outcome::Reading
                               && reading.isGivenBy(m_reading);
            if (isOne) {
                ++m_count;
                if (line.ends_with('\r'))
                    line.remove_suffix(1);
                const qint64 byteOffset = wanted.chunk.firstByte + static_cast<qint64>(start);
                if (m_count == 1)
                    m_first = locationOf(line, lineNumber, byteOffset);
                if (m_count == wanted.numberInBlock)
                    m_numbered = locationOf(line, lineNumber, byteOffset);
            }
            start = end + 1;
        }
        return {};
    }

    qint64 count() const { return m_count; }
    const LineLocation& first() const { return m_first; }
    const LineLocation& numbered() const { return m_numbered; }

private:
    static LineLocation locationOf(std::string_view line, qint64 lineNumber, qint64 byteOffset)
    {
        LineLocation location;
        location.lineNumber = lineNumber;
        location.byteOffset = byteOffset;
        location.lineBytes = static_cast<qint64>(line.size());
        location.raw = QByteArray(line.data(), static_cast<qsizetype>(line.size()));
        return location;
    }

    ReadingParser m_parser{LocalTime::utc()};
    Reading m_reading;
    qint64 m_count = 0;
    LineLocation m_first;
    LineLocation m_numbered;
};

} // namespace

Result<LoadedReading> fetchLoadedReading(SqlSession& session, const ReadingRow& row)
{
    // "(block,row)", with rows from 1.
    const QString block = row.ctid.section(u',', 0, 0);
    auto query = session.execute(
        kReading, {{u"ctid"_s, row.ctid},
                   {u"block_begin"_s, QString(block + u",0)"_s)},
                   {u"block_end"_s, QString(block + u",65535)"_s)}});
    if (!query)
        return query.error();
    if (!query->next())
        return readingGone();
    LoadedReading reading;
    int column = 0;
    const auto next = [&] { return query->value(column++); };
    const auto nextText = [&] {
        const QVariant value = next();
        return value.isNull() ? QString() : value.toString();
    };
    reading.row.ctid = row.ctid;
    reading.row.occurredAt = nextText();
    reading.row.sensorId = next().toInt();
    reading.row.severity = nextText();
    reading.row.temperature = nextText();
    reading.row.vibration = nextText();
    reading.row.extra = nextText();
    // Another reading may have this ctid by now.
    if (reading.row != row)
        return readingGone();
    reading.occurredAt = next().toLongLong();
    reading.path = nextText();
    reading.isOfEarlierFile = next().toBool();
    reading.loadId = next().toInt();
    reading.loadedAt = next().toDateTime().toUTC();
    reading.chunk.firstByte = next().toLongLong();
    reading.chunk.endByte = next().toLongLong();
    reading.chunk.firstLine = next().toLongLong();
    reading.chunk.lines = next().toLongLong();
    reading.chunkHash = next().toByteArray();
    reading.equalInBlock = next().toLongLong();
    reading.numberInBlock = next().toLongLong();
    return reading;
}

Result<ReadingOrigin> findReadingOrigin(const LoadedReading& reading, const CancelToken& cancel)
{
    const auto file = InputFile::open(reading.path);
    if (!file)
        return isFileGone(reading.path) ? fileGone(reading.path) : file.error();
    if (file->size() < reading.chunk.endByte)
        return fileChanged(reading);
    const auto chunk = readChunk(*file, reading.chunk, cancel);
    if (!chunk)
        return chunk.error();
    const std::string_view bytes(chunk->constData(), static_cast<std::size_t>(chunk->size()));
    if (contentHash(bytes) != reading.chunkHash)
        return fileChanged(reading);
    EqualLines equal;
    if (const auto found = equal.find(reading, bytes, cancel); !found)
        return found.error();
    if (equal.count() == 0)
        return lineNotFound(reading.path);

    ReadingOrigin origin;
    origin.path = reading.path;
    origin.loadId = reading.loadId;
    origin.loadedAt = reading.loadedAt;
    origin.equalLines = equal.count();
    // If all of them are in one block, they are complete and in the order of their lines.
    const bool isKnown = equal.count() == reading.equalInBlock;
    if (isKnown) {
        origin.equalNumber = reading.numberInBlock;
        origin.location = equal.numbered();
    } else {
        origin.equalNumber = equal.count() == 1 ? 1 : 0;
        origin.location = equal.first();
    }
    auto context = readLineContext(reading.path, origin.location);
    if (!context) {
        // It was unchanged a moment ago.
        return context.error().code == u"file"_s ? context.error() : fileChanged(reading);
    }
    origin.context = *std::move(context);
    return origin;
}

} // namespace faultline
