// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/readings/ReadingSteps.h"

#include <QSqlQuery>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

Result<ReadingSteps>
ReadingSteps::fetch(SqlSession& session, const ReadingRange& range, bool descending, int chunks)
{
    const ReadingId start = descending ? range.past : range.first;
    auto query = session.execute(
        u"SELECT chunk_id, positions FROM faultline.load_chunk WHERE chunk_id "_s
            + (descending ? u"<= :start::int ORDER BY chunk_id DESC"_s
                          : u">= :start::int ORDER BY chunk_id"_s)
            + u" LIMIT :most::int"_s,
        {{u"start"_s, toInt(chunkOf(start))}, {u"most"_s, chunks}});
    if (!query)
        return query.error();
    ReadingSteps steps;
    steps.m_descending = descending;
    while (query->next()) {
        Chunk chunk{static_cast<ChunkId>(query->value(0).toInt()), 0, query->value(1).toLongLong()};
        if (chunk.id == chunkOf(range.first))
            chunk.first = std::min(positionOf(range.first), chunk.past);
        if (chunk.id == chunkOf(range.past))
            chunk.past = std::clamp(positionOf(range.past), chunk.first, chunk.past);
        steps.m_chunks << chunk;
    }
    steps.m_hasMore = steps.m_chunks.size() == chunks;
    std::reverse(steps.m_chunks.begin(), steps.m_chunks.end());
    return steps;
}

std::optional<ReadingId> ReadingSteps::next(qint64 positions)
{
    std::optional<ReadingId> edge;
    while (positions > 0 && !m_chunks.isEmpty()) {
        Chunk& chunk = m_chunks.last();
        const qint64 taken = std::min(positions, chunk.past - chunk.first);
        (m_descending ? chunk.past : chunk.first) += m_descending ? -taken : taken;
        edge = readingId(chunk.id, m_descending ? chunk.past : chunk.first);
        positions -= taken;
        if (chunk.first == chunk.past)
            m_chunks.removeLast();
    }
    // Behind the last chunk there may still be readings that the journal lacks.
    return m_chunks.isEmpty() && !m_hasMore ? std::nullopt : edge;
}

} // namespace faultline
