// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/DryRun.h"

#include "loading/chunks/ChunkParser.h"
#include "loading/planning/PlannedInput.h"
#include "sources/input/ArchivePass.h"
#include "sources/lists/EquipmentListParser.h"
#include "sources/lists/SensorMapParser.h"

#include <QCoreApplication>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

template<typename Record>
ListSink<Record> countingSink()
{
    return {
        [](const Record&) { return Result<void>(); },
        [](const RejectedLine&) { return Result<void>(); }};
}

Result<void> readList(
    const InputFile& input, const SourceFile& source, qsizetype fileIndex, const LocalTime& zone,
    LoadTracker& tracker, const CancelToken& cancel)
{
    const auto counts =
        source.role == SourceRole::SensorMap
            ? parseSensorMap(
                input, source.dataBegin, zone, countingSink<SensorMapEntry>(), cancel,
                source.format.times)
            : parseEquipmentList(input, source.dataBegin, countingSink<Equipment>(), cancel);
    if (!counts)
        return counts.error();
    RecordCounts records;
    records.in = counts->records + counts->blank;
    records.loaded = counts->records - counts->rejected;
    records.rejected = counts->rejected;
    records.blank = counts->blank;
    tracker.addDone(fileIndex, input.size(), records);
    return {};
}

// Returns whether a last line without line end was left.
Result<bool> readReadings(
    const InputFile& input, const SourceFile& source, qsizetype fileIndex, const LocalTime& zone,
    const LoadOptions& options, LoadTracker& tracker, const CancelToken& cancel)
{
    ChunkLimits limits;
    limits.rows = rowsPerChunk(options, source.format);
    ChunkReader reader(
        input, source.dataBegin, input.size(), source.firstLine, options.isFinal, limits,
        source.format.cutter());
    const SummaryRules rules(PlantId{}, SensorMap(), zone);
    ChunkParser parser(SeverityCodes::detached());
    if (const auto chosen = parser.usePlant(rules, nullptr); !chosen)
        return chosen.error();
    parser.useFormat(source.format);
    RawChunk raw;
    ParsedBatch batch;
    for (;;) {
        if (cancel.isCancelled())
            return UserMessage::cancelled();
        const auto more = reader.next(raw, cancel);
        if (!more)
            return more.error();
        if (!*more)
            return reader.unfinishedBytes() > 0;
        batch.clear();
        if (const auto done = parser.parse(raw, FileId{}, ChunkId{}, batch, nullptr); !done)
            return done.error();
        tracker.addDone(fileIndex, raw.endByte - raw.firstByte, batch.chunks.front().records);
    }
}

// The database isn't asked, so the plant and its zone are unknown.
Result<LocalTime> zoneOf(const LoadOptions& options)
{
    return options.plant.timeZone.isEmpty() ? LocalTime::utc()
                                            : LocalTime::fromName(options.plant.timeZone);
}

} // namespace

Result<bool> dryRun(
    const DataFolder& folder, const LoadOptions& options, LoadTracker& tracker,
    const CancelToken& cancel)
{
    const auto zone = zoneOf(options);
    if (!zone)
        return zone.error();
    const ArchivePass pass;
    bool unfinished = false;
    for (qsizetype fileIndex = 0; fileIndex < folder.files.size(); ++fileIndex) {
        const SourceFile& source = folder.files.at(fileIndex);
        if (!source.role)
            continue;
        tracker.setState(fileIndex, FileState::Loading);
        std::optional<UserMessage> failure;
        const auto input = InputFile::open(source.input);
        const auto measured = input ? input->measure(cancel) : Result<void>(input.error());
        if (measured)
            tracker.setBytes(fileIndex, input->size());
        if (!measured) {
            failure = measured.error();
        } else if (source.role == SourceRole::Readings) {
            const auto left =
                readReadings(*input, source, fileIndex, *zone, options, tracker, cancel);
            if (left)
                unfinished = unfinished || *left;
            else
                failure = left.error();
        } else if (const auto read = readList(*input, source, fileIndex, *zone, tracker, cancel);
                   !read) {
            failure = read.error();
        }
        if (input && !failure)
            failure = input->damage();
        if (failure && failure->code == kCancelledCode)
            return *failure;
        if (failure)
            tracker.setState(fileIndex, FileState::Failed, failure->toLine());
        else
            tracker.setState(fileIndex, FileState::Loaded);
    }
    return unfinished;
}

Result<QList<std::pair<QString, FilePreview>>>
previewFiles(const DataFolder& folder, const LoadOptions& options, const CancelToken& cancel)
{
    constexpr qsizetype kMaxFiles = 100;
    constexpr int kRows = 5;
    const auto zone = zoneOf(options);
    if (!zone)
        return zone.error();
    const ArchivePass pass;
    QList<std::pair<QString, FilePreview>> previews;
    for (const SourceFile& file : folder.files) {
        if (previews.size() == kMaxFiles)
            break;
        const auto preview = previewFile(file, {*zone, kRows, kRows}, cancel);
        if (preview)
            previews.emplaceBack(file.relativePath, *preview);
        else if (preview.error().code == kCancelledCode)
            return preview.error();
    }
    return previews;
}

} // namespace faultline
