// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "base/Result.h"
#include "database/connection/SqlSession.h"

#include <QList>

#include <limits>
#include <optional>

namespace faultline {

/// Readings from an id to before another.
struct ReadingRange
{
    ReadingId first{};
    ReadingId past = static_cast<ReadingId>(std::numeric_limits<qint64>::max());
};

/// Cuts readings in the order of loading into steps of about equal length, by the positions
/// that the journal has of each chunk. Part of ReadingScan.
class ReadingSteps
{
public:
    /// From the start of the range, or descending from its end. Knows at most `chunks` chunks.
    static Result<ReadingSteps>
    fetch(SqlSession& session, const ReadingRange& range, bool descending, int chunks);

    /// The edge that is so many positions further: steps end before it, descending they begin
    /// there. None behind the last one.
    std::optional<ReadingId> next(qint64 positions);
    /// There are more chunks than were fetched, and the last edge is behind those.
    bool isExhausted() const { return m_hasMore && m_chunks.isEmpty(); }

private:
    struct Chunk
    {
        ChunkId id{};
        qint64 first = 0; ///< Positions [first, past) are ahead.
        qint64 past = 0;
    };

    QList<Chunk> m_chunks; ///< Those ahead, the next one last.
    bool m_descending = false;
    bool m_hasMore = false;
};

} // namespace faultline
