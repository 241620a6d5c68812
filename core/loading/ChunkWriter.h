// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Ids.h"
#include "base/Result.h"
#include "database/Connection.h"
#include "loading/ParsedChunk.h"

#include <deque>

namespace faultline {

/// Stores chunks, each in a transaction of its own that holds the journal row, the readings, the
/// rejected lines and the summary: all of it or nothing. One for each worker thread, on its
/// connection.
class ChunkWriter
{
public:
    ChunkWriter(Connection& connection, LoadId load, CancelToken cancel)
        : m_connection(connection)
        , m_load(load)
        , m_cancel(std::move(cancel))
    {}

    /// An id for the next chunk: rows carry it, so it is needed before they are made.
    Result<ChunkId> reserveId();

    enum class Outcome { Stored, LoadedByOther };
    /// Stores the chunk unless some of its bytes are in the journal already, perhaps put there by
    /// another program that this call has then waited for. Fails with the code "cancelled" when
    /// cancelled; then and after every other failure nothing of the chunk is stored, except that a
    /// link lost during COMMIT leaves that open: the journal tells.
    Result<Outcome> store(FileId file, ParsedChunk& parsed);

private:
    Result<Outcome> storeInTransaction(FileId file, ParsedChunk& parsed);
    Result<bool> addToJournal(FileId file, const ParsedChunk& parsed);

    Connection& m_connection;
    LoadId m_load;
    CancelToken m_cancel;
    std::deque<ChunkId> m_reserved;
};

} // namespace faultline
