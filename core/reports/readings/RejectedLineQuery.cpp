// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/readings/RejectedLineQuery.h"

#include "base/Utf8.h"
#include "database/connection/ArrayText.h"
#include "readings/RejectedLine.h"

#include <QCoreApplication>
#include <QVariant>

#include <algorithm>
#include <limits>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(RejectedLineQuery)
};

// The chunks with lines that match the filter, one row for each reason.
const QString kChunks = u" FROM faultline.rejected_reason n"
                        " JOIN faultline.load_chunk c ON c.chunk_id = n.chunk_id"
                        " JOIN faultline.source_file f ON f.file_id = c.file_id"
                        " JOIN faultline.plant p ON p.plant_id = f.plant_id"
                        " WHERE (:reason::text IS NULL OR n.reason = :reason::text)"
                        " AND (:file::int IS NULL OR c.file_id = :file::int)"
                        " AND (:load::int IS NULL OR c.load_id = :load::int)"
                        " AND (:plants::text[] IS NULL OR p.name = ANY (:plants::text[]))"_s;

QVariant orNull(const QString& text)
{
    return text.isEmpty() ? QVariant(QMetaType::fromType<QString>()) : QVariant(text);
}

QVariantMap boundFilter(const RejectedLineFilter& filter)
{
    const auto number = [](const std::optional<qint32>& value) {
        return value ? QVariant(*value) : QVariant(QMetaType::fromType<int>());
    };
    return {
        {u"reason"_s, orNull(filter.reason)},
        {u"file"_s, number(filter.fileId)},
        {u"load"_s, number(filter.loadId)},
        {u"plants"_s, textsOrNull(filter.plants)}};
}

using ChunkLines = std::pair<qint32, qint64>;

// The chunks from `from` on with lines that match the filter, and their numbers.
Result<QList<ChunkLines>>
chunksOf(SqlSession& session, const RejectedLineFilter& filter, qint32 from, int limit)
{
    QVariantMap values = boundFilter(filter);
    values.insert(u"from"_s, from);
    // Each has at least one line, but the first may have been read completely.
    values.insert(u"most"_s, limit + 1);
    auto query = session.execute(
        u"SELECT n.chunk_id, sum(n.lines)::bigint"_s + kChunks
            + u" AND n.chunk_id >= :from::int GROUP BY n.chunk_id ORDER BY n.chunk_id"
              " LIMIT :most::int"_s,
        values);
    if (!query)
        return query.error();
    QList<ChunkLines> chunks;
    while (query->next())
        chunks.emplace_back(query->value(0).toInt(), query->value(1).toLongLong());
    return chunks;
}

// A part of the list.
struct Stretch
{
    RejectedLineKey after;
    qint32 lastChunk = 0;
    QString reason; ///< Or empty.
    int most = 0;
};

Result<void>
readLines(SqlSession& session, const Stretch& stretch, QList<StoredRejectedLine>& lines)
{
    // Reads the lines along their key first, then joins the rest: right after a load the server has
    // no statistics for the new rows, and would sort them all.
    auto query = session.execute(
        u"SELECT r.chunk_id, r.line_number, r.byte_offset, c.load_id, f.path, r.column_number,"
        " r.line_bytes, r.reason, r.raw, f.role <> 'readings' OR f.table_format IS NOT NULL, %1, "
        "f.encoding,"
        " coalesce(r.record_number, 0), coalesce(r.field, '')"
        " FROM (SELECT * FROM faultline.rejected_line"
        "  WHERE (chunk_id, line_number, byte_offset, column_number)"
        "   > (:chunk::int, :line::bigint, :byte::bigint, :column::int)"
        "  AND chunk_id <= :last::int AND (:reason::text IS NULL OR reason = :reason::text)"
        "  ORDER BY chunk_id, line_number, byte_offset, column_number LIMIT :most::int) r"
        " JOIN faultline.load_chunk c ON c.chunk_id = r.chunk_id"
        " JOIN faultline.source_file f ON f.file_id = c.file_id"
        " JOIN faultline.plant p ON p.plant_id = f.plant_id"
        " ORDER BY r.chunk_id, r.line_number, r.byte_offset, r.column_number"_s.arg(
            unchangedTextSql(u"p.name"_s)),
        {{u"chunk"_s, stretch.after.chunkId},
         {u"line"_s, stretch.after.lineNumber},
         {u"byte"_s, stretch.after.byteOffset},
         {u"column"_s, stretch.after.columnNumber},
         {u"last"_s, stretch.lastChunk},
         {u"reason"_s, orNull(stretch.reason)},
         {u"most"_s, stretch.most}});
    if (!query)
        return query.error();
    while (query->next()) {
        StoredRejectedLine line;
        line.key.chunkId = query->value(0).toInt();
        line.key.lineNumber = query->value(1).toLongLong();
        line.key.byteOffset = query->value(2).toLongLong();
        line.loadId = query->value(3).toInt();
        line.path = query->value(4).toString();
        line.key.columnNumber = query->value(5).toInt();
        line.lineBytes = query->value(6).toLongLong();
        line.reason = query->value(7).toString();
        line.raw = query->value(8).toByteArray();
        line.isRecord = query->value(9).toBool();
        line.plant = query->value(10).toString();
        line.encoding = query->value(11).toString();
        line.recordNumber = query->value(12).toLongLong();
        line.field = query->value(13).toString();
        lines << line;
    }
    return {};
}

} // namespace

LineLocation StoredRejectedLine::location() const
{
    return {key.lineNumber, key.byteOffset, lineBytes, key.columnNumber, raw, isRecord};
}

QString StoredRejectedLine::reasonName() const
{
    const QString name = reasonNameOf(reason);
    return field.isEmpty() ? name : Text::tr("%1: %2").arg(name, field);
}

QString StoredRejectedLine::reasonText() const
{
    const QString text = reasonTextOf(reason);
    return field.isEmpty() ? text : Text::tr("%1: “%2”").arg(text, field);
}

QString StoredRejectedLine::rawText() const
{
    return readableText({raw.constData(), static_cast<std::size_t>(raw.size())});
}

QString StoredRejectedLine::reversibleRaw() const
{
    return reversibleText({raw.constData(), static_cast<std::size_t>(raw.size())});
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
    RejectedLineKey from = after.value_or(RejectedLineKey{-1, -1, -1, -1});
    QList<StoredRejectedLine> lines;
    if (filter == RejectedLineFilter()) {
        const auto read = readLines(
            session, {from, std::numeric_limits<qint32>::max(), filter.reason, limit}, lines);
        return read ? Result<QList<StoredRejectedLine>>(lines) : read.error();
    }
    // Chunk by chunk, since only a few of millions may match: from each, no more than it has.
    const auto chunks = chunksOf(session, filter, from.chunkId, limit);
    if (!chunks)
        return chunks.error();
    for (const auto& [chunk, chunkLines] : *chunks) {
        if (chunk != from.chunkId)
            from = {chunk, -1, -1};
        const auto most = static_cast<int>(std::min<qint64>(limit - lines.size(), chunkLines));
        if (const auto read = readLines(session, {from, chunk, filter.reason, most}, lines); !read)
            return read.error();
        if (lines.size() == limit)
            break;
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
        u"SELECT c.file_id, f.path, sum(n.lines)::bigint, %1"_s.arg(unchangedTextSql(u"p.name"_s))
            + kChunks + u" GROUP BY c.file_id, f.path, p.name ORDER BY 3 DESC, 2, 1"_s,
        values);
    if (!files)
        return files.error();
    while (files->next()) {
        counts.files << RejectedFileCount{
            files->value(0).toInt(), files->value(1).toString(), files->value(3).toString(),
            files->value(2).toLongLong()};
    }
    return counts;
}

} // namespace faultline
