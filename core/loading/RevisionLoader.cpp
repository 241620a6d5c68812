// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/RevisionLoader.h"

#include "base/FailPoint.h"
#include "loading/ChunkWriter.h"
#include "loading/KnownReadings.h"
#include "loading/PlannedInput.h"

#include <QCoreApplication>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(RevisionLoader)
};

using Report = std::function<void(const ParsedChunk&)>;

qint64 bytesOf(const QList<ByteGap>& gaps)
{
    qint64 bytes = 0;
    for (const ByteGap& gap : gaps)
        bytes += gap.end - gap.begin;
    return bytes;
}

// In the transaction of its caller.
class RevisionLoad
{
public:
    RevisionLoad(
        Connection& connection, LoadId load, const PlannedFile& file, const LoadOptions& options,
        const CancelToken& cancel, ChunkParser& parser, const Report& report)
        : m_connection(connection)
        , m_file(file)
        , m_options(options)
        , m_cancel(cancel)
        , m_parser(parser)
        , m_report(report)
        , m_writer(load)
    {}

    Result<RevisionOutcome> run()
    {
        // Two programs at once: the second one finds it done. And what comes later is growth.
        const auto claimed = m_connection.execute(
            "UPDATE faultline.source_file SET compared_bytes = greatest(compared_bytes, $2)"
            " WHERE file_id = $1",
            Parameters().add(qint64{toInt(m_file.id)}).add(m_file.bytes));
        if (!claimed)
            return claimed.error();
        const auto ranges = journalledRanges(m_connection, m_file.id);
        if (!ranges)
            return ranges.error();
        const auto gaps = missingRanges(m_file.source.skipBytes, m_file.bytes, *ranges);
        const auto count = KnownReadings::count(m_connection, m_file.id);
        if (!count)
            return count.error();
        // Without earlier readings there is nothing to compare: that is the pipeline's work.
        if (*count == 0 || *count > KnownReadings::kMost || bytesOf(gaps) > kMostComparedBytes)
            return RevisionOutcome{
                *count == 0 ? RevisionOutcome::Way::NothingToCompare
                            : RevisionOutcome::Way::TooMuchToCompare};
        auto known = KnownReadings::fetch(m_connection, m_file.id);
        if (!known)
            return known.error();
        m_parser.setKnownReadings(&*known);
        const auto input = openPlanned(m_file);
        if (!input)
            return input.error();
        for (const ByteGap& gap : gaps) {
            if (const auto loaded = loadGap(*input, gap); !loaded)
                return loaded.error();
        }
        return m_outcome;
    }

private:
    Result<void> loadGap(const InputFile& input, const ByteGap& gap)
    {
        ChunkReader reader = readGap(m_file, input, gap, m_options);
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
        if (!outcome)
            return outcome.error();
        // Another program has loaded some of it without comparing: what was counted as known here
        // may not be. Once more, from the journal as it is then.
        if (*outcome == ChunkWriter::Outcome::LoadedByOther) {
            return UserMessage::error(Text::tr("Another program loads the same file"))
                .at(m_file.source.path)
                .withCode(u"40001"_s);
        }
        m_report(m_parsed);
        return {};
    }

    Connection& m_connection;
    const PlannedFile& m_file;
    const LoadOptions& m_options;
    const CancelToken& m_cancel;
    ChunkParser& m_parser;
    const Report& m_report;
    ChunkWriter m_writer;
    RawChunk m_raw;
    ParsedChunk m_parsed;
    RevisionOutcome m_outcome{RevisionOutcome::Way::Compared};
};

} // namespace

Result<RevisionOutcome> loadRevision(
    Connection& connection, LoadId load, const PlannedFile& file, const SensorEquipment& map,
    const LoadOptions& options, const CancelToken& cancel, const Report& report)
{
    auto severities = SeverityCodes::fetch(connection);
    if (!severities)
        return severities.error();
    ChunkParser parser(map, *std::move(severities));
    if (const auto begun = connection.execute("BEGIN"); !begun)
        return begun.error();
    auto outcome = RevisionLoad(connection, load, file, options, cancel, parser, report).run();
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
