// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Ids.h"
#include "base/Result.h"
#include "database/settings/ConnectionSettings.h"
#include "loading/chunks/ChunkParser.h"
#include "loading/chunks/ChunkWriter.h"
#include "loading/recovery/LoadLink.h"
#include "loading/summaries/SensorMap.h"

#include <functional>
#include <span>
#include <vector>

namespace faultline {

/// A chunk of one of the files of a load.
struct FileChunk
{
    FileId file{};
    qsizetype fileIndex = 0; ///< Of the file in the data folder.
    RawChunk raw;
};

/// With more values refused it is not the values: somebody has changed the type of a column. A
/// constraint may refuse as many rows as it likes: whoever put it there wants that.
inline constexpr int kMaxValuesRefused = 100;

/// Parses chunks and stores them. One for each worker thread, with a connection of its own.
class ChunkLoader
{
public:
    /// References must outlive it.
    ChunkLoader(
        const ConnectionSettings& settings, LoadId load, const SensorMap& sensorMap,
        Recovery& recovery, const CancelToken& cancel);

    /// Told of what was stored, or found in the journal, of the file at `fileIndex`: all of a
    /// chunk, or each of its parts.
    using Report = std::function<void(
        qsizetype fileIndex, const ParsedChunk& part, ChunkWriter::Outcome outcome)>;

    /// Stores the chunks in one transaction, however often that has to be tried. When bytes of some
    /// are in the journal already, or hold a value that the database doesn't take or a row that a
    /// constraint of somebody's own refuses, they are stored in halves, and in halves of these,
    /// until that chunk is found; it is passed by, or cut into halves itself until the line is
    /// found: that one is rejected.
    Result<void> load(std::span<const FileChunk> chunks, const Report& report);

private:
    enum class As { Readings, RejectedLine };
    Result<ChunkWriter::Outcome> store(std::span<const FileChunk> chunks, As as);
    Result<void> parse(
        std::span<const FileChunk> chunks, const std::vector<ChunkId>& ids, As as,
        Connection& connection);
    Result<void> loadHalves(std::span<const FileChunk> chunks, const Report& report);
    Result<void> refuse(const FileChunk& chunk, const UserMessage& failure, const Report& report);
    void reportAll(
        std::span<const FileChunk> chunks, ChunkWriter::Outcome outcome,
        const Report& report) const;

    Recovery& m_recovery;
    LoadLink m_link;
    ChunkParser m_parser;
    ChunkWriter m_writer;
    ParsedBatch m_batch;
    int m_valuesRefused = 0;
};

} // namespace faultline
