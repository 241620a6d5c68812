// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/ledger/LoadJournal.h"

#include "database/connection/CopyBuffer.h"
#include "database/schema/RunningLoads.h"

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

// Microseconds since 2000-01-01 00:00:00 UTC.
qint64 timestampOf(const QDateTime& at)
{
    static const qint64 start =
        QDateTime(QDate(2000, 1, 1), QTime(0, 0), Qt::UTC).toMSecsSinceEpoch();
    constexpr qint64 kMicroseconds = 1'000;
    return (at.toMSecsSinceEpoch() - start) * kMicroseconds;
}

// Writes the rows of load_file, and what source_file then knows about files that were read
// completely.
class FileReceipts
{
public:
    FileReceipts(Connection& connection, qint32 loadId)
        : m_connection(connection)
        , m_loadId(loadId)
    {}

    Result<void> add(const FileReceipt& file, const std::optional<FileId>& fileId)
    {
        addRow(file, fileId);
        if (fileId && !file.contentHash.isEmpty()) {
            m_fileIds.push_back(toInt(*fileId));
            m_bytes.push_back(file.bytes);
            m_hashes.push_back(file.contentHash);
        }
        return m_rows.rowCount() < kRowsAtOnce ? Result<void>() : write();
    }

    Result<void> write()
    {
        const auto copied =
            m_connection.copyIn(kCopyFileReceipts, m_rows.finish(), m_rows.rowCount());
        m_rows.clear();
        if (!copied)
            return copied;
        const auto noted = m_connection.execute(
            kNoteContents, Parameters().add(m_fileIds).add(m_bytes).addBytes(m_hashes));
        m_fileIds.clear();
        m_bytes.clear();
        m_hashes.clear();
        return withoutRows(noted);
    }

private:
    static constexpr qint64 kRowsAtOnce = 1'000;
    static constexpr auto kCopyFileReceipts =
        "COPY faultline.load_file (load_id, position, file_id, path, role, bytes, records_in,"
        " loaded, rejected, blank, skipped, state, message, content_hash, started_at, ended_at)"
        " FROM STDIN (FORMAT binary)";
    static constexpr qint16 kColumns = 16;
    static constexpr auto kNoteContents =
        "UPDATE faultline.source_file f SET content_bytes = x.bytes, content_hash = x.hash"
        " FROM unnest($1::integer[], $2::bigint[], $3::bytea[]) AS x (file_id, bytes, hash)"
        " WHERE f.file_id = x.file_id AND f.content_hash IS DISTINCT FROM x.hash";

    void addRow(const FileReceipt& file, const std::optional<FileId>& fileId)
    {
        m_rows.beginRow(kColumns);
        m_rows.addInt32(m_loadId);
        m_rows.addInt32(++m_position);
        if (fileId)
            m_rows.addInt32(toInt(*fileId));
        else
            m_rows.addNull();
        addText(file.path);
        addText(file.role ? sourceRoleWord(*file.role) : u"none"_s);
        for (const qint64 number :
             {file.bytes, file.records.in, file.records.loaded, file.records.rejected,
              file.records.blank, file.records.skipped})
            m_rows.addInt64(number);
        addText(fileStateWord(file.state));
        addText(file.message);
        if (file.contentHash.isEmpty())
            m_rows.addNull();
        else
            addBytes(file.contentHash);
        for (const QDateTime& at : {file.startedAt, file.endedAt}) {
            if (at.isValid())
                m_rows.addInt64(timestampOf(at));
            else
                m_rows.addNull();
        }
    }
    void addText(const QString& text) { addBytes(text.toUtf8()); }
    void addBytes(const QByteArray& bytes)
    {
        m_rows.addBytes({bytes.constData(), static_cast<std::size_t>(bytes.size())});
    }

    Connection& m_connection;
    const qint32 m_loadId;
    qint32 m_position = 0;
    CopyBuffer m_rows;
    std::vector<qint32> m_fileIds;
    std::vector<qint64> m_bytes;
    std::vector<QByteArray> m_hashes;
};

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
    // Already written, by a transaction whose COMMIT got no answer.
    if (ended->affectedRows() == 0)
        return {};
    FileReceipts files(connection, receipt.loadId);
    for (qsizetype i = 0; i < receipt.files.size(); ++i) {
        if (const auto added = files.add(receipt.files.at(i), fileIds.at(i)); !added)
            return added;
    }
    return files.write();
}

constexpr auto kWriteMissingReceipt =
    "INSERT INTO faultline.load_file (load_id, position, file_id, path, role, bytes, records_in,"
    " loaded, rejected, blank, skipped, state)"
    " SELECT c.load_id, row_number() OVER (ORDER BY f.file_id), f.file_id, f.path, f.role,"
    "  max(c.end_byte), sum(c.records), sum(c.loaded), sum(c.rejected), sum(c.blank),"
    "  sum(c.skipped), 'cancelled'"
    " FROM faultline.load_chunk c JOIN faultline.source_file f USING (file_id)"
    " WHERE c.load_id = $1"
    "  AND NOT EXISTS (SELECT FROM faultline.load_file WHERE load_id = $1)"
    " GROUP BY c.load_id, f.file_id";

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
    range.notes.datesOnly = rows.integer(row, column++);
    range.notes.timesTwice = rows.integer(row, column++);
    range.notes.repeated = rows.integer(row, column++);
    const auto jsonOf = [&rows, row](int at) {
        return QJsonDocument::fromJson(rows.string(row, at).toUtf8()).object();
    };
    if (!rows.isNull(row, column))
        range.notes.measurements = MeasurementNotes::fromJson(jsonOf(column));
    if (!rows.isNull(row, ++column))
        range.notes.setFailures(jsonOf(column));
    range.notes.moveLines(range.firstLine);
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

Result<void> beginLoad(
    Connection& connection, LoadId load, const QString& folder, const LoadOptions& options,
    const QList<PlantChoice>& plants)
{
    QJsonObject settings{
        {u"chunk_rows"_s, options.chunkRows},
        {u"workers"_s, options.workers},
        {u"final"_s, options.isFinal}};
    if (const QString limit = options.rejectLimit.toText(); !limit.isEmpty())
        settings.insert(u"max_rejects"_s, limit);
    const auto begun = connection.execute(
        "INSERT INTO faultline.load_run (load_id, folder, program_version, settings)"
        " OVERRIDING SYSTEM VALUE VALUES ($1, $2, $3, $4::jsonb) ON CONFLICT DO NOTHING",
        Parameters()
            .add(qint64{toInt(load)})
            .add(folder)
            .add(QStringLiteral(FAULTLINE_VERSION))
            .add(compactJson(QJsonDocument(settings))));
    return begun ? notePlants(connection, load, plants) : begun.error();
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
    // Unlock now: the server takes time to end a session, and undoing the load right away would be
    // refused because it still seems to run. If the session was lost, the lock is gone anyway.
    static_cast<void>(connection.execute("SELECT pg_advisory_unlock_all()"));
    return {};
}

Result<void> writeMissingReceipt(Connection& connection, LoadId load)
{
    return withoutRows(
        connection.execute(kWriteMissingReceipt, Parameters().add(qint64{toInt(load)})));
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
        " skipped, load_id, content_hash, tail_hash, dates_only, times_twice,"
        " repeated, measurements, failure_notes FROM faultline.load_chunk"
        " WHERE file_id = ANY ($1) AND NOT forgotten ORDER BY file_id, first_byte",
        Parameters().add(ids));
    if (!rows)
        return rows.error();
    std::map<FileId, QList<JournalledRange>> ranges;
    for (int row = 0; row < rows->rowCount(); ++row)
        ranges[static_cast<FileId>(rows->integer(row, 0))] << rangeOf(*rows, row);
    return ranges;
}

Result<QSet<QString>> otherMeasurementNames(Connection& connection, PlantId plant, LoadId load)
{
    const auto rows = connection.execute(
        "SELECT DISTINCT lower(m ->> 'name') FROM faultline.load_chunk c"
        " JOIN faultline.source_file f USING (file_id)"
        " CROSS JOIN LATERAL jsonb_array_elements(c.measurements -> 'names') m"
        " WHERE f.plant_id = $1 AND c.load_id <> $2 AND c.measurements IS NOT NULL",
        Parameters().add(qint64{toInt(plant)}).add(qint64{toInt(load)}));
    if (!rows)
        return rows.error();
    QSet<QString> names;
    for (int row = 0; row < rows->rowCount(); ++row)
        names << rows->string(row, 0);
    return names;
}

} // namespace faultline
