// SPDX-License-Identifier: GPL-3.0-or-later
// Splits and parses a readings file like a load, including COPY rows and summaries, but without a
// database and on one thread: the cost of the client itself. Under callgrind it gives instructions.
//   bench_parse LOG SENSOR_MAP
#include "loading/chunks/ChunkParser.h"
#include "loading/summaries/PendingSummary.h"
#include "readings/SourceId.h"
#include "sources/input/ChunkReader.h"
#include "sources/lists/SensorMapParser.h"

#include <QElapsedTimer>
#include <QFile>

#include <cstdio>
#include <utility>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

// Of the sensors that `names` knows.
Result<SensorMap> readMap(const QString& path, const ChunkParser& names)
{
    const auto file = InputFile::open(path);
    if (!file)
        return file.error();
    SensorMap map;
    const ListSink<SensorMapEntry> sink{
        [&](const SensorMapEntry& entry) {
            Reading reading;
            reading.sensorTag = {
                entry.sensorId.constData(), static_cast<std::size_t>(entry.sensorId.size())};
            reading.sensorNumber = numberOfId(reading.sensorTag);
            const qint32 key = names.sensorKeyOf(reading);
            if (key != SensorKeys::kUnknown)
                map.add(key, entry.equipmentId.toInt());
            return Result<void>();
        },
        [](const RejectedLine&) { return Result<void>(); }};
    if (const auto counts = parseSensorMap(*file, 0, LocalTime::utc(), sink, CancelToken());
        !counts)
        return counts.error();
    return map;
}

Result<void> run(const QString& log, const QString& mapPath)
{
    const auto file = InputFile::open(log);
    if (!file)
        return file.error();
    RawChunk raw;
    // Gives the sensors of the first chunk their keys; the parser below gives them the same ones.
    const SummaryRules noMap;
    ChunkParser names(SeverityCodes::detached());
    static_cast<void>(names.usePlant(noMap, nullptr));
    ChunkReader first(*file, 0, file->size(), 1, true, ChunkLimits{});
    if (const auto read = first.next(raw); !read)
        return read.error();
    ParsedBatch parsed;
    if (const auto done = names.parse(raw, FileId{1}, ChunkId{1}, parsed, nullptr); !done)
        return done.error();
    auto map = readMap(mapPath, names);
    if (!map)
        return map.error();
    ChunkReader reader(*file, 0, file->size(), 1, true, ChunkLimits{});
    const SummaryRules rules(PlantId{}, *std::move(map), LocalTime::utc());
    ChunkParser parser(SeverityCodes::detached());
    if (const auto chosen = parser.usePlant(rules, nullptr); !chosen)
        return chosen.error();
    PendingSummary pending;
    pending.useRules(rules);
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
        cells += parsed.summary.cells().size();
        events += parsed.summary.sortedEvents().size();
        pending.add(parsed.summary, parsed.ids());
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
