// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/ListLoader.h"

#include "base/FailPoint.h"
#include "loading/ListStatements.h"
#include "loading/findings/ListFindings.h"
#include "loading/ledger/FileIdentity.h"
#include "loading/ledger/KnownFiles.h"
#include "loading/ledger/LoadJournal.h"
#include "loading/ledger/RejectedRows.h"
#include "loading/planning/DateOrderHistory.h"
#include "loading/plants/ListsInForce.h"
#include "loading/receipt/UnreadFiles.h"
#include "sources/lists/EquipmentListParser.h"
#include "sources/lists/SensorMapParser.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr qint64 kRowsAtOnce = 20'000;
constexpr std::size_t kBytesAtOnce = std::size_t{4} * 1024 * 1024;

bool isFull(const CopyBuffer& rows)
{
    return rows.rowCount() >= kRowsAtOnce || rows.byteCount() >= kBytesAtOnce;
}

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ListLoader)
};

std::string_view view(const QByteArray& bytes)
{
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

// Loads the records of one list, in the caller's transaction.
class ListLoad
{
public:
    ListLoad(Connection& connection, const ListSource& list, const CancelToken& cancel)
        : m_connection(connection)
        , m_list(list)
        , m_source(list.file)
        , m_cancel(cancel)
        , m_isMap(list.file.role == SourceRole::SensorMap)
        , m_statements(m_isMap ? kSensorMapStatements : kEquipmentStatements)
    {}

    Result<ListOutcome> run()
    {
        const auto input = InputFile::open(m_source.input);
        if (!input)
            return input.error();
        if (const auto measured = input->measure(m_cancel); !measured)
            return measured.error();
        // Half a list would say that the other half isn't there.
        if (const auto damage = input->damage())
            return *damage;
        if (const auto identified = identify(*input); !identified)
            return identified.error();
        if (m_known) {
            if (const auto applied = noteApplied(); !applied)
                return applied.error();
            return m_known->load == m_list.load ? storedBefore() : skipped();
        }
        if (const auto created = m_connection.execute(m_statements.createIncoming); !created)
            return created.error();
        const auto id = m_connection.execute("SELECT nextval('faultline.chunk_id_seq')");
        if (!id)
            return id.error();
        m_chunk = static_cast<ChunkId>(id->integer(0, 0));
        const auto counts = parse(*input);
        if (!counts)
            return counts.error();
        if (const auto flushed = flush(); !flushed)
            return flushed.error();
        return finish(*input, *counts);
    }

private:
    // Finds or adds the file, and finds out whether exactly this content was loaded before.
    Result<void> identify(const InputFile& input)
    {
        if (const auto locked = lockFileIdentities(m_connection); !locked)
            return locked.error();
        const auto hash = rangeHash(input, 0, input.size(), m_cancel);
        if (!hash)
            return hash.error();
        m_contentHash = *hash;
        const auto head = readHead(input);
        if (!head)
            return head.error();
        KnownFileKeys keys;
        keys.paths << m_source.path;
        keys.add(*head);
        const auto candidates = findFiles(m_connection, m_list.plant, *m_source.role, keys);
        if (!candidates)
            return candidates.error();
        KnownFile added;
        for (const KnownFile& file : *candidates) {
            const auto ranges = journalledRanges(m_connection, file.id);
            if (!ranges)
                return ranges.error();
            const bool same = ranges->size() == 1 && ranges->front().contentHash == m_contentHash;
            if (same) {
                auto reread = readInOtherFormat(m_source, {file, *ranges}, m_cancel);
                if (!reread)
                    return reread.error();
                if (*reread)
                    return **std::move(reread);
                m_file = file.id;
                m_known = ranges->front();
                return noteSeen(
                    m_connection, {{file.id,
                                    m_source.path,
                                    input.modifiedMs(),
                                    std::nullopt,
                                    m_source.format.times.order,
                                    storedTable(m_source.format.table),
                                    m_source.input.encoding,
                                    m_source.format.zone ? m_source.format.zone->name() : file.zone,
                                    {}}});
            }
            if (file.path == m_source.path)
                added.generation = std::max(added.generation, file.generation + 1);
        }
        const auto id = reserveFileIds(m_connection, 1);
        if (!id)
            return id.error();
        m_file = id->first();
        added.id = m_file;
        added.path = m_source.path;
        added.encoding = m_source.input.encoding;
        added.head = head->anchor;
        added.modifiedMs = input.modifiedMs();
        added.dateOrder = m_source.format.times.order;
        added.zone = storedZone(m_source.format.zone);
        added.table = m_source.format.table;
        return addFiles(m_connection, m_list.plant, *m_source.role, {added});
    }

    Result<ListCounts> parse(const InputFile& input)
    {
        const auto rejected = [this](const RejectedLine& line) { return addRejected(line); };
        if (m_isMap) {
            const ListSink<SensorMapEntry> sink{
                [this](const SensorMapEntry& entry) { return addEntry(entry); }, rejected};
            const LocalTime zone = m_source.format.zone.value_or(m_list.zone);
            return parseSensorMap(input, m_source.dataBegin, zone, sink, m_cancel, m_source.format);
        }
        const ListSink<Equipment> sink{
            [this](const Equipment& equipment) { return addEquipment(equipment); }, rejected};
        return parseEquipmentList(input, m_source.dataBegin, sink, m_cancel, m_source.format);
    }

    Result<void> addEntry(const SensorMapEntry& entry)
    {
        m_rows.beginRow(5);
        m_rows.addInt32(++m_position);
        m_rows.addBytes(view(entry.sensorId));
        m_rows.addBytes(view(entry.equipmentId));
        for (const std::optional<qint64>& limit : {entry.validFrom, entry.validTo}) {
            if (limit)
                m_rows.addInt64(*limit);
            else
                m_rows.addNull();
        }
        return isFull(m_rows) ? flush() : Result<void>();
    }

    Result<void> addEquipment(const Equipment& equipment)
    {
        m_rows.beginRow(5);
        m_rows.addInt32(++m_position);
        m_rows.addBytes(view(equipment.equipmentId));
        m_rows.addBytes(view(equipment.code));
        if (equipment.groupName)
            m_rows.addBytes(view(*equipment.groupName));
        else
            m_rows.addNull();
        addAttributes(equipment.attributes);
        return isFull(m_rows) ? flush() : Result<void>();
    }

    // hstore_recv() in contrib/hstore/hstore_io.c.
    void addAttributes(const std::vector<Equipment::Attribute>& attributes)
    {
        if (attributes.empty()) {
            m_rows.addNull();
            return;
        }
        std::size_t bytes = sizeof(qint32);
        for (const auto& [key, value] : attributes) {
            bytes += 2 * sizeof(qint32) + static_cast<std::size_t>(key.size())
                     + (value ? static_cast<std::size_t>(value->size()) : 0);
        }
        m_rows.put(static_cast<qint32>(bytes));
        m_rows.put(static_cast<qint32>(attributes.size()));
        for (const auto& [key, value] : attributes) {
            m_rows.addBytes(view(key));
            if (value)
                m_rows.addBytes(view(*value));
            else
                m_rows.addNull();
        }
    }

    Result<void> addRejected(const RejectedLine& line)
    {
        addRejectedRow(m_rejected, m_chunk, line);
        m_rejectedChecksum += rejectedRowChecksum(line, 1, 0);
        return isFull(m_rejected) ? flushRejected() : Result<void>();
    }

    Result<void> flush()
    {
        const auto copied =
            m_connection.copyIn(m_statements.copyIncoming, m_rows.finish(), m_rows.rowCount());
        m_rows.clear();
        return copied;
    }

    Result<void> flushRejected()
    {
        const auto copied =
            m_connection.copyIn(kCopyRejectedLines, m_rejected.finish(), m_rejected.rowCount());
        m_rejected.clear();
        return copied;
    }

    // This load already stored it, but its COMMIT got no answer.
    ListOutcome storedBefore() const
    {
        ListOutcome outcome;
        outcome.id = m_file;
        outcome.records = m_known->records;
        outcome.contentHash = m_contentHash;
        return outcome;
    }

    ListOutcome skipped() const
    {
        ListOutcome outcome;
        outcome.id = m_file;
        outcome.contentHash = m_contentHash;
        outcome.records.in = m_known->records.in;
        outcome.records.skipped = outcome.records.in;
        if (isUnread(m_known->records))
            outcome.rejectedBy = m_known->load;
        return outcome;
    }

    // May be repeated.
    Result<void> noteApplied()
    {
        const auto noted = m_connection.execute(
            "INSERT INTO faultline.applied_list (load_id, position, plant_id, chunk_id)"
            " SELECT $1, $2, $3, chunk_id FROM faultline.load_chunk WHERE file_id = $4"
            " ON CONFLICT DO NOTHING",
            Parameters()
                .add(qint64{toInt(m_list.load)})
                .add(qint64{m_list.position})
                .add(qint64{toInt(m_list.plant)})
                .add(qint64{toInt(m_file)}));
        if (!noted)
            return noted.error();
        const auto changed = m_connection.execute(
            "UPDATE faultline.plant SET lists_changed = true"
            " WHERE plant_id = $1 AND NOT lists_changed",
            Parameters().add(qint64{toInt(m_list.plant)}));
        return changed ? Result<void>() : changed.error();
    }

    Result<ListOutcome> finish(const InputFile& input, const ListCounts& counts)
    {
        const auto conflicts = m_connection.execute(m_statements.countConflicts);
        if (!conflicts)
            return conflicts.error();
        const auto plant = Parameters().add(qint64{toInt(m_list.plant)});
        for (const char* const statement :
             {m_statements.registerEquipment, m_statements.registerSensors}) {
            if (!statement)
                continue;
            if (const auto registered = m_connection.execute(statement, plant); !registered)
                return registered.error();
        }
        const auto stored = m_connection.execute(
            m_statements.store,
            Parameters().add(qint64{toInt(m_list.plant)}).add(qint64{toInt(m_chunk)}));
        if (!stored)
            return stored.error();
        if (const auto journalled = addToJournal(input, counts); !journalled)
            return journalled.error();
        if (const auto flushed = flushRejected(); !flushed)
            return flushed.error();
        if (const auto applied = noteApplied(); !applied)
            return applied.error();
        ListOutcome outcome;
        outcome.id = m_file;
        outcome.contentHash = m_contentHash;
        outcome.records.in = counts.records + counts.blank;
        outcome.records.loaded = counts.records - counts.rejected;
        outcome.records.rejected = counts.rejected;
        outcome.records.blank = counts.blank;
        outcome.findings = findInList(m_source, conflicts->integer(0, 0), counts.leniency);
        return outcome;
    }

    Result<void> addToJournal(const InputFile& input, const ListCounts& counts)
    {
        const auto tail = tailHash(input, 0, input.size());
        if (!tail)
            return tail.error();
        const auto result = m_connection.execute(
            "INSERT INTO faultline.load_chunk (chunk_id, load_id, file_id, first_byte, end_byte,"
            " first_line, lines, records, loaded, rejected, blank, content_hash, tail_hash,"
            " rejected_checksum)"
            " VALUES ($1, $2, $3, 0, $4, 1, $5, $6, $7, $8, $9, $10, $11, $12)",
            Parameters()
                .add(qint64{toInt(m_chunk)})
                .add(qint64{toInt(m_list.load)})
                .add(qint64{toInt(m_file)})
                .add(input.size())
                .add(counts.lines)
                .add(counts.records + counts.blank)
                .add(counts.records - counts.rejected)
                .add(counts.rejected)
                .add(counts.blank)
                .addBytes(m_contentHash)
                .addBytes(*tail)
                .add(static_cast<qint64>(m_rejectedChecksum)));
        if (!result)
            return result.error();
        return {};
    }

    Connection& m_connection;
    const ListSource& m_list;
    const SourceFile& m_source;
    const CancelToken& m_cancel;
    const bool m_isMap;
    const ListStatements& m_statements;
    FileId m_file{};
    std::optional<JournalledRange> m_known; ///< The same content, loaded before.
    ChunkId m_chunk{};
    QByteArray m_contentHash;
    CopyBuffer m_rows;
    CopyBuffer m_rejected;
    quint64 m_rejectedChecksum = 0;
    qint32 m_position = 0;
};

} // namespace

Result<ListOutcome>
loadList(Connection& connection, const ListSource& list, const CancelToken& cancel)
{
    if (const auto begun = connection.execute("BEGIN"); !begun)
        return begun.error();
    auto outcome = ListLoad(connection, list, cancel).run();
    if (!outcome) {
        connection.rollback();
        return outcome;
    }
    failPoint("list: before COMMIT");
    if (const auto committed = connection.commit(); !committed)
        return committed.error();
    failPoint("list: after COMMIT");
    return outcome;
}

namespace {

// `isMost`: this much seldom changes at one plant.
UserMessage listChange(const QString& what, const QString& plant, bool isMost)
{
    UserMessage changed = isMost ? UserMessage::warning(what) : UserMessage::information(what);
    changed
        .because(Text::tr("The newest lists of plant “%1” count, even for readings that were "
                          "loaded earlier.")
                     .arg(plant))
        .withCode(u"list-changed"_s);
    if (isMost)
        changed.withRemedy(
            Text::tr("If this is another plant, undo this load. Then load the folder "
                     "into a new plant."));
    return changed;
}

} // namespace

Result<QList<UserMessage>>
putListsInForce(Connection& connection, PlantId plant, const QString& name)
{
    if (const auto begun = connection.execute("BEGIN"); !begun)
        return begun.error();
    const auto changes = applyLists(connection, plant);
    if (!changes) {
        connection.rollback();
        return changes.error();
    }
    if (const auto committed = connection.commit(); !committed)
        return committed.error();
    QList<UserMessage> findings;
    if (changes->changedEquipment > 0) {
        findings << listChange(
            Text::tr(
                "%n piece(s) of equipment have different values than before", nullptr,
                static_cast<int>(changes->changedEquipment)),
            name, changes->changedEquipment * 2 > changes->knownEquipment);
    }
    if (changes->changedSensors > 0) {
        findings << listChange(
            Text::tr(
                "%n sensor(s) belong to different equipment than before", nullptr,
                static_cast<int>(changes->changedSensors)),
            name, changes->changedSensors * 2 > changes->knownSensors);
    }
    return findings;
}

} // namespace faultline
