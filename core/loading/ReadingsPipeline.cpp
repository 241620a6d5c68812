// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/ReadingsPipeline.h"

#include "base/Scarcity.h"
#include "loading/ChunkLoader.h"
#include "loading/PlannedInput.h"
#include "loading/WholeFileHash.h"

#include <algorithm>
#include <system_error>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// A worker holds a raw chunk until it is stored, to parse it once more if that has to be tried
// again. Reading takes a fiftieth of that time, so that one more than there are workers is enough
// for the reader to be ahead.
constexpr int kSpareChunks = 1;

} // namespace

ReadingsPipeline::ReadingsPipeline(
    ConnectionSettings settings, LoadId load, const SensorEquipment& sensorEquipment,
    const LoadOptions& options, Recovery& recovery, LoadTracker& tracker, CancelToken cancel)
    : m_settings(std::move(settings))
    , m_load(load)
    , m_sensorEquipment(sensorEquipment)
    , m_options(options)
    , m_workers(options.workers)
    , m_recovery(recovery)
    , m_tracker(tracker)
    , m_cancel(std::move(cancel))
    , m_free(static_cast<std::size_t>(m_workers + kSpareChunks))
    , m_filled(static_cast<std::size_t>(m_workers + kSpareChunks))
{
    for (int i = 0; i < m_workers + kSpareChunks; ++i)
        m_free.push(std::make_unique<Work>());
}

ReadingsPipeline::Outcome ReadingsPipeline::run(const QList<PlannedFile>& files)
{
    const int count = usefulWorkers(files);
    std::vector<std::jthread> workers;
    const auto done = guarded([&]() -> Result<void> {
        startWorkers(count, workers);
        readFiles(files);
        return {};
    });
    if (!done)
        stop(done.error());
    m_filled.close();
    workers.clear(); // waits for them
    return m_outcome;
}

// Fewer than wished for are slower, and no more than that.
void ReadingsPipeline::startWorkers(int count, std::vector<std::jthread>& workers)
{
    workers.reserve(static_cast<std::size_t>(count));
    try {
        for (int i = 0; i < count; ++i)
            workers.emplace_back([this] { work(); });
    } catch (const std::system_error&) {
        if (workers.empty())
            throw;
    }
}

// No more than there are chunks: a connection for nothing costs as much as a small file.
int ReadingsPipeline::usefulWorkers(const QList<PlannedFile>& files) const
{
    constexpr qint64 kShortLineBytes = 64;
    const qint64 chunkBytes = std::min(m_options.chunkRows * kShortLineBytes, ChunkLimits{}.bytes);
    qint64 chunks = 0;
    for (const PlannedFile& file : files) {
        for (const ByteGap& gap : file.gaps)
            chunks += (gap.end - gap.begin) / chunkBytes + 1;
    }
    return static_cast<int>(std::clamp(chunks, qint64{1}, qint64{m_workers}));
}

void ReadingsPipeline::readFiles(const QList<PlannedFile>& files)
{
    for (const PlannedFile& file : files) {
        readFile(file);
        if (m_cancel.isCancelled()) {
            stop(UserMessage::cancelled());
            return;
        }
    }
}

void ReadingsPipeline::readFile(const PlannedFile& file)
{
    const auto input = openPlanned(file);
    if (!input) {
        failFile(file, input.error());
        return;
    }
    for (const ByteGap& gap : file.gaps) {
        if (!readGap(file, *input, gap))
            break;
    }
}

// False when nothing more of this file is to be read.
bool ReadingsPipeline::readGap(const PlannedFile& file, const InputFile& input, const ByteGap& gap)
{
    ChunkReader reader = faultline::readGap(file, input, gap, m_options, m_workers);
    WholeFileHash hash(file, input);
    for (;;) {
        auto work = m_free.pop();
        if (!work || m_cancel.isCancelled())
            return false;
        (*work)->file = &file;
        const auto more = reader.next((*work)->raw, m_cancel);
        if (!more) {
            if (more.error().code != kCancelledCode)
                failFile(file, more.error());
            m_free.push(*std::move(work));
            return false;
        }
        if (!*more) {
            m_free.push(*std::move(work));
            break;
        }
        hash.add((*work)->raw);
        if (!m_filled.push(*std::move(work)))
            return false;
    }
    const std::scoped_lock lock(m_outcomeMutex);
    if (reader.unfinishedBytes() > 0)
        m_outcome.unfinishedFiles.insert(file.place);
    if (const auto whole = hash.result())
        m_outcome.contentHashes.insert_or_assign(file.place, *whole);
    return true;
}

void ReadingsPipeline::work()
{
    if (const auto done = guarded([this] { return workThrough(); }); !done)
        stop(done.error());
}

Result<void> ReadingsPipeline::workThrough()
{
    ChunkLoader loader(m_settings, m_load, m_sensorEquipment, m_recovery, m_cancel);
    while (auto work = m_filled.pop()) {
        if (m_cancel.isCancelled())
            return UserMessage::cancelled();
        const PlannedFile& file = *(*work)->file;
        m_tracker.noteLoading(file.place);
        const auto report = [this, &file](const ParsedChunk& part, ChunkWriter::Outcome outcome) {
            noteStored(file, part, outcome);
        };
        if (const auto loaded = loader.load(file.id, (*work)->raw, report); !loaded)
            return loaded;
        m_free.push(*std::move(work));
        const RecordCounts all = m_tracker.workedRecords();
        if (m_options.rejectLimit.isExceeded(all.rejected, all.in, false))
            return m_options.rejectLimit.exceeded(all.rejected, all.in);
    }
    return {};
}

void ReadingsPipeline::noteStored(
    const PlannedFile& file, const ParsedChunk& part, ChunkWriter::Outcome outcome)
{
    const qint64 bytes = part.place.endByte - part.place.firstByte;
    if (outcome == ChunkWriter::Outcome::Stored) {
        m_tracker.addDone(file.place, bytes, part.records);
        return;
    }
    m_tracker.addKnown(file.place, bytes, part.records.in);
    const std::scoped_lock lock(m_outcomeMutex);
    m_outcome.metOtherProgram = true;
}

// Ends reading and the other workers; the first reason counts.
void ReadingsPipeline::stop(const UserMessage& failure)
{
    {
        const std::scoped_lock lock(m_outcomeMutex);
        if (!m_outcome.failure)
            m_outcome.failure = failure;
    }
    m_recovery.end();
    m_filled.discard();
    m_free.discard();
}

void ReadingsPipeline::failFile(const PlannedFile& file, const UserMessage& error)
{
    m_tracker.setState(file.place, FileState::Failed, error.toLine());
}

} // namespace faultline
