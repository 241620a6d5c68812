// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/ChunkWriter.h"

#include "base/FailPoint.h"
#include "database/CopyBuffer.h"
#include "loading/RejectedRows.h"

#include <QCoreApplication>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ChunkWriter)
};

constexpr qint64 kIdsReservedAtOnce = 32;

// A chunk that a crash takes back takes its journal row along, and is then loaded again: so there
// is no need to wait for the disk with every chunk. The receipt is committed with the wait, and
// with it everything before it.
constexpr auto kBegin = "BEGIN; SET LOCAL synchronous_commit = off";

} // namespace

Result<ChunkId> ChunkWriter::reserveId(Connection& connection)
{
    if (m_reserved.empty()) {
        const auto rows = connection.execute(
            "SELECT nextval('faultline.chunk_id_seq') FROM generate_series(1, $1::int)",
            Parameters().add(kIdsReservedAtOnce));
        if (!rows)
            return rows.error();
        for (int row = 0; row < rows->rowCount(); ++row)
            m_reserved.push_back(static_cast<ChunkId>(rows->integer(row, 0)));
    }
    const ChunkId id = m_reserved.front();
    m_reserved.pop_front();
    return id;
}

Result<ChunkWriter::Outcome>
ChunkWriter::store(Connection& connection, FileId file, ParsedChunk& parsed)
{
    if (const auto begun = connection.execute(kBegin); !begun)
        return begun.error();
    auto outcome = storeWithin(connection, file, parsed);
    if (!outcome || *outcome != Outcome::Stored) {
        connection.rollback();
        return outcome ? whoseIsIt(connection, parsed) : outcome;
    }
    failPoint("chunk: before COMMIT");
    if (const auto committed = connection.commit(); !committed)
        return committed.error();
    failPoint("chunk: after COMMIT");
    return outcome;
}

Result<ChunkWriter::Outcome>
ChunkWriter::storeWithin(Connection& connection, FileId file, ParsedChunk& parsed) const
{
    // First, because it is what makes a second program wait or pass by.
    const auto isNew = addToJournal(connection, file, parsed);
    if (!isNew)
        return isNew.error();
    if (!*isNew)
        return Outcome::LoadedByOther;
    failPoint("chunk: journalled");
    const auto copy = [&connection](const char* copySql, CopyBuffer& rows) {
        return rows.rowCount() > 0 ? connection.copyIn(copySql, rows.finish(), rows.rowCount())
                                   : Result<void>();
    };
    if (const auto copied = copy(kCopyReadings, parsed.readings); !copied)
        return copied.error();
    failPoint("chunk: readings copied");
    if (const auto copied = copy(kCopyFullerReadings, parsed.fullerReadings); !copied)
        return copied.error();
    if (const auto copied = copy(kCopyRejectedLines, parsed.rejectedLines); !copied)
        return copied.error();
    failPoint("chunk: rejected lines copied");
    // In the memory of the readings, which are sent: there may be as much of them.
    CopyBuffer& summaries = parsed.readings;
    summaries.clear();
    parsed.summary.addRows(m_load, parsed.id, parsed.mapVersion, summaries);
    if (const auto copied = copy(kCopyChunkSummaries, summaries); !copied)
        return copied.error();
    return Outcome::Stored;
}

// Bytes of it are in the journal: another program's chunk, or this one, whose COMMIT got no answer.
Result<ChunkWriter::Outcome>
ChunkWriter::whoseIsIt(Connection& connection, const ParsedChunk& parsed) const
{
    const auto found = connection.execute(
        "SELECT EXISTS (SELECT FROM faultline.load_chunk WHERE chunk_id = $1 AND load_id = $2),"
        " EXISTS (SELECT FROM faultline.load_run WHERE load_id = $2 AND undone_at IS NOT NULL)",
        Parameters().add(qint64{toInt(parsed.id)}).add(qint64{toInt(m_load)}));
    if (!found)
        return found.error();
    if (found->boolean(0, 1)) {
        return UserMessage::error(Text::tr("The load was taken back while it ran"))
            .because(Text::tr("Its connection was lost for a while, and somebody undid it."))
            .toMend(Text::tr("Load the folder again."))
            .withCode(u"undone"_s);
    }
    return found->boolean(0, 0) ? Outcome::Stored : Outcome::LoadedByOther;
}

Result<bool>
ChunkWriter::addToJournal(Connection& connection, FileId file, const ParsedChunk& parsed) const
{
    Parameters row;
    row.add(qint64{toInt(parsed.id)})
        .add(qint64{toInt(m_load)})
        .add(qint64{toInt(file)})
        .add(parsed.place.firstByte)
        .add(parsed.place.endByte)
        .add(parsed.place.firstLine)
        .add(parsed.place.lines)
        .add(parsed.records.in)
        .add(parsed.records.loaded)
        .add(parsed.records.rejected)
        .add(parsed.records.blank)
        .addBytes(parsed.contentHash)
        .addBytes(parsed.tailHash)
        .add(parsed.unreadableMeasurements)
        .add(parsed.records.skipped)
        .add(static_cast<qint64>(parsed.readingsChecksum))
        .add(static_cast<qint64>(parsed.rejectedChecksum));
    const auto result = connection.execute(
        "INSERT INTO faultline.load_chunk (chunk_id, load_id, file_id, first_byte, end_byte,"
        " first_line, lines, records, loaded, rejected, blank, content_hash, tail_hash, unreadable,"
        " skipped, readings_checksum, rejected_checksum)"
        // Nothing of a load that was taken back, also if that happens just now.
        " SELECT $1::integer, load_id, $3::integer, $4::bigint, $5::bigint, $6::bigint, $7::bigint,"
        " $8::bigint, $9::bigint, $10::bigint, $11::bigint, $12::bytea, $13::bytea, $14::bigint,"
        " $15::bigint, $16::bigint, $17::bigint"
        " FROM faultline.load_run WHERE load_id = $2 AND undone_at IS NULL FOR KEY SHARE"
        " ON CONFLICT DO NOTHING",
        row);
    if (!result)
        return result.error();
    return result->affectedRows() == 1;
}

} // namespace faultline
