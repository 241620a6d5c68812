// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/RejectedLineQuery.h"

#include "sources/Utf8.h"

#include <QVariant>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

QString StoredRejectedLine::rawText() const
{
    return readableText({raw.constData(), static_cast<std::size_t>(raw.size())});
}

Result<QList<StoredRejectedLine>>
fetchRejectedLines(SqlSession& session, const std::optional<RejectedLineKey>& after, int limit)
{
    const RejectedLineKey from = after.value_or(RejectedLineKey{-1, -1, -1});
    auto query = session.execute(
        u"SELECT r.chunk_id, r.line_number, r.byte_offset, c.load_id, f.path, r.column_number,"
        " r.line_bytes, r.reason, r.raw"
        " FROM faultline.rejected_line r"
        " JOIN faultline.load_chunk c ON c.chunk_id = r.chunk_id"
        " JOIN faultline.source_file f ON f.file_id = c.file_id"
        " WHERE (r.chunk_id, r.line_number, r.byte_offset)"
        "  > (:chunk::int, :line::bigint, :byte::bigint)"
        " ORDER BY r.chunk_id, r.line_number, r.byte_offset LIMIT :most::int"_s,
        {{u"chunk"_s, from.chunkId},
         {u"line"_s, from.lineNumber},
         {u"byte"_s, from.byteOffset},
         {u"most"_s, limit}});
    if (!query)
        return query.error();
    QList<StoredRejectedLine> lines;
    while (query->next()) {
        StoredRejectedLine line;
        line.key.chunkId = query->value(0).toInt();
        line.key.lineNumber = query->value(1).toLongLong();
        line.key.byteOffset = query->value(2).toLongLong();
        line.loadId = query->value(3).toInt();
        line.path = query->value(4).toString();
        line.columnNumber = query->value(5).toInt();
        line.lineBytes = query->value(6).toLongLong();
        line.reason = query->value(7).toString();
        line.raw = query->value(8).toByteArray();
        lines << line;
    }
    return lines;
}

Result<qint64> countRejectedLines(SqlSession& session)
{
    auto query = session.execute(u"SELECT count(*) FROM faultline.rejected_line"_s);
    if (!query)
        return query.error();
    return query->next() ? query->value(0).toLongLong() : qint64{0};
}

} // namespace faultline
