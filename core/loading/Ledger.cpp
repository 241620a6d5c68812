// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/Ledger.h"

#include "loading/LoadJournal.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QVariant>

#include <algorithm>
#include <array>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

std::optional<SourceRole> roleFromWord(const QString& word)
{
    for (const auto role :
         {SourceRole::EquipmentList, SourceRole::SensorMap, SourceRole::Readings}) {
        if (sourceRoleWord(role) == word)
            return role;
    }
    return std::nullopt;
}

FileState stateFromWord(const QString& word)
{
    constexpr std::array kStates{FileState::Waiting,      FileState::Loading,   FileState::Loaded,
                                 FileState::Unchanged,    FileState::Cancelled, FileState::Failed,
                                 FileState::NotRecognised};
    const auto* const found =
        std::find_if(kStates.begin(), kStates.end(), [&word](FileState state) {
            return fileStateWord(state) == word;
        });
    return found == kStates.end() ? FileState::Failed : *found;
}

QList<UserMessage> findingsFromJson(const QString& text)
{
    QList<UserMessage> findings;
    const QJsonArray array = QJsonDocument::fromJson(text.toUtf8()).array();
    for (const QJsonValue value : array) {
        const QJsonObject object = value.toObject();
        const auto field = [&object](QStringView name) { return object.value(name).toString(); };
        UserMessage message = field(u"kind") == u"warning"_s
                                  ? UserMessage::warning(field(u"what"))
                                  : UserMessage::information(field(u"what"));
        message.because(field(u"why")).at(field(u"where"));
        message.toMend(field(u"remedy")).withCode(field(u"code"));
        findings << message;
    }
    return findings;
}

QDateTime utc(const QVariant& value)
{
    return value.isNull() ? QDateTime() : value.toDateTime().toUTC();
}

// The files of the loads in `entries`, which are in descending order of their ids.
Result<void> addFiles(SqlSession& session, QList<LedgerEntry>& entries)
{
    auto query = session.execute(
        // A load without a receipt runs still or has died: the journal tells what it has stored.
        u"SELECT load_id, path, role, bytes, records_in, loaded, rejected, blank, skipped, state,"
        " message, position FROM faultline.load_file"
        " WHERE load_id BETWEEN :oldest::int AND :newest::int"
        " UNION ALL"
        " SELECT c.load_id, f.path, f.role, max(c.end_byte), sum(c.records)::bigint,"
        "  sum(c.loaded)::bigint, sum(c.rejected)::bigint, sum(c.blank)::bigint, 0, 'cancelled', "
        "'',"
        "  f.file_id"
        " FROM faultline.load_chunk c JOIN faultline.source_file f ON f.file_id = c.file_id"
        " WHERE c.load_id BETWEEN :oldest::int AND :newest::int AND NOT EXISTS ("
        "  SELECT FROM faultline.load_file r WHERE r.load_id = c.load_id)"
        " GROUP BY c.load_id, f.file_id"
        " ORDER BY load_id, position"_s,
        {{u"oldest"_s, entries.last().loadId}, {u"newest"_s, entries.first().loadId}});
    if (!query)
        return query.error();
    while (query->next()) {
        const int loadId = query->value(0).toInt();
        const auto entry =
            std::find_if(entries.begin(), entries.end(), [loadId](const LedgerEntry& e) {
                return e.loadId == loadId;
            });
        if (entry == entries.end())
            continue;
        FileReceipt file;
        file.path = query->value(1).toString();
        file.relativePath = QDir(entry->folder).relativeFilePath(file.path);
        file.role = roleFromWord(query->value(2).toString());
        file.bytes = query->value(3).toLongLong();
        file.records.in = query->value(4).toLongLong();
        file.records.loaded = query->value(5).toLongLong();
        file.records.rejected = query->value(6).toLongLong();
        file.records.blank = query->value(7).toLongLong();
        file.records.skipped = query->value(8).toLongLong();
        file.state = stateFromWord(query->value(9).toString());
        file.message = query->value(10).toString();
        entry->files << file;
    }
    return {};
}

} // namespace

QJsonObject LedgerEntry::toJson() const
{
    // The same fields as a receipt's, so that one reader does for both.
    LoadReceipt receipt;
    receipt.files = files;
    receipt.findings = findings;
    const QJsonObject asReceipt = receipt.toJson();
    const auto time = [](const QDateTime& at) {
        return at.isValid() ? QJsonValue(at.toString(Qt::ISODateWithMs)) : QJsonValue();
    };
    return {
        {u"load_id"_s, loadId},
        {u"folder"_s, folder},
        {u"state"_s, state},
        {u"started_at"_s, time(startedAt)},
        {u"ended_at"_s, time(endedAt)},
        {u"program_version"_s, programVersion},
        {u"balanced"_s, receipt.balanced()},
        {u"files"_s, asReceipt.value(u"files"_s)},
        {u"findings"_s, asReceipt.value(u"findings"_s)}};
}

Result<QList<LedgerEntry>> fetchLedger(SqlSession& session, int limit)
{
    QList<LedgerEntry> entries;
    {
        auto query = session.execute(
            u"SELECT load_id, folder, CASE WHEN state = 'running' AND NOT EXISTS ("
            " SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
            " WHERE l.locktype = 'advisory' AND d.datname = current_database()"
            " AND l.classid = :lock::bigint::oid AND l.objid = load_id::oid)"
            " THEN 'interrupted' ELSE state END,"
            " started_at, ended_at, program_version, findings::text"
            " FROM faultline.load_run ORDER BY load_id DESC LIMIT :most::int"_s,
            {{u"most"_s, limit}, {u"lock"_s, kRunningLoadLock}});
        if (!query)
            return query.error();
        while (query->next()) {
            LedgerEntry entry;
            entry.loadId = query->value(0).toInt();
            entry.folder = query->value(1).toString();
            entry.state = query->value(2).toString();
            entry.startedAt = utc(query->value(3));
            entry.endedAt = utc(query->value(4));
            entry.programVersion = query->value(5).toString();
            entry.findings = findingsFromJson(query->value(6).toString());
            entries << entry;
        }
    }
    if (entries.isEmpty())
        return entries;
    if (const auto added = addFiles(session, entries); !added)
        return added.error();
    return entries;
}

Result<DataSummary> fetchDataSummary(SqlSession& session)
{
    auto query = session.execute(
        u"SELECT (SELECT coalesce(sum(readings), 0)::bigint FROM faultline.yearly_summary),"
        " (SELECT coalesce(sum(lines), 0)::bigint FROM faultline.rejected_reason),"
        " (SELECT min(first_at) FROM faultline.yearly_summary),"
        " (SELECT max(last_at) FROM faultline.yearly_summary)"_s);
    if (!query)
        return query.error();
    DataSummary summary;
    if (query->next()) {
        summary.readings = query->value(0).toLongLong();
        summary.rejectedLines = query->value(1).toLongLong();
        summary.firstAt = utc(query->value(2));
        summary.lastAt = utc(query->value(3));
    }
    return summary;
}

} // namespace faultline
