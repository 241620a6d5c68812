// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/LoadJournal.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// Shuts out nobody but its like, and takes the right to write; see kLockSettlement.
constexpr auto kLockFiles = "LOCK TABLE faultline.source_file IN SHARE UPDATE EXCLUSIVE MODE";

QString compactJson(const QJsonDocument& document)
{
    return QString::fromUtf8(document.toJson(QJsonDocument::Compact));
}

Result<void> withoutRows(const Result<QueryResult>& result)
{
    if (!result)
        return result.error();
    return {};
}

Result<void> addFileReceipt(
    Connection& connection, qint32 loadId, qint64 position, const FileReceipt& file,
    const std::optional<FileId>& fileId)
{
    Parameters row;
    row.add(qint64{loadId}).add(position);
    if (fileId)
        row.add(qint64{toInt(*fileId)});
    else
        row.addNull();
    row.add(file.path)
        .add(file.role ? sourceRoleWord(*file.role) : u"none"_s)
        .add(file.bytes)
        .add(file.records.in)
        .add(file.records.loaded)
        .add(file.records.rejected)
        .add(file.records.blank)
        .add(file.records.skipped)
        .add(fileStateWord(file.state))
        .add(file.message);
    if (file.contentHash.isEmpty())
        row.addNull();
    else
        row.addBytes(file.contentHash);
    for (const QDateTime& at : {file.startedAt, file.endedAt}) {
        if (at.isValid())
            row.add(at.toUTC().toString(Qt::ISODateWithMs));
        else
            row.addNull();
    }
    return withoutRows(connection.execute(
        "INSERT INTO faultline.load_file (load_id, position, file_id, path, role, bytes,"
        " records_in, loaded, rejected, blank, skipped, state, message, content_hash, started_at,"
        " ended_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        row));
}

Result<void> noteContent(Connection& connection, const FileReceipt& file, FileId fileId)
{
    return withoutRows(connection.execute(
        "UPDATE faultline.source_file SET content_bytes = $2, content_hash = $3"
        " WHERE file_id = $1 AND content_hash IS DISTINCT FROM $3",
        Parameters().add(qint64{toInt(fileId)}).add(file.bytes).addBytes(file.contentHash)));
}

Result<void> writeReceipt(
    Connection& connection, const LoadReceipt& receipt, const QList<std::optional<FileId>>& fileIds)
{
    QJsonArray findings;
    for (const UserMessage& finding : receipt.findings)
        findings << finding.toJson();
    Parameters ending;
    ending.add(qint64{receipt.loadId})
        .add(outcomeWord(receipt.outcome))
        .add(compactJson(QJsonDocument(findings)));
    if (receipt.failure)
        ending.add(compactJson(QJsonDocument(receipt.failure->toJson())));
    else
        ending.addNull();
    const auto ended = connection.execute(
        "UPDATE faultline.load_run SET ended_at = clock_timestamp(), state = $2,"
        " findings = $3::jsonb, failure = $4::jsonb WHERE load_id = $1 AND state = 'running'",
        ending);
    if (!ended)
        return ended.error();
    // Written before, by a transaction whose COMMIT got no answer.
    if (ended->affectedRows() == 0)
        return {};
    for (qsizetype i = 0; i < receipt.files.size(); ++i) {
        const FileReceipt& file = receipt.files.at(i);
        const auto added = addFileReceipt(connection, receipt.loadId, i + 1, file, fileIds.at(i));
        if (!added)
            return added.error();
        if (!fileIds.at(i) || file.contentHash.isEmpty())
            continue;
        if (const auto noted = noteContent(connection, file, *fileIds.at(i)); !noted)
            return noted.error();
    }
    return {};
}

} // namespace

Result<LoadId> reserveLoadId(Connection& connection)
{
    const auto id = connection.execute(
        "SELECT nextval(pg_get_serial_sequence('faultline.load_run', 'load_id'))");
    if (!id)
        return id.error();
    return static_cast<LoadId>(id->integer(0, 0));
}

Result<void> holdLoad(Connection& connection, LoadId load)
{
    const auto lock = Parameters().add(qint64{kRunningLoadLock}).add(qint64{toInt(load)});
    const auto lost = connection.execute(
        "SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_database d ON d.oid = "
        "l.database"
        " WHERE l.locktype = 'advisory' AND d.datname = current_database()"
        " AND l.classid = $1::bigint::oid AND l.objid = $2::bigint::oid"
        " AND l.pid <> pg_backend_pid()",
        lock);
    if (!lost)
        return lost.error();
    return withoutRows(
        connection.execute("SELECT pg_advisory_lock($1::integer, $2::integer)", lock));
}

Result<void>
beginLoad(Connection& connection, LoadId load, const QString& folder, const LoadOptions& options)
{
    QJsonObject settings{
        {u"chunk_rows"_s, options.chunkRows},
        {u"workers"_s, options.workers},
        {u"final"_s, options.isFinal}};
    if (const QString limit = options.rejectLimit.toText(); !limit.isEmpty())
        settings.insert(u"max_rejects"_s, limit);
    return withoutRows(connection.execute(
        "INSERT INTO faultline.load_run (load_id, folder, program_version, settings)"
        " OVERRIDING SYSTEM VALUE VALUES ($1, $2, $3, $4::jsonb) ON CONFLICT DO NOTHING",
        Parameters()
            .add(qint64{toInt(load)})
            .add(folder)
            .add(QStringLiteral(FAULTLINE_VERSION))
            .add(compactJson(QJsonDocument(settings)))));
}

Result<void> endLoad(
    Connection& connection, const LoadReceipt& receipt, const QList<std::optional<FileId>>& fileIds)
{
    const auto begun = connection.execute("BEGIN; SET LOCAL synchronous_commit = on");
    if (!begun)
        return begun.error();
    if (const auto written = writeReceipt(connection, receipt, fileIds); !written) {
        connection.rollback();
        return written.error();
    }
    if (const auto committed = connection.commit(); !committed)
        return committed;
    // Not only when the session ends: the server takes its time over that, and whoever undoes the
    // load at once would be told that it still runs. With a session that was lost it is gone
    // anyway.
    static_cast<void>(connection.execute("SELECT pg_advisory_unlock_all()"));
    return {};
}

Result<void> lockFileIdentities(Connection& connection)
{
    return withoutRows(connection.execute(kLockFiles));
}

Result<QList<qint32>> headLengths(Connection& connection, SourceRole role, qint64 size)
{
    const auto rows = connection.execute(
        "SELECT DISTINCT head_bytes FROM faultline.source_file"
        " WHERE role = $1 AND head_bytes <= $2::bigint",
        Parameters().add(sourceRoleWord(role)).add(size));
    if (!rows)
        return rows.error();
    QList<qint32> lengths;
    for (int row = 0; row < rows->rowCount(); ++row)
        lengths << static_cast<qint32>(rows->integer(row, 0));
    return lengths;
}

Result<QList<KnownFile>> findFiles(
    Connection& connection, SourceRole role, const QString& path, const QList<HeadAnchor>& heads)
{
    // An array in PostgreSQL's text form; hashes are hex and need no quoting inside it.
    QByteArray hashes = "{";
    for (const HeadAnchor& head : heads)
        hashes += (hashes.size() > 1 ? ",\"\\\\x" : "\"\\\\x") + head.hash.toHex() + '"';
    hashes += '}';
    const auto rows = connection.execute(
        "SELECT file_id, path, generation, head_bytes, head_hash, coalesce(content_bytes, 0),"
        " content_hash, coalesce(modified_ms, 0), coalesce(root_id, file_id),"
        " coalesce(compared_bytes, 0) FROM faultline.source_file"
        " WHERE role = $1 AND (path = $2 OR head_hash = ANY ($3::bytea[]))"
        " ORDER BY path = $2 DESC, generation DESC, file_id DESC",
        Parameters().add(sourceRoleWord(role)).add(path).add(QString::fromLatin1(hashes)));
    if (!rows)
        return rows.error();
    QList<KnownFile> files;
    for (int row = 0; row < rows->rowCount(); ++row) {
        KnownFile file;
        file.id = static_cast<FileId>(rows->integer(row, 0));
        file.path = rows->string(row, 1);
        file.generation = static_cast<qint32>(rows->integer(row, 2));
        file.head = {static_cast<qint32>(rows->integer(row, 3)), rows->bytes(row, 4)};
        file.contentBytes = rows->integer(row, 5);
        file.contentHash = rows->bytes(row, 6);
        file.modifiedMs = rows->integer(row, 7);
        file.root = static_cast<FileId>(rows->integer(row, 8));
        file.comparedBytes = rows->integer(row, 9);
        files << file;
    }
    return files;
}

Result<QList<JournalledRange>> journalledRanges(Connection& connection, FileId file)
{
    const auto rows = connection.execute(
        "SELECT first_byte, end_byte, first_line, lines, records, loaded, rejected, blank, load_id,"
        " content_hash, tail_hash, unreadable, skipped"
        " FROM faultline.load_chunk WHERE file_id = $1 ORDER BY first_byte",
        Parameters().add(qint64{toInt(file)}));
    if (!rows)
        return rows.error();
    QList<JournalledRange> ranges;
    ranges.reserve(rows->rowCount());
    for (int row = 0; row < rows->rowCount(); ++row) {
        JournalledRange range;
        range.firstByte = rows->integer(row, 0);
        range.endByte = rows->integer(row, 1);
        range.firstLine = rows->integer(row, 2);
        range.lines = rows->integer(row, 3);
        range.records = {
            rows->integer(row, 4), rows->integer(row, 5), rows->integer(row, 6),
            rows->integer(row, 7), rows->integer(row, 12)};
        range.load = static_cast<LoadId>(rows->integer(row, 8));
        range.contentHash = rows->bytes(row, 9);
        range.tailHash = rows->bytes(row, 10);
        range.unreadable = rows->integer(row, 11);
        ranges << range;
    }
    return ranges;
}

Result<FileId> addFile(Connection& connection, const NewFile& file)
{
    Parameters values;
    values.add(file.path)
        .add(sourceRoleWord(file.role))
        .add(qint64{file.generation})
        .add(qint64{file.head.bytes})
        .addBytes(file.head.hash)
        .add(file.modifiedMs);
    if (file.root)
        values.add(qint64{toInt(*file.root)});
    else
        values.addNull();
    const auto row = connection.execute(
        "INSERT INTO faultline.source_file (path, role, generation, head_bytes, head_hash,"
        " modified_ms, root_id) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING file_id",
        values);
    if (!row)
        return row.error();
    return static_cast<FileId>(row->integer(0, 0));
}

Result<void> noteSeen(Connection& connection, FileId file, const InputFile& input)
{
    return withoutRows(connection.execute(
        "UPDATE faultline.source_file SET path = $2, modified_ms = $3,"
        " last_seen = clock_timestamp() WHERE file_id = $1",
        Parameters().add(qint64{toInt(file)}).add(input.path()).add(input.modifiedMs())));
}

Result<void>
moveStretch(Connection& connection, FileId file, FileId generation, const KeptStretch& stretch)
{
    const auto moved = connection.execute(
        "UPDATE faultline.load_chunk SET file_id = $2, first_byte = first_byte + $4,"
        " end_byte = end_byte + $4, first_line = first_line + $5"
        " WHERE file_id = $1 AND first_byte = $3 RETURNING chunk_id",
        Parameters()
            .add(qint64{toInt(file)})
            .add(qint64{toInt(generation)})
            .add(stretch.firstByte)
            .add(stretch.movedBytes)
            .add(stretch.movedLines));
    if (!moved)
        return moved.error();
    if (moved->rowCount() == 0 || stretch.movedBytes == 0)
        return {};
    // By way of negative numbers: a line's new key may be the old one of another line.
    const auto away = connection.execute(
        "UPDATE faultline.rejected_line SET line_number = -(line_number + $2),"
        " byte_offset = byte_offset + $3 WHERE chunk_id = $1",
        Parameters().add(moved->integer(0, 0)).add(stretch.movedLines).add(stretch.movedBytes));
    if (!away)
        return away.error();
    return withoutRows(connection.execute(
        "UPDATE faultline.rejected_line SET line_number = -line_number"
        " WHERE chunk_id = $1 AND line_number < 0",
        Parameters().add(moved->integer(0, 0))));
}

} // namespace faultline
