// SPDX-License-Identifier: GPL-3.0-or-later
// Splits and parses a readings file like a load, including COPY rows and summaries, but without a
// database and on one thread: the cost of the client itself. Under callgrind it gives instructions.
//   bench_parse LOG SENSOR_MAP
#include "loading/chunks/ChunkParser.h"
#include "readings/SourceId.h"
#include "sources/input/ChunkReader.h"
#include "sources/lists/SensorMapParser.h"

#include <QElapsedTimer>
#include <QFile>

#include <cstdio>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

// Of the sensors that `names` knows.
Result<SensorMap> readMap(const QString& path, const ChunkParser& names)
{
    const auto file = InputFile::open(path);
    if (!file)
        return file.error();
    QHash<qint32, qint32> map;
    const ListSink<SensorMapEntry> sink{
        [&](const SensorMapEntry& entry) {
            Reading reading;
            reading.sensorTag = {
                entry.sensorId.constData(), static_cast<std::size_t>(entry.sensorId.size())};
            reading.sensorNumber = numberOfId(reading.sensorTag);
            const qint32 key = names.sensorKeyOf(reading);
            if (key != SensorKeys::kUnknown)
                map.insert(key, entry.equipmentId.toInt());
            return Result<void>();
        },
        [](const RejectedLine&) { return Result<void>(); }};
    if (const auto counts = parseSensorMap(*file, 0, LocalTime::utc(), sink, CancelToken());
        !counts)
        return counts.error();
    return SensorMap::fromMap(1, map);
}

Result<void> run(const QString& log, const QString& mapPath)
{
    const auto file = InputFile::open(log);
    if (!file)
        return file.error();
    RawChunk raw;
    // The keys that sensors of the first chunk get; the parser below gives them the same ones.
    const SensorMap noMap;
    const PlantZones zones{{PlantId{}, LocalTime::utc()}};
    ChunkParser names(noMap, zones, SeverityCodes::detached());
    static_cast<void>(names.usePlant(PlantId{}, nullptr));
    ChunkReader first(*file, 0, file->size(), 1, true, ChunkLimits{});
    if (const auto read = first.next(raw); !read)
        return read.error();
    static_cast<void>(names.registerNames(raw.bytes.view(), nullptr));
    const auto map = readMap(mapPath, names);
    if (!map)
        return map.error();
    ChunkReader reader(*file, 0, file->size(), 1, true, ChunkLimits{});
    ChunkParser parser(*map, zones, SeverityCodes::detached());
    if (const auto chosen = parser.usePlant(PlantId{}, nullptr); !chosen)
        return chosen.error();
    ParsedBatch parsed;
    CopyBuffer summaries;
    RecordCounts total;
    std::size_t copyBytes = 0;
    std::size_t cells = 0;
    std::size_t events = 0;
    QElapsedTimer clock;
    clock.start();
    for (;;) {
        const auto more = reader.next(raw);
        if (!more)
            return more.error();
        if (!*more)
            break;
        parsed.clear();
        if (const auto done = parser.parse(raw, FileId{1}, ChunkId{1}, parsed, nullptr); !done)
            return done.error();
        total += parsed.chunks.front().records;
        copyBytes += parsed.readings.byteCount();
        summaries.clear();
        parsed.summary.addRows(LoadId{1}, ChunkId{1}, parsed.mapVersion, summaries);
        cells += parsed.summary.cellCount();
        events += parsed.summary.eventCount();
    }
    const double seconds = static_cast<double>(clock.nsecsElapsed()) / 1e9;
    std::printf(
        "%lld lines, %lld readings, %lld rejected; %zu bytes of COPY, %zu summary cells, %zu "
        "events\n"
        "%.3f s, %.0f readings/s\n",
        static_cast<long long>(total.in), static_cast<long long>(total.loaded),
        static_cast<long long>(total.rejected), copyBytes, cells, events, seconds,
        static_cast<double>(total.loaded) / seconds);
    return {};
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 3) {
        std::fputs("usage: bench_parse LOG SENSOR_MAP\n", stderr);
        return 2;
    }
    const auto result = run(QFile::decodeName(argv[1]), QFile::decodeName(argv[2]));
    if (!result) {
        std::fprintf(stderr, "%s\n", qPrintable(result.error().toText()));
        return 1;
    }
    return 0;
}
