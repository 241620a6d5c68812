// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/chunks/ChunkWriter.h"

#include "base/FailPoint.h"
#include "database/connection/ArrayText.h"
#include "database/connection/CopyBuffer.h"
#include "loading/ledger/FailureRows.h"
#include "loading/ledger/RejectedRows.h"

#include <QCoreApplication>
#include <QJsonDocument>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ChunkWriter)
};

// A chunk that is lost in a crash loses its journal row too, and is then loaded again, so there is
// no need to wait for the disk with every chunk. The receipt is committed with that wait, which
// makes everything before it durable.
constexpr auto kBegin = "BEGIN; SET LOCAL synchronous_commit = off";

// The summaries don't include the chunks until they are settled. Adds nothing to a load that was
// undone or whose turn is over, even if that is happening now. All programs add chunks in the same
// order, so that two of them don't deadlock. Times are microseconds since 2000.
constexpr auto kAddToJournal = R"sql(
WITH load AS (
    SELECT load_id FROM faultline.load_run WHERE load_id = $1 AND undone_at IS NULL FOR KEY SHARE
), turn AS (
    SELECT plant_id FROM faultline.plant_turn
    WHERE plant_id = $2::smallint AND load_id = $1 FOR SHARE
), added AS (
    INSERT INTO faultline.load_chunk (
        chunk_id, load_id, file_id, first_byte, end_byte, first_line, lines, records, loaded,
        rejected, blank, skipped, slots, positions, dates_only, times_twice, repeated, readings_checksum,
        rejected_checksum, content_hash, tail_hash, first_at, last_at, sensors,
        severities, measurements, failure_notes, begins_at, begin_line, ends_at, time_changes,
        steps_back, step_at, step_line, step_by)
    SELECT chunk_id, load_id, file_id, first_byte, end_byte, first_line, lines, records, loaded,
           rejected, blank, skipped, slots, positions, dates_only, times_twice, repeated,
           readings_checksum, rejected_checksum, content_hash, tail_hash,
           CASE WHEN sensors <> '{}'
                THEN timestamptz '2000-01-01 00:00:00+00' + first_at * interval '1 us' END,
           CASE WHEN sensors <> '{}'
                THEN timestamptz '2000-01-01 00:00:00+00' + last_at * interval '1 us' END,
           sensors::int4multirange, severities::bigint[],
           nullif(measurements, '')::jsonb, nullif(failure_notes, '')::jsonb,
           CASE WHEN loaded > 0
                THEN timestamptz '2000-01-01 00:00:00+00' + begins_at * interval '1 us' END,
           CASE WHEN loaded > 0 THEN begin_line END,
           CASE WHEN loaded > 0
                THEN timestamptz '2000-01-01 00:00:00+00' + ends_at * interval '1 us' END,
           time_changes, steps_back,
           CASE WHEN steps_back > 0
                THEN timestamptz '2000-01-01 00:00:00+00' + step_at * interval '1 us' END,
           CASE WHEN steps_back > 0 THEN step_line END,
           CASE WHEN steps_back > 0 THEN step_by * interval '1 us' END
    FROM load CROSS JOIN turn CROSS JOIN unnest(
        $3::integer[], $4::integer[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[],
        $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[],
        $15::bigint[], $16::bigint[], $17::bigint[], $18::bigint[], $19::bigint[], $20::bigint[],
        $21::bytea[], $22::bytea[], $23::bigint[], $24::bigint[], $25::text[], $26::text[],
        $27::text[], $28::text[], $29::bigint[], $30::bigint[], $31::bigint[], $32::bigint[],
        $33::bigint[], $34::bigint[], $35::bigint[], $36::bigint[])
        AS chunk (chunk_id, file_id, first_byte, end_byte, first_line, lines, records, loaded,
                  rejected, blank, skipped, slots, positions, dates_only, times_twice, repeated,
                  readings_checksum, rejected_checksum, content_hash, tail_hash, first_at, last_at,
                  sensors, severities, measurements, failure_notes, begins_at, begin_line, ends_at,
                  time_changes, steps_back, step_at, step_line, step_by)
    ORDER BY file_id, first_byte
    ON CONFLICT DO NOTHING
    RETURNING chunk_id, load_id
)
INSERT INTO faultline.unsettled_chunk (chunk_id, load_id, plant_id)
SELECT chunk_id, load_id, $2::smallint FROM added)sql";

constexpr auto kCopyNamedEquipment =
    "COPY faultline.named_equipment (chunk_id, plant_id, sensor_key, equipment_key, readings,"
    " first_at, last_at) FROM STDIN (FORMAT binary)";

CopyBuffer namedEquipmentRows(PlantId plant, const ParsedBatch& batch)
{
    CopyBuffer rows;
    for (const ParsedChunk& chunk : batch.chunks) {
        for (const NamedEquipment& named : chunk.named) {
            rows.addRow(
                toInt(chunk.id), toInt(plant), named.sensorKey, named.equipmentKey, named.readings,
                named.firstAt, named.lastAt);
        }
    }
    return rows;
}

} // namespace

Result<std::vector<ChunkId>> ChunkWriter::reserveIds(Connection& connection, std::size_t count)
{
    const auto rows = connection.execute(
        "SELECT nextval('faultline.chunk_id_seq') FROM generate_series(1, $1::int)",
        Parameters().add(static_cast<qint64>(count)));
    if (!rows)
        return rows.error();
    std::vector<ChunkId> ids;
    ids.reserve(count);
    for (int row = 0; row < rows->rowCount(); ++row)
        ids.push_back(static_cast<ChunkId>(rows->integer(row, 0)));
    return ids;
}

Result<ChunkWriter::Outcome>
ChunkWriter::store(Connection& connection, PlantId plant, ParsedBatch& batch)
{
    if (const auto begun = connection.execute(kBegin); !begun)
        return begun.error();
    auto outcome = storeWithin(connection, plant, batch);
    if (!outcome || *outcome != Outcome::Stored) {
        connection.rollback();
        return outcome ? findOwner(connection, plant, batch) : outcome;
    }
    failPoint("chunk: before COMMIT");
    if (const auto committed = connection.commit(); !committed)
        return committed.error();
    failPoint("chunk: after COMMIT");
    return outcome;
}

Result<ChunkWriter::Outcome>
ChunkWriter::storeWithin(Connection& connection, PlantId plant, ParsedBatch& batch) const
{
    // First, because this is what makes a second program wait or skip the chunk.
    const auto isNew = addToJournal(connection, plant, batch);
    if (!isNew)
        return isNew.error();
    if (!*isNew)
        return Outcome::LoadedByOther;
    failPoint("chunk: journalled");
    const auto copy = [&connection](const char* copySql, CopyBuffer& rows) {
        return rows.rowCount() > 0 ? connection.copyIn(copySql, rows.finish(), rows.rowCount())
                                   : Result<void>();
    };
    if (const auto copied = copy(kCopyReadings, batch.readings); !copied)
        return copied.error();
    failPoint("chunk: readings copied");
    if (const auto copied = copy(kCopyFullerReadings, batch.fullerReadings); !copied)
        return copied.error();
    if (const auto copied = copy(kCopyFailureDetails, batch.failureDetails); !copied)
        return copied.error();
    if (const auto copied = copy(kCopyRejectedLines, batch.rejectedLines); !copied)
        return copied.error();
    CopyBuffer named = namedEquipmentRows(plant, batch);
    if (const auto copied = copy(kCopyNamedEquipment, named); !copied)
        return copied.error();
    failPoint("chunk: rejected lines copied");
    return Outcome::Stored;
}

// Some of its bytes are in the journal: from another program's chunks, or from these if their
// COMMIT got no answer. Or it isn't this load's turn.
Result<ChunkWriter::Outcome>
ChunkWriter::findOwner(Connection& connection, PlantId plant, const ParsedBatch& batch) const
{
    std::vector<qint32> ids;
    for (const ParsedChunk& chunk : batch.chunks)
        ids.push_back(toInt(chunk.id));
    const auto found = connection.execute(
        "SELECT (SELECT count(*) FROM faultline.load_chunk"
        "  WHERE chunk_id = ANY ($1::integer[]) AND load_id = $2),"
        " EXISTS (SELECT FROM faultline.load_run WHERE load_id = $2 AND undone_at IS NOT NULL),"
        " NOT EXISTS (SELECT FROM faultline.plant_turn WHERE plant_id = $3 AND load_id = $2)",
        Parameters().add(ids).add(qint64{toInt(m_load)}).add(qint64{toInt(plant)}));
    if (!found)
        return found.error();
    if (found->boolean(0, 1)) {
        return UserMessage::error(Text::tr("The load was undone while it was running"))
            .because(Text::tr("Its connection was lost for a while, and someone undid it."))
            .withRemedy(Text::tr("Load the folder again."))
            .withCode(u"undone"_s);
    }
    const bool areStored = found->integer(0, 0) == static_cast<qint64>(batch.chunks.size());
    if (areStored)
        return Outcome::Stored;
    return found->boolean(0, 2) ? Outcome::LostTurn : Outcome::LoadedByOther;
}

Result<bool>
ChunkWriter::addToJournal(Connection& connection, PlantId plant, const ParsedBatch& batch) const
{
    Parameters row;
    row.add(qint64{toInt(m_load)});
    row.add(qint64{toInt(plant)});
    const auto addColumn = [&](const auto& valueOf) {
        std::vector<qint64> values;
        values.reserve(batch.chunks.size());
        for (const ParsedChunk& chunk : batch.chunks)
            values.push_back(static_cast<qint64>(valueOf(chunk)));
        row.add(values);
    };
    const auto addHashes = [&](QByteArray ParsedChunk::*hash) {
        std::vector<QByteArray> values;
        values.reserve(batch.chunks.size());
        for (const ParsedChunk& chunk : batch.chunks)
            values.push_back(chunk.*hash);
        row.addBytes(values);
    };
    addColumn([](const ParsedChunk& c) { return toInt(c.id); });
    addColumn([](const ParsedChunk& c) { return toInt(c.file); });
    addColumn([](const ParsedChunk& c) { return c.range.firstByte; });
    addColumn([](const ParsedChunk& c) { return c.range.endByte; });
    addColumn([](const ParsedChunk& c) { return c.range.firstLine; });
    addColumn([](const ParsedChunk& c) { return c.range.lines; });
    addColumn([](const ParsedChunk& c) { return c.records.in; });
    addColumn([](const ParsedChunk& c) { return c.records.loaded; });
    addColumn([](const ParsedChunk& c) { return c.records.rejected; });
    addColumn([](const ParsedChunk& c) { return c.records.blank; });
    addColumn([](const ParsedChunk& c) { return c.records.skipped; });
    addColumn([](const ParsedChunk& c) { return c.slots; });
    addColumn([](const ParsedChunk& c) { return c.range.records * c.slots; });
    addColumn([](const ParsedChunk& c) { return c.notes.datesOnly; });
    addColumn([](const ParsedChunk& c) { return c.notes.timesTwice; });
    addColumn([](const ParsedChunk& c) { return c.notes.repeated; });
    addColumn([](const ParsedChunk& c) { return c.readingsChecksum; });
    addColumn([](const ParsedChunk& c) { return c.rejectedChecksum; });
    addHashes(&ParsedChunk::contentHash);
    addHashes(&ParsedChunk::tailHash);
    addColumn([](const ParsedChunk& c) { return c.extent.firstAt; });
    addColumn([](const ParsedChunk& c) { return c.extent.lastAt; });
    row.add(arrayText(batch.chunks, [](const ParsedChunk& chunk) {
        return quotedElement(chunk.extent.sensors.toText());
    }));
    row.add(arrayText(batch.chunks, [](const ParsedChunk& chunk) {
        return quotedElement(arrayText(chunk.severities, [](const SeverityReadings& severity) {
            return u"{%1,%2}"_s.arg(severity.code).arg(severity.readings);
        }));
    }));
    const auto addJson = [&](auto jsonOf) {
        row.add(arrayText(batch.chunks, [&jsonOf](const ParsedChunk& chunk) {
            const QJsonObject json = jsonOf(chunk.notes);
            return quotedElement(
                json.isEmpty()
                    ? QString()
                    : QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact)));
        }));
    };
    addJson([](const NoteCounts& notes) {
        return notes.measurements.isEmpty() ? QJsonObject() : notes.measurements.toJson();
    });
    addJson([](const NoteCounts& notes) { return notes.failuresToJson(); });
    addColumn([](const ParsedChunk& c) { return c.steps.beginsAt; });
    addColumn([](const ParsedChunk& c) { return c.steps.beginLine; });
    addColumn([](const ParsedChunk& c) { return c.steps.endsAt; });
    addColumn([](const ParsedChunk& c) { return c.steps.changes; });
    addColumn([](const ParsedChunk& c) { return c.steps.back; });
    addColumn([](const ParsedChunk& c) { return c.steps.stepAt; });
    addColumn([](const ParsedChunk& c) { return c.steps.stepLine; });
    addColumn([](const ParsedChunk& c) { return c.steps.stepBy; });
    const auto result = connection.execute(kAddToJournal, row);
    if (!result)
        return result.error();
    return result->affectedRows() == static_cast<qint64>(batch.chunks.size());
}

} // namespace faultline
