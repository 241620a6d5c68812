// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/chunks/ReadingsPipeline.h"

#include "base/Scarcity.h"
#include "loading/planning/PlannedInput.h"
#include "loading/planning/WholeFileHash.h"

#include <QCoreApplication>

#include <algorithm>
#include <system_error>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// A worker holds its raw chunks until they are stored, to parse them again for a retry. Reading
// takes a fiftieth of that time, so one batch more than there are workers keeps the reader ahead.
constexpr int kSpareBatches = 1;

// A transaction costs about as much as storing some hundred lines: a few percent of this much. With
// more, other workers, and a cancel, would only wait longer at the end.
constexpr qint64 kBatchBytes = qint64{1024} * 1024;
// Each chunk has a row in the journal, which takes as long as a hundred readings.
constexpr std::size_t kMaxChunks = 2'000;
// Smaller files share a transaction.
constexpr qint64 kSmallBytes = kBatchBytes / 4;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ReadingsPipeline)
};

UserMessage rewritten(const PlannedFile& file)
{
    return UserMessage::error(Text::tr("The file changed while it was loaded"))
        .because(Text::tr("Its lines are no longer those that were compared with the database."))
        .at(file.source->path)
        .withRemedy(Text::tr("Load again to load what is missing."))
        .withCode(u"file-rewritten"_s);
}

qint64 bytesToRead(const PlannedFile& file)
{
    qint64 bytes = 0;
    for (const ByteGap& gap : file.gaps)
        bytes += gap.end - gap.begin;
    return bytes;
}

} // namespace

ReadingsPipeline::ReadingsPipeline(const LoadContext& context, LoadedExtents& extents)
    : m_context(context)
    , m_extents(extents)
    , m_workers(context.options.workers)
    , m_free(static_cast<std::size_t>(m_workers + kSpareBatches))
    , m_filled(static_cast<std::size_t>(m_workers + kSpareBatches))
{
    for (int i = 0; i < m_workers + kSpareBatches; ++i)
        m_free.push(std::make_unique<Batch>());
}

void ReadingsPipeline::Batch::clear()
{
    chunks.resize(std::min<std::size_t>(chunks.size(), 1));
    bytes = 0;
    records = 0;
}

ReadingsPipeline::Outcome ReadingsPipeline::run(const std::vector<PlannedFile*>& files)
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
    workers.clear(); // joins them
    return m_outcome;
}

bool ReadingsPipeline::isSmall(const PlannedFile& file)
{
    return bytesToRead(file) <= kSmallBytes;
}

// With fewer workers than requested, the load is only slower.
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

// At most one per transaction: an unused connection costs as much as a small file.
int ReadingsPipeline::usefulWorkers(const std::vector<PlannedFile*>& files) const
{
    constexpr qint64 kShortLineBytes = 64;
    const qint64 chunkBytes =
        std::min(m_context.options.chunkRows * kShortLineBytes, ChunkLimits{}.bytes);
    qint64 transactions = 0;
    qint64 smallBytes = 0;
    qint64 smallChunks = 0;
    for (const PlannedFile* file : files) {
        if (isSmall(*file)) {
            smallBytes += bytesToRead(*file);
            smallChunks += file->gaps.size();
            continue;
        }
        for (const ByteGap& gap : file->gaps)
            transactions += (gap.end - gap.begin) / chunkBytes + 1;
    }
    transactions += smallBytes / std::min(chunkBytes, kBatchBytes)
                    + smallChunks / static_cast<qint64>(kMaxChunks) + (smallChunks > 0 ? 1 : 0);
    return static_cast<int>(std::clamp(transactions, qint64{1}, qint64{m_workers}));
}

void ReadingsPipeline::readFiles(const std::vector<PlannedFile*>& files)
{
    for (PlannedFile* file : files) {
        readFile(*file);
        if (m_context.cancel.isCancelled()) {
            stop(UserMessage::cancelled());
            return;
        }
    }
    handOver();
}

void ReadingsPipeline::readFile(PlannedFile& file)
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

// False if no more of this file should be read.
bool ReadingsPipeline::readGap(PlannedFile& file, const InputFile& input, const ByteGap& gap)
{
    const bool small = isSmall(file);
    // Earlier small files get their own transaction.
    if (!mayShareBatch(file) && !handOver())
        return false;
    ChunkReader reader = faultline::readGap(file, input, gap, m_context.options, m_workers);
    WholeFileHash hash(file, input);
    for (;;) {
        FileChunk* const chunk = nextChunk(file);
        if (!chunk || m_context.cancel.isCancelled())
            return false;
        const auto more = reader.next(chunk->raw, m_context.cancel);
        if (!more) {
            if (more.error().code != kCancelledCode)
                failFile(file, more.error());
            return false;
        }
        if (!*more)
            break;
        if (file.skipped && !file.skipped->isSame(chunk->raw)) {
            failFile(file, rewritten(file));
            return false;
        }
        // All of the rest has to be compared, or much of it.
        if (isHeldBack(file))
            return false;
        hash.add(chunk->raw);
        if (!keepChunk(small))
            return false;
    }
    file.isUnfinished = file.isUnfinished || reader.unfinishedBytes() > 0;
    if (const auto whole = hash.result())
        file.contentHash = *whole;
    return true;
}

// Small files of a plant share a batch.
bool ReadingsPipeline::mayShareBatch(const PlannedFile& file) const
{
    return isSmall(file)
           && (!m_batch || m_chunksInBatch == 0 || m_batch->chunks.front().plant == file.plant);
}

// A slot for one more chunk; null when the load ends.
FileChunk* ReadingsPipeline::nextChunk(const PlannedFile& file)
{
    if (!m_batch) {
        auto free = m_free.pop();
        if (!free)
            return nullptr;
        m_batch = *std::move(free);
        m_batch->clear();
        m_chunksInBatch = 0;
    }
    if (m_batch->chunks.size() == m_chunksInBatch)
        m_batch->chunks.emplace_back();
    FileChunk& chunk = m_batch->chunks[m_chunksInBatch];
    chunk.plant = file.plant;
    chunk.file = file.id;
    chunk.fileIndex = file.fileIndex;
    chunk.skipped = file.skipped.get();
    chunk.format = file.format;
    return &chunk;
}

// Accepts the chunk that was read into nextChunk()'s slot. False when the load ends.
bool ReadingsPipeline::keepChunk(bool isSmall)
{
    const RawChunk& raw = m_batch->chunks[m_chunksInBatch].raw;
    ++m_chunksInBatch;
    m_batch->bytes += raw.endByte - raw.firstByte;
    m_batch->records += raw.records;
    const bool isFull = !isSmall || m_batch->bytes >= kBatchBytes
                        || m_batch->records >= m_context.options.chunkRows
                        || m_chunksInBatch >= kMaxChunks;
    return !isFull || handOver();
}

// Passes what was read to the workers. False when the load ends.
bool ReadingsPipeline::handOver()
{
    if (!m_batch || m_chunksInBatch == 0)
        return true;
    m_batch->chunks.resize(m_chunksInBatch);
    return m_filled.push(std::move(m_batch));
}

void ReadingsPipeline::work()
{
    if (const auto done = guarded([this] { return workThrough(); }); !done)
        stop(done.error());
}

Result<void> ReadingsPipeline::workThrough()
{
    ChunkLoader loader(m_context, m_extents);
    const auto report =
        [this](qsizetype fileIndex, const ParsedChunk& part, ChunkWriter::Outcome outcome) {
            noteStored(fileIndex, part, outcome);
        };
    while (auto batch = m_filled.pop()) {
        if (m_context.cancel.isCancelled())
            return UserMessage::cancelled();
        for (const FileChunk& chunk : (*batch)->chunks)
            m_context.tracker.noteLoading(chunk.fileIndex);
        const auto loaded = loader.load((*batch)->chunks, report);
        if (!loaded)
            return loaded.error();
        if (!*loaded) {
            stopForLostTurn();
            return {};
        }
        m_free.push(*std::move(batch));
        const RecordCounts all = m_context.tracker.newRecords();
        if (m_context.options.rejectLimit.isExceeded(all.rejected, all.in, false))
            return m_context.options.rejectLimit.exceeded(all.rejected, all.in);
    }
    return {};
}

void ReadingsPipeline::noteStored(
    qsizetype fileIndex, const ParsedChunk& part, ChunkWriter::Outcome outcome)
{
    const qint64 bytes = part.range.endByte - part.range.firstByte;
    if (outcome == ChunkWriter::Outcome::Stored) {
        m_context.tracker.addDone(fileIndex, bytes, part.records);
        return;
    }
    const std::scoped_lock lock(m_outcomeMutex);
    if (outcome == ChunkWriter::Outcome::HeldBack) {
        ++m_outcome.heldBack[fileIndex];
        return;
    }
    m_context.tracker.addKnown(fileIndex, bytes, part.records.in);
    m_outcome.metOtherProgram = true;
}

// Whether several chunks of the file were held back: reading on would be in vain.
bool ReadingsPipeline::isHeldBack(const PlannedFile& file)
{
    constexpr int kEnough = 2;
    const std::scoped_lock lock(m_outcomeMutex);
    const auto found = m_outcome.heldBack.find(file.fileIndex);
    return found != m_outcome.heldBack.end() && found->second >= kEnough;
}

// The load continues when it has the turn again.
void ReadingsPipeline::stopForLostTurn()
{
    {
        const std::scoped_lock lock(m_outcomeMutex);
        m_outcome.lostTurn = true;
    }
    m_filled.discard();
    m_free.discard();
}

// Stops the reader and the other workers; the first failure counts.
void ReadingsPipeline::stop(const UserMessage& failure)
{
    {
        const std::scoped_lock lock(m_outcomeMutex);
        if (!m_outcome.failure)
            m_outcome.failure = failure;
    }
    m_context.recovery.end();
    m_filled.discard();
    m_free.discard();
}

void ReadingsPipeline::failFile(const PlannedFile& file, const UserMessage& error)
{
    m_context.tracker.setState(file.fileIndex, FileState::Failed, error.toLine());
}

} // namespace faultline
