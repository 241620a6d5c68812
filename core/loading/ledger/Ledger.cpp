// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/ledger/Ledger.h"

#include "database/connection/ArrayText.h"
#include "database/schema/RunningLoads.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSqlQuery>
#include <QVariant>

#include <algorithm>
#include <array>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Ledger)
};

// A running load without its lock is from a program that died; one that was closed has said so.
const QString kLoads =
    u"SELECT load_id, folder, state AS outcome, CASE WHEN undone_at IS NOT NULL THEN 'undone'"
    " WHEN (state = 'running' AND NOT "_s
    + kLoadMayRun
    + u") OR failure->>'code' = 'interrupted' THEN 'interrupted' ELSE state END AS state,"
      " started_at, ended_at, undone_at, program_version, findings, failure"
      " FROM faultline.load_run"_s;
const QString kColumns = u"SELECT load_id, folder, outcome, state, started_at, ended_at, undone_at,"
                         " program_version, findings::text, failure::text"_s;
// SQLSTATEs for a failure of the database, not of the load or the folder's content.
const QString kForWantOfTheDatabase = u"^(08|40|53|55P03|57P|58)"_s;

using State = LedgerEntry::State;

State ledgerStateFromWord(const QString& word)
{
    constexpr std::array kStates{State::Running, State::Succeeded,   State::Cancelled,
                                 State::Failed,  State::Interrupted, State::Undone};
    const auto* const found = std::find_if(kStates.begin(), kStates.end(), [&word](State state) {
        return ledgerStateWord(state) == word;
    });
    return found == kStates.end() ? State::Failed : *found;
}

LoadReceipt::Outcome outcomeFromWord(const QString& word)
{
    using enum LoadReceipt::Outcome;
    return word == outcomeWord(Succeeded)   ? Succeeded
           : word == outcomeWord(Cancelled) ? Cancelled
                                            : Failed;
}

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

UserMessage messageFromJson(const QJsonObject& object)
{
    const auto field = [&object](QStringView name) { return object.value(name).toString(); };
    const QString kind = field(u"kind");
    UserMessage message = kind == u"warning"_s ? UserMessage::warning(field(u"what"))
                          : kind == u"error"_s ? UserMessage::error(field(u"what"))
                                               : UserMessage::information(field(u"what"));
    message.details = object.value(u"details").toObject();
    return message.because(field(u"why"))
        .at(field(u"where"))
        .withRemedy(field(u"remedy"))
        .withCode(field(u"code"));
}

QList<UserMessage> findingsFromJson(const QString& text)
{
    QList<UserMessage> findings;
    const QJsonArray array = QJsonDocument::fromJson(text.toUtf8()).array();
    for (const QJsonValue value : array)
        findings << messageFromJson(value.toObject());
    return findings;
}

QDateTime utc(const QVariant& value)
{
    return value.isNull() ? QDateTime() : value.toDateTime().toUTC();
}

LedgerEntry* entryOfLoad(QList<LedgerEntry>& entries, int loadId)
{
    const auto entry = std::find_if(entries.begin(), entries.end(), [loadId](const LedgerEntry& e) {
        return e.loadId == loadId;
    });
    return entry == entries.end() ? nullptr : &*entry;
}

// Adds the files of the loads in `entries`, which are in descending order of id.
Result<void> addFiles(SqlSession& session, QList<LedgerEntry>& entries)
{
    auto query = session.execute(
        // A load without a receipt is still running or has died: the journal knows what it stored.
        u"SELECT r.load_id, r.path, r.role, r.bytes, r.records_in, r.loaded, r.rejected, r.blank,"
        "  r.skipped, r.state, r.message, r.position, r.content_hash, r.started_at, r.ended_at,"
        "  f.table_format::text"
        " FROM faultline.load_file r LEFT JOIN faultline.source_file f USING (file_id)"
        " WHERE r.load_id BETWEEN :oldest::int AND :newest::int"
        " UNION ALL"
        " SELECT c.load_id, f.path, f.role, max(c.end_byte), sum(c.records)::bigint,"
        "  sum(c.loaded)::bigint, sum(c.rejected)::bigint, sum(c.blank)::bigint,"
        "  sum(c.skipped)::bigint, 'cancelled',"
        "  '', f.file_id, NULL, NULL, max(c.committed_at), f.table_format::text"
        " FROM faultline.load_chunk c JOIN faultline.source_file f ON f.file_id = c.file_id"
        " WHERE c.load_id BETWEEN :oldest::int AND :newest::int AND NOT EXISTS ("
        "  SELECT FROM faultline.load_file r WHERE r.load_id = c.load_id)"
        " GROUP BY c.load_id, f.file_id"
        " ORDER BY load_id, position"_s,
        {{u"oldest"_s, entries.last().loadId}, {u"newest"_s, entries.first().loadId}});
    if (!query)
        return query.error();
    while (query->next()) {
        LedgerEntry* const entry = entryOfLoad(entries, query->value(0).toInt());
        if (!entry)
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
        file.contentHash = query->value(12).toByteArray();
        file.startedAt = utc(query->value(13));
        file.endedAt = utc(query->value(14));
        if (const auto table = tableFromStored(query->value(15).toString().toUtf8());
            table && *table)
            file.recordsAre = (*table)->recordsAre();
        entry->files << file;
    }
    return {};
}

// Adds the plants of these loads.
Result<void> addPlants(SqlSession& session, QList<LedgerEntry>& entries)
{
    auto query = session.execute(
        u"SELECT x.load_id, x.plant_id, p.name, x.folder, x.reason, x.entries, x.compared,"
        " x.agreeing, x.is_new, x.time_zone, x.skip_known"
        " FROM faultline.load_plant x JOIN faultline.plant p ON p.plant_id = x.plant_id"
        " WHERE x.load_id BETWEEN :oldest::int AND :newest::int ORDER BY x.load_id, x.folder"_s,
        {{u"oldest"_s, entries.last().loadId}, {u"newest"_s, entries.first().loadId}});
    if (!query)
        return query.error();
    while (query->next()) {
        LedgerEntry* const entry = entryOfLoad(entries, query->value(0).toInt());
        if (!entry)
            continue;
        PlantChoice choice;
        choice.plant = static_cast<PlantId>(query->value(1).toInt());
        choice.name = query->value(2).toString();
        choice.folder = query->value(3).toString();
        choice.reason = plantReasonFromWord(query->value(4).toString());
        choice.agreement.entries = query->value(5).toInt();
        choice.agreement.compared = query->value(6).toInt();
        choice.agreement.agreeing = query->value(7).toInt();
        choice.isNew = query->value(8).toBool();
        choice.settings.timeZone = query->value(9).toString();
        choice.settings.skipKnown = query->value(10).toBool();
        entry->plants << choice;
    }
    return {};
}

// The failure of a load that couldn't write it down.
UserMessage interruption()
{
    return UserMessage::error(Text::tr("The load was interrupted"))
        .because(Text::tr("Its program ended early or lost the database."))
        .withRemedy(Text::tr("Load the folder again. Loading continues where it stopped."))
        .withCode(kInterruptedCode.toString());
}

LedgerEntry entryOf(const QSqlQuery& row)
{
    LedgerEntry entry;
    entry.loadId = row.value(0).toInt();
    entry.folder = row.value(1).toString();
    entry.outcome = outcomeFromWord(row.value(2).toString());
    entry.state = ledgerStateFromWord(row.value(3).toString());
    entry.startedAt = utc(row.value(4));
    entry.endedAt = utc(row.value(5));
    entry.undoneAt = utc(row.value(6));
    entry.programVersion = row.value(7).toString();
    entry.findings = findingsFromJson(row.value(8).toString());
    const QString failure = row.value(9).toString();
    if (!failure.isEmpty())
        entry.failure = messageFromJson(QJsonDocument::fromJson(failure.toUtf8()).object());
    else if (entry.outcome == LoadReceipt::Outcome::Failed && entry.state != State::Running)
        entry.failure = interruption();
    return entry;
}

// Loads that match a condition, newest first.
Result<QList<LedgerEntry>>
fetchLoads(SqlSession& session, const QString& condition, QVariantMap values, int limit)
{
    QList<LedgerEntry> entries;
    values.insert(u"lock"_s, kRunningLoadLock);
    values.insert(u"limit"_s, limit);
    {
        auto query = session.execute(
            kColumns + u" FROM ("_s + kLoads + u") run WHERE "_s + condition
                + u" ORDER BY load_id DESC LIMIT :limit::int"_s,
            values);
        if (!query)
            return query.error();
        while (query->next())
            entries << entryOf(*query);
    }
    if (entries.isEmpty())
        return entries;
    for (const auto add : {&addFiles, &addPlants}) {
        if (const auto added = add(session, entries); !added)
            return added.error();
    }
    return entries;
}

Result<std::optional<LedgerEntry>>
fetchOne(SqlSession& session, const QString& condition, const QVariantMap& values)
{
    auto loads = fetchLoads(session, condition, values, 1);
    if (!loads)
        return loads.error();
    return loads->isEmpty() ? std::nullopt : std::optional(loads->first());
}

} // namespace

QString ledgerStateWord(State state)
{
    switch (state) {
    case State::Running:
        return u"running"_s;
    case State::Succeeded:
        return u"succeeded"_s;
    case State::Cancelled:
        return u"cancelled"_s;
    case State::Interrupted:
        return u"interrupted"_s;
    case State::Undone:
        return u"undone"_s;
    case State::Failed:
        break;
    }
    return u"failed"_s;
}

QString ledgerStateText(State state)
{
    switch (state) {
    case State::Running:
        return Text::tr("Loading");
    case State::Succeeded:
        return Text::tr("Loaded");
    case State::Cancelled:
        return Text::tr("Cancelled");
    case State::Interrupted:
        return Text::tr("Interrupted");
    case State::Undone:
        return Text::tr("Undone");
    case State::Failed:
        break;
    }
    return Text::tr("Failed");
}

QStringList LedgerEntry::plantNames() const
{
    QStringList names;
    for (const PlantChoice& plant : plants)
        names << plant.name;
    names.removeDuplicates(); // several subfolders may be of one plant
    return names;
}

RecordCounts LedgerEntry::records() const
{
    return receipt().total();
}

LoadReceipt LedgerEntry::receipt() const
{
    LoadReceipt receipt;
    receipt.loadId = loadId;
    receipt.folder = folder;
    receipt.startedAt = startedAt;
    QDateTime end = endedAt;
    for (const FileReceipt& file : files) {
        if (!endedAt.isValid() && file.endedAt.isValid() && (!end.isValid() || file.endedAt > end))
            end = file.endedAt;
    }
    receipt.elapsedMs = end.isValid() ? startedAt.msecsTo(end) : 0;
    receipt.outcome = outcome;
    receipt.failure = failure;
    receipt.plants = plants;
    receipt.files = files;
    receipt.findings = findings;
    receipt.programVersion = programVersion;
    receipt.undoneAt = undoneAt;
    return receipt;
}

QJsonObject LedgerEntry::toJson() const
{
    // Uses the fields of a receipt, so that one parser reads both.
    QJsonObject json = receipt().toJson();
    json.insert(u"state"_s, ledgerStateWord(state));
    json.insert(
        u"ended_at"_s,
        endedAt.isValid() ? QJsonValue(endedAt.toString(Qt::ISODateWithMs)) : QJsonValue());
    if (state == State::Running)
        json.insert(u"outcome"_s, QJsonValue());
    // Unknown for a finished load.
    json.remove(u"unfinished_lines"_s);
    return json;
}

Result<QList<LedgerEntry>> fetchLedger(SqlSession& session, int limit, const QStringList& plants)
{
    return fetchLoads(
        session,
        u"(:plants::text[] IS NULL OR load_id IN ("
        "SELECT x.load_id FROM faultline.load_plant x"
        " JOIN faultline.plant p ON p.plant_id = x.plant_id"
        " WHERE p.name = ANY (:plants::text[])))"_s,
        {{u"plants"_s, textsOrNull(plants)}}, limit);
}

Result<std::optional<LedgerEntry>> fetchLedgerEntry(SqlSession& session, LoadId load)
{
    return fetchOne(session, u"load_id = :load::int"_s, {{u"load"_s, toInt(load)}});
}

Result<std::optional<LedgerEntry>> interruptedLoad(SqlSession& session)
{
    return fetchOne(
        session,
        u"(state = 'interrupted' OR (state = 'failed' AND failure->>'code' ~ :code::text))"
        " AND NOT EXISTS (SELECT FROM faultline.load_run later"
        "  WHERE later.folder = run.folder AND later.load_id > run.load_id"
        "  AND later.undone_at IS NULL)"_s,
        {{u"code"_s, kForWantOfTheDatabase}});
}

Result<DataSummary> fetchDataSummary(SqlSession& session)
{
    auto query = session.execute(
        u"SELECT (SELECT coalesce(sum(records), 0)::bigint FROM faultline.equipment_summary"
        "  WHERE unit = 'year'),"
        " (SELECT coalesce(sum(lines), 0)::bigint FROM faultline.rejected_reason),"
        " (SELECT min(first_at) FROM faultline.equipment_summary WHERE unit = 'year'),"
        " (SELECT max(last_at) FROM faultline.equipment_summary WHERE unit = 'year')"_s);
    if (!query)
        return query.error();
    DataSummary summary;
    if (query->next()) {
        summary.readings = query->value(0).toLongLong();
        summary.rejectedLines = query->value(1).toLongLong();
        summary.firstAt = utc(query->value(2));
        summary.lastAt = utc(query->value(3));
    }
    auto plants =
        session.execute(u"SELECT name, time_zone FROM faultline.plant ORDER BY lower(name)"_s);
    if (!plants)
        return plants.error();
    while (plants->next()) {
        summary.plants << plants->value(0).toString();
        summary.clocks.add(summary.plants.constLast(), plants->value(1).toString());
    }
    return summary;
}

} // namespace faultline
