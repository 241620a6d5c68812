// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "base/Result.h"
#include "database/connection/Connection.h"
#include "loading/chunks/ParsedChunk.h"

#include <deque>
#include <vector>

namespace faultline {

/// Stores batches of chunks, each batch in a transaction of its own that holds the journal's rows,
/// the readings, the rejected lines and the summary: all of it or nothing. One for each worker
/// thread.
class ChunkWriter
{
public:
    explicit ChunkWriter(LoadId load)
        : m_load(load)
    {}

    /// Ids for the next chunks: rows carry them, so they are needed before these are made.
    Result<std::vector<ChunkId>> reserveIds(Connection& connection, std::size_t count);

    enum class Outcome { Stored, LoadedByOther };
    /// Stores the batch unless some of its bytes are in the journal already, perhaps put there by
    /// another program that this call has then waited for. After a failure nothing of it is
    /// stored, except that a link lost during COMMIT leaves that open: the same call with the same
    /// chunks, on another connection, then finds them stored or stores them. `batch` is used up,
    /// but for the list of its chunks.
    Result<Outcome> store(Connection& connection, ParsedBatch& batch);

    /// The same within the transaction of the caller, who ends it.
    Result<Outcome> storeWithin(Connection& connection, ParsedBatch& batch) const;

private:
    Result<bool> addToJournal(Connection& connection, const ParsedBatch& batch) const;
    Result<Outcome> findOwner(Connection& connection, const ParsedBatch& batch) const;

    LoadId m_load;
    std::deque<ChunkId> m_reserved;
};

} // namespace faultline
