// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/chunks/ReadingOrigin.h"

#include "database/connection/HstoreText.h"
#include "sources/input/ArchivePass.h"
#include "sources/input/ContentHash.h"
#include "sources/input/InputFile.h"

#include <QCoreApplication>
#include <QVariant>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr qint64 kReadBytes = qint64{1024} * 1024;
const QString kChunk =
    u"SELECT (extract(epoch FROM :occurred_at::timestamptz - timestamptz '2000-01-01 00:00:00+00')"
    "  * 1000000)::bigint,"
    " f.path, f.encoding, f.superseded, c.load_id, l.started_at, c.first_byte, c.end_byte,"
    " c.first_line, c.lines, c.content_hash, coalesce(f.time_zone, p.time_zone), f.date_order,"
    " f.table_format::text, f.log_layout,"
    " d.failure_mode, d.cause, (extract(epoch FROM d.ended_at) * 1000000)::bigint,"
    " d.duration_seconds, d.planned"
    " FROM faultline.load_chunk c"
    " JOIN faultline.load_run l ON l.load_id = c.load_id"
    " JOIN faultline.source_file f ON f.file_id = c.file_id"
    " JOIN faultline.plant p ON p.plant_id = f.plant_id"
    " LEFT JOIN faultline.failure_detail d ON d.reading_id = :reading::bigint"
    " WHERE c.chunk_id = :chunk::int"_s;

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

UserMessage lineDiffers(const QString& path)
{
    return UserMessage::warning(Text::tr("The line in the file doesn't match this reading"))
        .because(Text::tr(
            "The file is unchanged since it was loaded. Another version of the program may have "
            "read it differently, or someone has changed the reading in the database."))
        .at(path)
        .withRemedy(Text::tr("Undo the load on the Loads page and load the folder again."))
        .withCode(u"line-differs"_s);
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

bool isSameMeasurement(double parsed, const QString& stored)
{
    return stored.isNull() ? std::isnan(parsed) : parsed == stored.toDouble();
}

bool isGivenBy(const LoadedReading& wanted, const Reading& reading)
{
    return reading.occurredAt == wanted.occurredAt
           && sensorIdOf(reading) == wanted.row.sensor.toStdString()
           && reading.severity == wanted.row.severity.toStdString()
           && isSameMeasurement(reading.temperature, wanted.row.temperature)
           && isSameMeasurement(reading.vibration, wanted.row.vibration)
           && hstoreText(reading.extras) == wanted.row.extra.toStdString();
}

// Where a record of these bytes is, counted from 0; nothing if there are too few.
std::optional<LineLocation>
recordAt(std::string_view bytes, const LoadedReading& reading, qint64 number)
{
    RecordCutter cutter = reading.format.cutter();
    const auto before = cutter.cut(bytes, static_cast<std::size_t>(number), true);
    bytes.remove_prefix(before.bytes);
    const auto found = cutter.cut(bytes, 1, true);
    if (before.records != static_cast<std::size_t>(number) || found.records != 1)
        return {};
    std::string_view record = cutter.contentOf(bytes.substr(0, found.bytes));
    if (record.ends_with('\r'))
        record.remove_suffix(1);
    LineLocation location;
    location.lineNumber = reading.chunk.firstLine + static_cast<qint64>(before.lineFeeds);
    location.byteOffset = reading.chunk.firstByte + static_cast<qint64>(before.bytes);
    location.lineBytes = static_cast<qint64>(record.size());
    location.raw = QByteArray(record.data(), static_cast<qsizetype>(record.size()));
    location.isRecord = reading.format.isTable();
    return location;
}

bool isGivenBy(const LoadedReading& wanted, RecordParser& parser, const LineLocation& location)
{
    ParsedRecord record;
    parser.parse({location.raw.constData(), static_cast<std::size_t>(location.raw.size())}, record);
    const qint64 slot = positionOf(wanted.row.id) % parser.slots();
    return record.outcome == ParsedRecord::Outcome::Readings
           && std::any_of(
               record.readings.begin(), record.readings.end(), [&](const RecordReading& reading) {
                   return reading.slot == slot && isGivenBy(wanted, reading);
               });
}

} // namespace

Result<LoadedReading> fetchLoadedReading(SqlSession& session, const ReadingRow& row)
{
    auto query = session.execute(
        kChunk, {{u"chunk"_s, toInt(chunkOf(row.id))},
                 {u"reading"_s, toInt(row.id)},
                 {u"occurred_at"_s, row.occurredAt}});
    if (!query)
        return query.error();
    if (!query->next())
        return readingGone();
    int column = 0;
    const auto next = [&] { return query->value(column++); };
    LoadedReading reading;
    reading.row = row;
    reading.occurredAt = next().toLongLong();
    reading.path = next().toString();
    reading.encoding = next().toString();
    reading.isOfEarlierFile = next().toBool();
    reading.loadId = next().toInt();
    reading.loadedAt = next().toDateTime().toUTC();
    reading.chunk.firstByte = next().toLongLong();
    reading.chunk.endByte = next().toLongLong();
    reading.chunk.firstLine = next().toLongLong();
    reading.chunk.lines = next().toLongLong();
    reading.chunkHash = next().toByteArray();
    reading.timeZone = next().toString();
    reading.format.times.order =
        dateOrderFromWord(next().toString()).value_or(TimeFormat::DateOrder::Unknown);
    auto table = tableFromStored(next().toString().toUtf8());
    if (!table)
        return table.error();
    reading.format.table = *std::move(table);
    const auto layout = layoutFromStored(next().toString());
    if (!layout)
        return layout.error();
    reading.format.layout = *layout;
    const auto zone = LocalTime::fromNameOrOffset(reading.timeZone);
    if (!zone)
        return zone.error();
    reading.failure.mode = next().toString();
    reading.failure.cause = next().toString();
    if (const QVariant endedAt = next(); !endedAt.isNull())
        reading.failure.endedAt = ZonedTime::in(*zone, Instant{endedAt.toLongLong()});
    if (const QVariant seconds = next(); !seconds.isNull())
        reading.failure.seconds = seconds.toDouble();
    if (const QVariant planned = next(); !planned.isNull())
        reading.failure.isPlanned = planned.toBool();
    return reading;
}

Result<ReadingOrigin> findReadingOrigin(const LoadedReading& reading, const CancelToken& cancel)
{
    const InputName name = InputName::fromStored(reading.path, reading.encoding);
    const ArchivePass pass;
    const auto file = InputFile::open(name);
    if (!file)
        return isFileGone(name, file.error()) ? fileGone(reading.path) : file.error();
    const auto chunk = readChunk(*file, reading.chunk, cancel);
    if (!chunk)
        return chunk.error().code == u"file-shrank"_s ? fileChanged(reading) : chunk.error();
    const std::string_view bytes(chunk->constData(), static_cast<std::size_t>(chunk->size()));
    if (contentHash(bytes) != reading.chunkHash)
        return fileChanged(reading);
    const auto location =
        recordAt(bytes, reading, positionOf(reading.row.id) / reading.format.slots());
    if (!location)
        return lineDiffers(reading.path);
    const auto zone = LocalTime::fromNameOrOffset(reading.timeZone);
    if (!zone)
        return zone.error();
    if (!isGivenBy(reading, *makeRecordParser(reading.format, *zone), *location))
        return lineDiffers(reading.path);

    ReadingOrigin origin;
    origin.path = reading.path;
    origin.loadId = reading.loadId;
    origin.loadedAt = reading.loadedAt;
    origin.location = *location;
    auto context = readLineContext(name, origin.location);
    if (!context) {
        // It was unchanged a moment ago.
        return context.error().code == u"file"_s ? context.error() : fileChanged(reading);
    }
    origin.context = *std::move(context);
    return origin;
}

} // namespace faultline
