// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/RejectedLineQuery.h"

#include "base/Utf8.h"
#include "readings/RejectedLine.h"

#include <QVariant>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// The chunks that have lines of the filter, one row for each reason.
const QString kChunks = u" FROM faultline.rejected_reason n"
                        " JOIN faultline.load_chunk c ON c.chunk_id = n.chunk_id"
                        " JOIN faultline.source_file f ON f.file_id = c.file_id"
                        " WHERE (:reason::text IS NULL OR n.reason = :reason::text)"
                        " AND (:file::int IS NULL OR c.file_id = :file::int)"
                        " AND (:load::int IS NULL OR c.load_id = :load::int)"_s;

QVariantMap boundFilter(const RejectedLineFilter& filter)
{
    const auto number = [](const std::optional<qint32>& value) {
        return value ? QVariant(*value) : QVariant(QMetaType::fromType<int>());
    };
    return {
        {u"reason"_s, filter.reason.isEmpty() ? QVariant(QMetaType::fromType<QString>())
                                              : QVariant(filter.reason)},
        {u"file"_s, number(filter.fileId)},
        {u"load"_s, number(filter.loadId)}};
}

} // namespace

LinePlace StoredRejectedLine::place() const
{
    return {key.lineNumber, key.byteOffset, lineBytes, columnNumber, raw, isRecord};
}

QString StoredRejectedLine::rawText() const
{
    return readableText({raw.constData(), static_cast<std::size_t>(raw.size())});
}

QString reasonNameOf(const QString& word)
{
    const auto reason = rejectReasonFromWord(word);
    return reason ? rejectReasonName(*reason) : word;
}

QString reasonTextOf(const QString& word)
{
    const auto reason = rejectReasonFromWord(word);
    return reason ? rejectReasonText(*reason) : word;
}

Result<QList<StoredRejectedLine>> fetchRejectedLines(
    SqlSession& session, const RejectedLineFilter& filter,
    const std::optional<RejectedLineKey>& after, int limit)
{
    const RejectedLineKey from = after.value_or(RejectedLineKey{-1, -1, -1});
    QVariantMap values = boundFilter(filter);
    values.insert(u"chunk"_s, from.chunkId);
    values.insert(u"line"_s, from.lineNumber);
    values.insert(u"byte"_s, from.byteOffset);
    values.insert(u"most"_s, limit);
    // Chunk after chunk, and of none more than a page: a chunk may be all rejected lines, and a
    // reason may have few of millions.
    auto query = session.execute(
        u"SELECT r.chunk_id, r.line_number, r.byte_offset, n.load_id, n.path, r.column_number,"
        " r.line_bytes, r.reason, r.raw, n.role = 'equipment_list'"
        " FROM (SELECT DISTINCT c.chunk_id, c.load_id, f.path, f.role"_s
            + kChunks
            + u" AND n.chunk_id >= :chunk::int ORDER BY c.chunk_id) n"
              " CROSS JOIN LATERAL ("
              "  SELECT * FROM faultline.rejected_line l"
              "  WHERE l.chunk_id = n.chunk_id"
              "  AND (l.chunk_id, l.line_number, l.byte_offset)"
              "   > (:chunk::int, :line::bigint, :byte::bigint)"
              "  AND (:reason::text IS NULL OR l.reason = :reason::text)"
              "  ORDER BY l.line_number, l.byte_offset LIMIT :most::int) r"
              " ORDER BY r.chunk_id, r.line_number, r.byte_offset LIMIT :most::int"_s,
        values);
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
        line.isRecord = query->value(9).toBool();
        lines << line;
    }
    return lines;
}

Result<RejectedCounts> countRejectedLines(SqlSession& session, const RejectedLineFilter& filter)
{
    const QVariantMap values = boundFilter(filter);
    RejectedCounts counts;
    auto reasons = session.execute(
        u"SELECT n.reason, sum(n.lines)::bigint, count(DISTINCT c.file_id)"_s + kChunks
            + u" GROUP BY n.reason ORDER BY 2 DESC, 1"_s,
        values);
    if (!reasons)
        return reasons.error();
    while (reasons->next()) {
        const qint64 lines = reasons->value(1).toLongLong();
        counts.reasons << RejectedReasonCount{
            reasons->value(0).toString(), lines, reasons->value(2).toLongLong()};
        counts.lines += lines;
    }
    auto files = session.execute(
        u"SELECT c.file_id, f.path, sum(n.lines)::bigint"_s + kChunks
            + u" GROUP BY c.file_id, f.path ORDER BY 3 DESC, 2, 1"_s,
        values);
    if (!files)
        return files.error();
    while (files->next()) {
        counts.files << RejectedFileCount{
            files->value(0).toInt(), files->value(1).toString(), files->value(2).toLongLong()};
    }
    return counts;
}

} // namespace faultline
