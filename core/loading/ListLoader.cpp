// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/ListLoader.h"

#include "base/FailPoint.h"
#include "loading/ledger/FileIdentity.h"
#include "loading/ledger/KnownFiles.h"
#include "loading/ledger/LoadJournal.h"
#include "loading/ledger/RejectedRows.h"
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

// The statements for one kind of list. `incoming` is a temporary table with the file's rows and
// their positions.
struct ListStatements
{
    const char* createIncoming;
    const char* copyIncoming;
    /// Counts keys that occur more than once with different values.
    const char* countConflicts;
    /// Stores rows that are new or differ; returns how many were inserted and updated.
    const char* merge;
};

constexpr ListStatements kEquipmentStatements{
    "CREATE TEMPORARY TABLE incoming ON COMMIT DROP AS"
    " SELECT 0::bigint AS position, e.* FROM faultline.equipment e WITH NO DATA",
    "COPY pg_temp.incoming (position, equipment_id, code, group_name, attributes)"
    " FROM STDIN (FORMAT binary)",
    "SELECT count(*) FROM (SELECT equipment_id FROM pg_temp.incoming GROUP BY equipment_id"
    " HAVING count(DISTINCT (code, group_name, attributes::text)) > 1) x",
    // Attributes are compared as text, which has a fixed order, because hstore's operators may be
    // in a schema that isn't on the search path.
    "WITH newest AS (SELECT DISTINCT ON (equipment_id) equipment_id, code, group_name, attributes"
    "  FROM pg_temp.incoming ORDER BY equipment_id, position DESC),"
    " merged AS (INSERT INTO faultline.equipment AS e (equipment_id, code, group_name, attributes)"
    "  SELECT equipment_id, code, group_name, attributes FROM newest"
    "  ON CONFLICT (equipment_id) DO UPDATE SET code = excluded.code,"
    "   group_name = excluded.group_name, attributes = excluded.attributes"
    "  WHERE (e.code, e.group_name, e.attributes::text)"
    "   IS DISTINCT FROM (excluded.code, excluded.group_name, excluded.attributes::text)"
    "  RETURNING xmax = 0 AS inserted)"
    " SELECT count(*) FILTER (WHERE inserted), count(*) FILTER (WHERE NOT inserted) FROM merged"};

constexpr ListStatements kSensorMapStatements{
    "CREATE TEMPORARY TABLE incoming ON COMMIT DROP AS"
    " SELECT 0::bigint AS position, m.* FROM faultline.equipment_sensor m WITH NO DATA",
    "COPY pg_temp.incoming (position, sensor_id, equipment_id) FROM STDIN (FORMAT binary)",
    "SELECT count(*) FROM (SELECT sensor_id FROM pg_temp.incoming GROUP BY sensor_id"
    " HAVING count(DISTINCT equipment_id) > 1) x",
    // A change to a sensor with readings makes the summaries stale; one without readings doesn't.
    "WITH newest AS (SELECT DISTINCT ON (sensor_id) sensor_id, equipment_id"
    "  FROM pg_temp.incoming ORDER BY sensor_id, position DESC),"
    " merged AS (INSERT INTO faultline.equipment_sensor AS m (sensor_id, equipment_id)"
    "  SELECT sensor_id, equipment_id FROM newest"
    "  ON CONFLICT (sensor_id) DO UPDATE SET equipment_id = excluded.equipment_id"
    "  WHERE m.equipment_id <> excluded.equipment_id"
    "  RETURNING m.sensor_id, xmax = 0 AS inserted),"
    " state AS (UPDATE faultline.summary_state SET map_version = map_version + 1,"
    "  events_stale = events_stale OR EXISTS ("
    "   SELECT FROM merged JOIN (SELECT DISTINCT unnest(sensor_key) AS sensor_key"
    "    FROM faultline.sensor_summary WHERE unit = 'year') d ON d.sensor_key = merged.sensor_id)"
    "  WHERE EXISTS (SELECT FROM merged))"
    " SELECT count(*) FILTER (WHERE inserted), count(*) FILTER (WHERE NOT inserted) FROM merged"};

// Loads the records of one list, in the caller's transaction.
class ListLoad
{
public:
    ListLoad(
        Connection& connection, LoadId load, const SourceFile& source, bool isNewest,
        const CancelToken& cancel)
        : m_connection(connection)
        , m_load(load)
        , m_source(source)
        , m_isNewest(isNewest)
        , m_cancel(cancel)
        , m_isMap(source.role == SourceRole::SensorMap)
        , m_statements(m_isMap ? kSensorMapStatements : kEquipmentStatements)
    {}

    Result<ListOutcome> run()
    {
        const auto input = InputFile::open(m_source.path);
        if (!input)
            return input.error();
        if (m_isMap) {
            // A running settlement holds this row. Wait here, before other programs wait for this
            // one, and not inside the merge, whose snapshot would be older than the end of the
            // wait.
            const auto state =
                m_connection.execute("SELECT FROM faultline.summary_state FOR UPDATE");
            if (!state)
                return state.error();
        }
        if (const auto identified = identify(*input); !identified)
            return identified.error();
        if (m_mine)
            return storedBefore();
        if (const auto created = m_connection.execute(m_statements.createIncoming); !created)
            return created.error();
        const auto id = m_connection.execute("SELECT nextval('faultline.chunk_id_seq')");
        if (!id)
            return id.error();
        m_chunk = static_cast<ChunkId>(id->integer(0, 0));
        const auto counts = parse(*input);
        if (!counts)
            return counts.error();
        if (m_known && !m_isNewest)
            return skipped(*counts);
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
        const auto candidates = findFiles(m_connection, *m_source.role, keys);
        if (!candidates)
            return candidates.error();
        KnownFile added;
        for (const KnownFile& file : *candidates) {
            const auto ranges = journalledRanges(m_connection, file.id);
            if (!ranges)
                return ranges.error();
            const bool same = ranges->size() == 1 && ranges->front().contentHash == m_contentHash;
            if (same) {
                m_file = file.id;
                m_known = true;
                if (ranges->front().load == m_load)
                    m_mine = ranges->front().records;
                return noteSeen(
                    m_connection, {{file.id, m_source.path, input.modifiedMs(), std::nullopt}});
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
        added.head = head->anchor;
        added.modifiedMs = input.modifiedMs();
        return addFiles(m_connection, *m_source.role, {added});
    }

    Result<ListCounts> parse(const InputFile& input)
    {
        const auto rejected = [this](const RejectedLine& line) { return addRejected(line); };
        if (m_isMap) {
            const ListSink<SensorMapEntry> sink{
                [this](const SensorMapEntry& entry) { return addEntry(entry); }, rejected};
            return parseSensorMap(input, m_source.skipBytes, sink, m_cancel);
        }
        const ListSink<Equipment> sink{
            [this](const Equipment& equipment) { return addEquipment(equipment); }, rejected};
        return parseEquipmentList(input, m_source.skipBytes, sink, m_cancel);
    }

    Result<void> addEntry(const SensorMapEntry& entry)
    {
        m_rows.beginRow(3);
        m_rows.addInt64(++m_position);
        m_rows.addInt32(entry.sensorId);
        m_rows.addInt32(entry.equipmentId);
        return isFull(m_rows) ? flush() : Result<void>();
    }

    Result<void> addEquipment(const Equipment& equipment)
    {
        m_rows.beginRow(5);
        m_rows.addInt64(++m_position);
        m_rows.addInt32(equipment.equipmentId);
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
        // These lines were rejected and stored when this content was loaded before.
        if (m_known)
            return {};
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
        outcome.records = *m_mine;
        outcome.contentHash = m_contentHash;
        return outcome;
    }

    ListOutcome skipped(const ListCounts& counts) const
    {
        ListOutcome outcome;
        outcome.id = m_file;
        outcome.contentHash = m_contentHash;
        outcome.records.in = counts.records + counts.blank;
        outcome.records.skipped = outcome.records.in;
        return outcome;
    }

    Result<ListOutcome> finish(const InputFile& input, const ListCounts& counts)
    {
        const auto conflicts = m_connection.execute(m_statements.countConflicts);
        if (!conflicts)
            return conflicts.error();
        const auto merged = m_connection.execute(m_statements.merge);
        if (!merged)
            return merged.error();
        const qint64 inserted = merged->integer(0, 0);
        const qint64 updated = merged->integer(0, 1);

        ListOutcome outcome;
        outcome.id = m_file;
        outcome.contentHash = m_contentHash;
        outcome.records.in = counts.records + counts.blank;
        outcome.records.loaded = inserted + updated;
        if (!m_known) {
            if (const auto journalled = addToJournal(input, counts); !journalled)
                return journalled.error();
            if (const auto flushed = flushRejected(); !flushed)
                return flushed.error();
            outcome.records.rejected = counts.rejected;
            outcome.records.blank = counts.blank;
        }
        outcome.records.skipped = outcome.records.in - outcome.records.loaded
                                  - outcome.records.rejected - outcome.records.blank;
        addFindings(conflicts->integer(0, 0), updated, counts.records, outcome.findings);
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
                .add(qint64{toInt(m_load)})
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

    void addFindings(
        qint64 conflicts, qint64 updated, qint64 records, QList<UserMessage>& findings) const
    {
        if (conflicts > 0) {
            const auto what =
                m_isMap
                    ? Text::tr(
                        "%n sensor(s) are mapped to more than one piece of equipment", nullptr,
                        static_cast<int>(conflicts))
                    : Text::tr(
                        "%n piece(s) of equipment are listed more than once with different values",
                        nullptr, static_cast<int>(conflicts));
            findings << UserMessage::warning(what)
                            .because(Text::tr("The last entry in the file counts."))
                            .at(m_source.path)
                            .withCode(u"listed-twice"_s);
        }
        if (updated > 0) {
            const auto what = m_isMap
                                  ? Text::tr(
                                      "%n sensor(s) belong to different equipment than before",
                                      nullptr, static_cast<int>(updated))
                                  : Text::tr(
                                      "%n piece(s) of equipment have different values than before",
                                      nullptr, static_cast<int>(updated));
            UserMessage changed =
                UserMessage::information(what)
                    .because(Text::tr(
                        "Reports use the newest file, even for readings that were loaded earlier."))
                    .at(m_source.path)
                    .withCode(u"list-changed"_s);
            // This much doesn't change at one plant.
            if (updated * 2 > records) {
                changed.kind = UserMessage::Kind::Warning;
                changed.withRemedy(
                    Text::tr("If this is another plant with the same equipment numbers, give it "
                             "its own database. To restore the first plant's lists, undo this load "
                             "and load the first plant's folder again."));
            }
            findings << changed;
        }
    }

    Connection& m_connection;
    const LoadId m_load;
    const SourceFile& m_source;
    const bool m_isNewest;
    const CancelToken& m_cancel;
    const bool m_isMap;
    const ListStatements& m_statements;
    FileId m_file{};
    bool m_known = false;
    std::optional<RecordCounts> m_mine; ///< What this load itself stored of the file.
    ChunkId m_chunk{};
    QByteArray m_contentHash;
    CopyBuffer m_rows;
    CopyBuffer m_rejected;
    quint64 m_rejectedChecksum = 0;
    qint64 m_position = 0;
};

} // namespace

Result<ListOutcome> loadList(
    Connection& connection, LoadId load, const SourceFile& source, bool isNewest,
    const CancelToken& cancel)
{
    if (const auto begun = connection.execute("BEGIN"); !begun)
        return begun.error();
    auto outcome = ListLoad(connection, load, source, isNewest, cancel).run();
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

} // namespace faultline
