// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/LoadJournal.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

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

// A row of journalledRanges().
JournalledRange rangeOf(const QueryResult& rows, int row)
{
    JournalledRange range;
    int column = 1;
    for (qint64* const field :
         {&range.firstByte, &range.endByte, &range.firstLine, &range.lines, &range.records.in,
          &range.records.loaded, &range.records.rejected, &range.records.blank,
          &range.records.skipped})
        *field = rows.integer(row, column++);
    range.load = static_cast<LoadId>(rows.integer(row, column++));
    range.contentHash = rows.bytes(row, column++);
    range.tailHash = rows.bytes(row, column++);
    range.unreadable = rows.integer(row, column);
    return range;
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

Result<QList<JournalledRange>> journalledRanges(Connection& connection, FileId file)
{
    auto ranges = journalledRanges(connection, QList<FileId>{file});
    if (!ranges)
        return ranges.error();
    return (*ranges)[file];
}

Result<std::map<FileId, QList<JournalledRange>>>
journalledRanges(Connection& connection, const QList<FileId>& files)
{
    std::vector<qint32> ids;
    ids.reserve(static_cast<std::size_t>(files.size()));
    for (const FileId file : files)
        ids.push_back(toInt(file));
    const auto rows = connection.execute(
        "SELECT file_id, first_byte, end_byte, first_line, lines, records, loaded, rejected, blank,"
        " skipped, load_id, content_hash, tail_hash, unreadable"
        " FROM faultline.load_chunk WHERE file_id = ANY ($1) ORDER BY file_id, first_byte",
        Parameters().add(ids));
    if (!rows)
        return rows.error();
    std::map<FileId, QList<JournalledRange>> ranges;
    for (int row = 0; row < rows->rowCount(); ++row)
        ranges[static_cast<FileId>(rows->integer(row, 0))] << rangeOf(*rows, row);
    return ranges;
}

} // namespace faultline
