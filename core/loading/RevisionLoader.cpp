// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/RevisionLoader.h"

#include "base/FailPoint.h"
#include "loading/ChunkWriter.h"
#include "loading/KnownReadings.h"

namespace faultline {

namespace {

class RevisionLoad
{
public:
    RevisionLoad(
        Connection& connection, LoadId load, const PlannedFile& file, const LoadOptions& options,
        const CancelToken& cancel, ChunkParser& parser)
        : m_connection(connection)
        , m_file(file)
        , m_options(options)
        , m_cancel(cancel)
        , m_parser(parser)
        , m_writer(load)
    {}

    Result<RevisionOutcome> run()
    {
        // Two programs at once: the second one finds it done.
        const auto locked = m_connection.execute(
            "SELECT FROM faultline.source_file WHERE file_id = $1 FOR NO KEY UPDATE",
            Parameters().add(qint64{toInt(m_file.id)}));
        if (!locked)
            return locked.error();
        const auto ranges = journalledRanges(m_connection, m_file.id);
        if (!ranges)
            return ranges.error();
        const auto count = KnownReadings::count(m_connection, m_file.id);
        if (!count)
            return count.error();
        if (*count > KnownReadings::kMost)
            return RevisionOutcome{};
        auto known = KnownReadings::fetch(m_connection, m_file.id);
        if (!known)
            return known.error();
        m_parser.setKnownReadings(&*known);
        const auto input = InputFile::open(m_file.source.path);
        if (!input)
            return input.error();
        const auto gaps = missingRanges(m_file.source.skipBytes, m_file.bytes, *ranges);
        for (const ByteGap& gap : gaps) {
            if (const auto loaded = loadGap(*input, gap); !loaded)
                return loaded.error();
        }
        m_outcome.isDone = true;
        return m_outcome;
    }

private:
    Result<void> loadGap(const InputFile& input, const ByteGap& gap)
    {
        const bool isFinal = m_options.isFinal || gap.end < m_file.bytes;
        ChunkLimits limits;
        limits.rows = m_options.chunkRows;
        ChunkReader reader(input, gap.begin, gap.end, gap.firstLine, isFinal, limits);
        for (;;) {
            const auto more = reader.next(m_raw, m_cancel);
            if (!more)
                return more.error();
            if (!*more)
                break;
            if (const auto stored = store(); !stored)
                return stored;
        }
        m_outcome.hasUnfinishedLine = m_outcome.hasUnfinishedLine || reader.unfinishedBytes() > 0;
        return {};
    }

    Result<void> store()
    {
        const auto id = m_writer.reserveId(m_connection);
        if (!id)
            return id.error();
        if (const auto done = m_parser.parse(m_raw, *id, m_parsed, &m_connection); !done)
            return done;
        const auto outcome = m_writer.storeWithin(m_connection, m_file.id, m_parsed);
        return outcome ? Result<void>() : outcome.error();
    }

    Connection& m_connection;
    const PlannedFile& m_file;
    const LoadOptions& m_options;
    const CancelToken& m_cancel;
    ChunkParser& m_parser;
    ChunkWriter m_writer;
    RawChunk m_raw;
    ParsedChunk m_parsed;
    RevisionOutcome m_outcome;
};

} // namespace

Result<RevisionOutcome> loadRevision(
    Connection& connection, LoadId load, const PlannedFile& file, const SensorEquipment& map,
    const LoadOptions& options, const CancelToken& cancel)
{
    auto severities = SeverityCodes::fetch(connection);
    if (!severities)
        return severities.error();
    ChunkParser parser(map, *std::move(severities));
    if (const auto begun = connection.execute("BEGIN"); !begun)
        return begun.error();
    auto outcome = RevisionLoad(connection, load, file, options, cancel, parser).run();
    if (!outcome) {
        connection.rollback();
        return outcome;
    }
    failPoint("revision: before COMMIT");
    if (const auto committed = connection.commit(); !committed)
        return committed.error();
    failPoint("revision: after COMMIT");
    return outcome;
}

} // namespace faultline
