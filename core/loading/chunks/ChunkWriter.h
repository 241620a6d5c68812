// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "base/Result.h"
#include "database/connection/Connection.h"
#include "loading/chunks/ParsedChunk.h"

#include <vector>

namespace faultline {

/// Stores batches of chunks of a plant, each in its own transaction with the journal's rows, the
/// readings and the rejected lines: all or nothing. One per worker thread.
class ChunkWriter
{
public:
    explicit ChunkWriter(LoadId load)
        : m_load(load)
    {}

    /// Ids for the next chunks, needed before the rows that contain them. No more than these are
    /// reserved, so that chunks of several workers are numbered about as they were read: readings
    /// are listed in the order of their ids.
    static Result<std::vector<ChunkId>> reserveIds(Connection& connection, std::size_t count);

    enum class Outcome {
        Stored,
        LoadedByOther, ///< Some of its bytes are in the journal.
        LostTurn,      ///< It is no longer the load's turn (PlantTurn.h).
        HeldBack,      ///< Only of ChunkLoader: its lines must be compared first.
    };
    /// Stores the batch unless some of its bytes are already in the journal, perhaps stored by
    /// another program for which this call has waited. After a failure nothing of it is stored.
    /// Only if the link is lost during COMMIT is that unknown: repeating the call with the same
    /// chunks on another connection then finds them stored or stores them. `batch` is consumed,
    /// except for its list of chunks.
    Result<Outcome> store(Connection& connection, PlantId plant, ParsedBatch& batch);

private:
    Result<Outcome> storeWithin(Connection& connection, PlantId plant, ParsedBatch& batch) const;
    Result<bool>
    addToJournal(Connection& connection, PlantId plant, const ParsedBatch& batch) const;
    Result<Outcome>
    findOwner(Connection& connection, PlantId plant, const ParsedBatch& batch) const;

    LoadId m_load;
};

} // namespace faultline
