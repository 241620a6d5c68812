// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/BoundedQueue.h"
#include "base/CancelToken.h"
#include "base/Ids.h"
#include "database/ConnectionSettings.h"
#include "loading/ChunkWriter.h"
#include "loading/LoadOptions.h"
#include "loading/LoadPlan.h"
#include "loading/LoadTracker.h"
#include "loading/Recovery.h"
#include "loading/SensorEquipment.h"

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <vector>

namespace faultline {

/// Loads readings files: the calling thread cuts them into chunks, worker threads parse the chunks
/// and store them, each on a connection of its own. The raw chunks in flight are a fixed few, whose
/// memory goes round: that is what bounds memory, and what makes the reader wait for the server.
/// Where the system gives too little memory or no thread at all, that is its failure.
/// Used once.
class ReadingsPipeline
{
public:
    /// `options` must say how many workers. References must outlive it.
    ReadingsPipeline(
        ConnectionSettings settings, LoadId load, const SensorEquipment& sensorEquipment,
        const LoadOptions& options, Recovery& recovery, LoadTracker& tracker, CancelToken cancel);

    struct Outcome
    {
        std::optional<UserMessage> failure;  ///< Of the database; a cancel has its code.
        bool metOtherProgram = false;        ///< Chunks were in the journal when they were stored.
        std::set<qsizetype> unfinishedFiles; ///< Places of files whose last line was left alone.
        /// XXH3-128 of files that were read from the first byte to the last, by their place.
        std::map<qsizetype, QByteArray> contentHashes;
    };
    /// Returns when everything is stored, or the load has failed or was cancelled.
    Outcome run(const QList<PlannedFile>& files);

private:
    struct Work
    {
        const PlannedFile* file = nullptr;
        RawChunk raw;
    };
    using WorkPointer = std::unique_ptr<Work>;

    void startWorkers(int count, std::vector<std::jthread>& workers);
    int usefulWorkers(const QList<PlannedFile>& files) const;
    void readFiles(const QList<PlannedFile>& files);
    void readFile(const PlannedFile& file);
    bool readGap(const PlannedFile& file, const InputFile& input, const ByteGap& gap);
    void work();
    Result<void> workThrough();
    void noteStored(const PlannedFile& file, const ParsedChunk& part, ChunkWriter::Outcome outcome);
    void stop(const UserMessage& failure);
    void failFile(const PlannedFile& file, const UserMessage& error);

    const ConnectionSettings m_settings;
    const LoadId m_load;
    const SensorEquipment& m_sensorEquipment;
    const LoadOptions m_options;
    const int m_workers;
    Recovery& m_recovery;
    LoadTracker& m_tracker;
    const CancelToken m_cancel;
    BoundedQueue<WorkPointer> m_free;
    BoundedQueue<WorkPointer> m_filled;
    std::mutex m_outcomeMutex;
    Outcome m_outcome;
};

} // namespace faultline
