// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "base/Result.h"
#include "database/Connection.h"
#include "loading/ParsedChunk.h"

#include <deque>

namespace faultline {

/// Stores chunks, each in a transaction of its own that holds the journal row, the readings, the
/// rejected lines and the summary: all of it or nothing. One for each worker thread.
class ChunkWriter
{
public:
    explicit ChunkWriter(LoadId load)
        : m_load(load)
    {}

    /// An id for the next chunk: rows carry it, so it is needed before they are made.
    Result<ChunkId> reserveId(Connection& connection);

    enum class Outcome { Stored, LoadedByOther };
    /// Stores the chunk unless some of its bytes are in the journal already, perhaps put there by
    /// another program that this call has then waited for. After a failure nothing of the chunk is
    /// stored, except that a link lost during COMMIT leaves that open: the same call with the same
    /// chunk, on another connection, then finds it stored or stores it. `parsed` is used up.
    Result<Outcome> store(Connection& connection, FileId file, ParsedChunk& parsed);

    /// The same within the transaction of the caller, who ends it.
    Result<Outcome> storeWithin(Connection& connection, FileId file, ParsedChunk& parsed) const;

private:
    Result<bool> addToJournal(Connection& connection, FileId file, const ParsedChunk& parsed) const;
    Result<Outcome> whoseIsIt(Connection& connection, const ParsedChunk& parsed) const;

    LoadId m_load;
    std::deque<ChunkId> m_reserved;
};

} // namespace faultline
