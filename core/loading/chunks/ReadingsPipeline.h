// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/BoundedQueue.h"
#include "loading/chunks/ChunkLoader.h"
#include "loading/planning/LoadPlan.h"
#include "loading/recovery/LoadContext.h"

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace faultline {

/// Loads readings files: the calling thread cuts them into chunks; worker threads parse and store
/// the chunks, each on its own connection. A chunk of a large file has its own transaction; chunks
/// of many small files share one. A fixed number of batches circulates. This bounds memory, and
/// makes the reader wait for the server. It fails when the system has too little memory or can't
/// start any thread. Used once.
class ReadingsPipeline
{
public:
    /// References must outlive it.
    ReadingsPipeline(const LoadContext& context, LoadedExtents& extents);

    struct Outcome
    {
        std::optional<UserMessage> failure; ///< From the database; a cancel has its own code.
        bool metOtherProgram = false;       ///< Some chunks were already in the journal.
        bool lostTurn = false;              ///< It is no longer the load's turn (PlantTurn.h).
        /// Files, by index, with chunks that may repeat readings of others and were not stored, and
        /// how many.
        std::map<qsizetype, int> heldBack;
    };
    /// Returns when everything is stored, or when the load failed or was cancelled. Notes for each
    /// file whether its last line was left, and its hash if all of it was read.
    Outcome run(const std::vector<PlannedFile*>& files);

private:
    struct Batch
    {
        std::vector<FileChunk> chunks;
        qint64 bytes = 0;
        qint64 records = 0;

        /// Keeps the memory of one chunk, which may be large.
        void clear();
    };
    using BatchPointer = std::unique_ptr<Batch>;

    static bool isSmall(const PlannedFile& file);
    void startWorkers(int count, std::vector<std::jthread>& workers);
    int usefulWorkers(const std::vector<PlannedFile*>& files) const;
    void readFiles(const std::vector<PlannedFile*>& files);
    void readFile(PlannedFile& file);
    bool readGap(PlannedFile& file, const InputFile& input, const ByteGap& gap);
    bool mayShareBatch(const PlannedFile& file) const;
    FileChunk* nextChunk(const PlannedFile& file);
    bool keepChunk(bool isSmall);
    bool handOver();
    void work();
    Result<void> workThrough();
    void noteStored(qsizetype fileIndex, const ParsedChunk& part, ChunkWriter::Outcome outcome);
    bool isHeldBack(const PlannedFile& file);
    void stop(const UserMessage& failure);
    void stopForLostTurn();
    void failFile(const PlannedFile& file, const UserMessage& error);

    const LoadContext& m_context;
    LoadedExtents& m_extents;
    const int m_workers;
    BoundedQueue<BatchPointer> m_free;
    BoundedQueue<BatchPointer> m_filled;
    BatchPointer m_batch;            ///< The batch that the reader fills.
    std::size_t m_chunksInBatch = 0; ///< How many of its chunks are read.
    std::mutex m_outcomeMutex;
    Outcome m_outcome;
};

} // namespace faultline
