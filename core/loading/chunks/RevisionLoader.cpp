// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/chunks/RevisionLoader.h"

#include "base/FailPoint.h"
#include "database/connection/FailureKind.h"
#include "loading/chunks/ChunkLoader.h"
#include "loading/chunks/ChunkParser.h"
#include "loading/chunks/ChunkWriter.h"
#include "loading/chunks/KnownReadings.h"
#include "loading/planning/PlannedInput.h"

#include <QCoreApplication>

#include <algorithm>
#include <string_view>

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

// Before the transaction, so that no other program waits for new names until it ends.
Result<void> registerNames(
    Connection& connection, const LoadContext& context, const PlannedFile& file,
    ChunkParser& parser)
{
    if (bytesOf(file.gaps) > kMaxComparedBytes)
        return {};
    const auto input = openPlanned(file);
    if (!input)
        return input.error();
    RawChunk raw;
    for (const ByteGap& gap : file.gaps) {
        ChunkReader reader = readGap(file, *input, gap, context.options);
        for (;;) {
            const auto more = reader.next(raw, context.cancel);
            if (!more)
                return more.error();
            if (!*more)
                break;
            const auto registered = parser.registerNames(raw.bytes.view(), &connection);
            if (!registered)
                return registered;
        }
    }
    return {};
}

// Runs in the caller's transaction.
class RevisionLoad
{
public:
    RevisionLoad(
        Connection& connection, const LoadContext& context, const PlannedFile& file,
        ChunkParser& parser, const Report& report)
        : m_connection(connection)
        , m_context(context)
        , m_file(file)
        , m_parser(parser)
        , m_report(report)
        , m_writer(context.load)
    {}

    Result<RevisionOutcome> run()
    {
        // Only one program at a time compares files of a family: the second one sees what the first
        // has stored.
        const auto claimed = m_connection.execute(
            "SELECT FROM faultline.source_file"
            " WHERE file_id = (SELECT root_id FROM faultline.source_file WHERE file_id = $1)"
            " FOR NO KEY UPDATE",
            Parameters().add(qint64{toInt(m_file.id)}));
        if (!claimed)
            return claimed.error();
        const auto ranges = journalledRanges(m_connection, m_file.id);
        if (!ranges)
            return ranges.error();
        const auto gaps = missingRanges(m_file.source->skipBytes, m_file.bytes, *ranges);
        const auto count = KnownReadings::count(m_connection, m_file.id);
        if (!count)
            return count.error();
        // Without other readings there is nothing to compare: the pipeline loads the file.
        if (*count == 0)
            return notCompared(RevisionOutcome::Comparison::NothingToCompare);
        const auto input = openPlanned(m_file);
        if (!input)
            return input.error();
        const auto known = findKnown(*input, gaps, comparedBefore(*ranges));
        if (!known)
            return known.error();
        if (!*known)
            return notCompared(RevisionOutcome::Comparison::TooMuchToCompare);
        for (const ByteGap& gap : gaps) {
            const auto stored =
                forEachChunk(*input, gap, [this](const RawChunk& raw) { return store(raw); });
            if (!stored)
                return stored.error();
            m_outcome.hasUnfinishedLine = m_outcome.hasUnfinishedLine || *stored > 0;
        }
        return m_outcome;
    }

private:
    static RevisionOutcome notCompared(RevisionOutcome::Comparison comparison)
    {
        RevisionOutcome outcome;
        outcome.comparison = comparison;
        return outcome;
    }

    // Ranges of the file with lines that were skipped, because other files have their readings.
    static QList<ByteGap> comparedBefore(const QList<JournalledRange>& ranges)
    {
        QList<ByteGap> compared;
        for (const JournalledRange& range : ranges) {
            if (range.records.skipped > 0)
                compared << ByteGap{range.firstByte, range.endByte, range.firstLine};
        }
        return compared;
    }

    // Fetches the readings to compare with; false if there are too many. The lines of `before` use
    // up theirs first.
    Result<bool>
    findKnown(const InputFile& input, const QList<ByteGap>& gaps, const QList<ByteGap>& before)
    {
        if (bytesOf(gaps) + bytesOf(before) > kMaxComparedBytes)
            return false;
        ComparedLines lines;
        for (const ByteGap& range : gaps + before) {
            const auto noted = forEachChunk(input, range, [&](const RawChunk& raw) {
                addLines(raw, lines);
                return Result<void>();
            });
            if (!noted)
                return noted.error();
        }
        lines.close();
        if (lines.areTooMany()) {
            const auto count = KnownReadings::countWithin(m_connection, m_file.id, lines);
            if (!count)
                return count.error();
            if (*count > KnownReadings::kMax)
                return false;
        }
        auto known = KnownReadings::fetch(m_connection, m_file.id, lines);
        if (!known)
            return known.error();
        m_known = *std::move(known);
        m_parser.setKnownReadings(&m_known);
        for (const ByteGap& range : before) {
            const auto taken = forEachChunk(input, range, [this](const RawChunk& raw) {
                m_batch.clear();
                return m_parser.parse(raw, m_file.id, ChunkId{}, m_batch, &m_connection);
            });
            if (!taken)
                return taken.error();
        }
        return true;
    }

    void addLines(const RawChunk& raw, ComparedLines& lines) const
    {
        ReadingParser parser(m_context.zones.at(m_file.plant));
        Reading reading;
        std::string_view rest = raw.bytes.view();
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find('\n'), rest.size());
            if (parser.parse(rest.substr(0, end), reading) == ReadingParser::Outcome::Reading) {
                reading.sensorKey = m_parser.sensorKeyOf(reading);
                lines.add(reading);
            }
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }

    // Returns the number of bytes of an unfinished last line that was left.
    template<typename Work>
    Result<qint64> forEachChunk(const InputFile& input, const ByteGap& range, const Work& work)
    {
        ChunkReader reader = readGap(m_file, input, range, m_context.options);
        for (;;) {
            const auto more = reader.next(m_raw, m_context.cancel);
            if (!more)
                return more.error();
            if (!*more)
                return reader.unfinishedBytes();
            if (const auto done = work(m_raw); !done)
                return done.error();
        }
    }

    // Like ChunkLoader, but within the one transaction.
    Result<void> store(const RawChunk& raw)
    {
        if (const auto marked = m_connection.execute("SAVEPOINT chunk"); !marked)
            return marked.error();
        m_known.beginTaking();
        const auto stored = store(raw, As::Readings);
        if (stored)
            return stored;
        const FailureKind kind = failureKind(stored.error());
        if (kind != FailureKind::Value && kind != FailureKind::Constraint)
            return stored;
        if (const auto undone = m_connection.execute("ROLLBACK TO chunk"); !undone)
            return undone.error();
        m_known.giveBack();
        if (raw.lines > 1) {
            const auto first = store(halfOf(raw, ChunkHalf::First));
            return first ? store(halfOf(raw, ChunkHalf::Second)) : first;
        }
        if (kind == FailureKind::Value && ++m_valuesRefused > kMaxValuesRefused)
            return stored;
        ++m_outcome.refusals[stored.error().why];
        return store(raw, As::RejectedLine);
    }

    enum class As { Readings, RejectedLine };
    Result<void> store(const RawChunk& raw, As as)
    {
        const auto ids = ChunkWriter::reserveIds(m_connection, 1);
        if (!ids)
            return ids.error();
        m_batch.clear();
        if (as == As::RejectedLine)
            m_parser.refuse(raw, m_file.id, ids->front(), m_batch);
        else if (const auto done =
                     m_parser.parse(raw, m_file.id, ids->front(), m_batch, &m_connection);
                 !done)
            return done;
        const auto outcome = m_writer.storeWithin(m_connection, m_batch);
        if (!outcome)
            return outcome.error();
        // Another program has loaded some of it without comparing, so the lines counted as known
        // here may be wrong. Retry with the new journal.
        if (*outcome == ChunkWriter::Outcome::LoadedByOther) {
            return UserMessage::error(Text::tr("Another program is loading the same file"))
                .at(m_file.source->path)
                .withCode(u"40001"_s);
        }
        m_outcome.knownLines += m_batch.chunks.front().records.skipped;
        m_report(m_batch.chunks.front());
        return {};
    }

    Connection& m_connection;
    const LoadContext& m_context;
    const PlannedFile& m_file;
    ChunkParser& m_parser;
    const Report& m_report;
    ChunkWriter m_writer;
    KnownReadings m_known;
    RawChunk m_raw;
    ParsedBatch m_batch;
    int m_valuesRefused = 0;
    RevisionOutcome m_outcome;
};

} // namespace

Result<RevisionOutcome> loadRevision(
    Connection& connection, const LoadContext& context, const PlannedFile& file,
    const SensorMap& map, const Report& report)
{
    auto severities = SeverityCodes::fetch(connection);
    if (!severities)
        return severities.error();
    ChunkParser parser(map, context.zones, *std::move(severities));
    if (const auto chosen = parser.usePlant(file.plant, &connection); !chosen)
        return chosen.error();
    if (const auto registered = registerNames(connection, context, file, parser); !registered)
        return registered.error();
    // A constraint deferred to COMMIT couldn't tell which line it refuses.
    if (const auto begun = connection.execute("BEGIN; SET CONSTRAINTS ALL IMMEDIATE"); !begun)
        return begun.error();
    auto outcome = RevisionLoad(connection, context, file, parser, report).run();
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
