// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "base/Result.h"
#include "loading/chunks/ChunkParser.h"
#include "loading/chunks/ChunkWriter.h"
#include "loading/comparison/LoadedExtents.h"
#include "loading/recovery/LoadContext.h"
#include "loading/recovery/LoadLink.h"

#include <functional>
#include <span>
#include <vector>

namespace faultline {

/// A chunk of one of the files of a load.
struct FileChunk
{
    PlantId plant{};
    FileId file{};
    qsizetype fileIndex = 0; ///< Index of the file in the data folder.
    /// What to skip; null: it wasn't compared with what other files have loaded.
    const SkippedLines* skipped = nullptr;
    SourceFormat format; ///< Of the file.
    RawChunk raw;
};

/// If the server refuses more values than this, the values aren't the cause: someone has changed a
/// column's type. A constraint may refuse any number of rows, because someone added it on purpose.
inline constexpr int kMaxValuesRefused = 100;

/// Parses chunks and stores them. One per worker thread, with its own connection.
class ChunkLoader
{
public:
    /// References must outlive it.
    ChunkLoader(const LoadContext& context, LoadedExtents& extents);

    /// Called with what was stored, found in the journal or held back, for a file: a complete
    /// chunk, or each of its parts.
    using Report = std::function<void(
        qsizetype fileIndex, const ParsedChunk& part, ChunkWriter::Outcome outcome)>;

    /// Stores the chunks, all of one plant, in one transaction, with retries. If some of their
    /// bytes are already in the journal, or contain a value that the database rejects or a row that
    /// violates a user's constraint, they are stored in halves until the chunk is found. It is then
    /// skipped, or itself halved until the line is found; that line is rejected. Chunks that may
    /// repeat readings of other files are held back. False if it is no longer the load's turn.
    Result<bool> load(std::span<const FileChunk> chunks, const Report& report);

private:
    enum class As { Readings, RejectedLine };
    Result<ChunkWriter::Outcome> store(std::span<const FileChunk> chunks, As as);
    Result<void> parse(
        std::span<const FileChunk> chunks, const std::vector<ChunkId>& ids, As as,
        Connection& connection);
    Result<bool> loadHalves(std::span<const FileChunk> chunks, const Report& report);
    Result<bool> refuse(const FileChunk& chunk, const UserMessage& failure, const Report& report);
    std::vector<bool> heldBack(std::span<const FileChunk> chunks) const;
    Result<bool> loadOthers(
        std::span<const FileChunk> chunks, const std::vector<bool>& held, const Report& report);
    void reportAll(
        std::span<const FileChunk> chunks, ChunkWriter::Outcome outcome,
        const Report& report) const;

    Recovery& m_recovery;
    PlantSummaries& m_summaries;
    LoadedExtents& m_extents;
    LoadLink m_link;
    ChunkParser m_parser;
    ChunkWriter m_writer;
    ParsedBatch m_batch;
    std::vector<bool> m_held; ///< Which chunks of m_batch, if any.
    int m_valuesRefused = 0;
};

} // namespace faultline
