// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/ReadingsLoad.h"

#include "base/FailPoint.h"
#include "loading/chunks/IndexUpkeep.h"
#include "loading/chunks/ReadingsPipeline.h"
#include "loading/chunks/RevisionLoader.h"
#include "loading/ledger/JournalCounts.h"
#include "loading/planning/ReadingsPlanner.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// Each round loads the gaps that another program, with other chunk boundaries, left.
constexpr int kMaxRounds = 8;

// How many files one query asks about.
constexpr std::size_t kFilesAtOnce = 1'000;

// With more files, a single finding covers all of them.
constexpr int kMaxSharedFiles = 5;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ReadingsLoad)
};

UserMessage tooMuchToCompare(const QString& path)
{
    UserMessage message =
        UserMessage::warning(Text::tr("A file was too large to compare with the database"));
    return message
        .because(Text::tr("It was edited or shares lines with another file. All of its new parts "
                          "were loaded, so shared lines may be in the database twice."))
        .at(path)
        .withRemedy(Text::tr("If they are, undo this load and the one that loaded the other "
                             "content. Then load again."))
        .withCode(u"not-compared"_s);
}

UserMessage sharedLines(const PlannedFile& file, qint64 lines)
{
    UserMessage message = UserMessage::information(
        Text::tr("%n line(s) of a file were already loaded", nullptr, static_cast<int>(lines)));
    return message
        .because(
            Text::tr("%1 contains them too. Each was counted once.").arg(*file.sharesLinesWith))
        .at(file.source->path)
        .withCode(u"shared-lines"_s);
}

UserMessage unreadable(qint64 measurements)
{
    UserMessage message = UserMessage::information(
        Text::tr("%n measurement(s) are not numbers", nullptr, static_cast<int>(measurements)));
    return message
        .because(Text::tr(
            "Their readings were loaded without them; their text is stored with the reading."))
        .withCode(u"unreadable-measurements"_s);
}

UserMessage datesOnly(qint64 readings)
{
    UserMessage message = UserMessage::information(Text::tr(
        "%n line(s) have a date without a time of day", nullptr, static_cast<int>(readings)));
    return message.because(Text::tr("They count as 00:00 of that day.")).withCode(u"dates-only"_s);
}

UserMessage timesTwice(qint64 readings)
{
    UserMessage message = UserMessage::information(Text::tr(
        "%n line(s) have a time that occurred twice", nullptr, static_cast<int>(readings)));
    return message
        .because(Text::tr("Clocks were put back, and showed an hour again. "
                          "Each line counts as of the first time."))
        .withCode(u"times-twice"_s);
}

// Asks the journal about many files at once, and calls `use` with each file and its ranges. `ask`
// runs a step on the connection.
template<typename Ask, typename Use>
std::optional<UserMessage>
forEachFile(std::span<PlannedFile* const> files, const Ask& ask, const Use& use)
{
    while (!files.empty()) {
        const auto some = files.first(std::min(files.size(), kFilesAtOnce));
        QList<FileId> ids;
        for (const PlannedFile* file : some)
            ids << file->id;
        const auto ranges =
            ask([&ids](Connection& connection) { return journalledRanges(connection, ids); });
        if (!ranges)
            return ranges.error();
        for (PlannedFile* file : some) {
            const auto found = ranges->find(file->id);
            use(*file, found != ranges->end() ? found->second : QList<JournalledRange>());
        }
        files = files.subspan(some.size());
    }
    return std::nullopt;
}

} // namespace

std::optional<UserMessage> ReadingsLoad::run(const DataFolder& folder, const QList<PlantId>& plants)
{
    m_interruptions = m_context.recovery.interruptions();
    const std::set<PlantId> all(plants.cbegin(), plants.cend());
    std::vector<SummaryRules> rules;
    for (const PlantId plant : all) {
        auto ofPlant = m_link.run(
            [plant](Connection& connection) { return SummaryRules::fetch(connection, plant); });
        if (!ofPlant)
            return ofPlant.error();
        rules.push_back(*std::move(ofPlant));
        auto plan = m_link.run([&](Connection& connection) {
            return ReadingsPlanner(connection, plant, m_context.cancel).plan(folder, plants);
        });
        if (!plan)
            return plan.error();
        m_plan << *std::move(plan);
    }
    m_context.summaries.useRules(std::move(rules));
    failPoint("load: planned");
    notePlan();
    const auto dropped = m_link.run(
        [this](Connection& connection) { return dropIndexesBeforeLargeLoad(connection, m_plan); });
    if (!dropped)
        return dropped.error();
    auto failure = loadAll();
    // Count also what a failed or cancelled load has stored.
    auto uncounted = count(failure.has_value());
    return failure ? failure : uncounted;
}

void ReadingsLoad::notePlan()
{
    for (const PlannedFile& file : m_plan) {
        if (file.failure) {
            m_context.tracker.setState(file.fileIndex, FileState::Failed, file.failure->toLine());
            continue;
        }
        if (file.finding)
            m_findings << *file.finding;
        m_context.tracker.addKnown(
            file.fileIndex, !file.copyOf ? file.knownBytes : file.source->bytes, file.knownRecords);
    }
}

std::optional<UserMessage> ReadingsLoad::loadAll()
{
    // Files that share lines with others come later.
    auto failure = loadGaps();
    if (!failure)
        failure = loadRevisions();
    m_findings << sharedFindings();
    return failure;
}

void ReadingsLoad::noteShared(const PlannedFile& file, qint64 lines)
{
    ++m_sharedFileCount;
    m_sharedLines += lines;
    if (m_sharedFileCount <= kMaxSharedFiles)
        m_sharedFiles << sharedLines(file, lines);
}

// A folder of overlapping exports may contain thousands of such files.
QList<UserMessage> ReadingsLoad::sharedFindings() const
{
    if (m_sharedFileCount <= kMaxSharedFiles)
        return m_sharedFiles;
    UserMessage message = UserMessage::information(
        Text::tr("%n file(s) have lines that were already loaded", nullptr, m_sharedFileCount));
    message
        .because(Text::tr("Other files contain these %1 lines too. Each was counted once.")
                     .arg(QLocale().toString(m_sharedLines)))
        .at(m_sharedFiles.first().where)
        .withCode(u"shared-lines"_s);
    return {message};
}

// Loads what is new in files that were edited or that share lines with others. If that is too much
// to compare line by line, or there is nothing to compare with, the pipeline loads the file.
std::optional<UserMessage> ReadingsLoad::loadRevisions()
{
    for (PlannedFile& file : m_plan) {
        if (file.failure || !file.isCompared || file.gaps.isEmpty())
            continue;
        m_context.tracker.noteLoading(file.fileIndex);
        const auto report = [&](const ParsedChunk& chunk) {
            m_context.tracker.addDone(
                file.fileIndex, chunk.range.endByte - chunk.range.firstByte, chunk.records);
        };
        const auto outcome = m_link.run([&](Connection& connection) {
            return loadRevision(connection, m_context, file, report);
        });
        if (!outcome && !concernsOneFile(outcome.error()))
            return outcome.error();
        if (!outcome) {
            m_context.tracker.setState(file.fileIndex, FileState::Failed, outcome.error().toLine());
            file.gaps.clear();
            continue;
        }
        if (outcome->comparison == RevisionOutcome::Comparison::TooMuchToCompare)
            m_findings << tooMuchToCompare(file.source->path);
        if (outcome->comparison != RevisionOutcome::Comparison::Compared) {
            // At once, because the next file may share lines with this one.
            file.isCompared = false;
            if (auto failure = loadGaps())
                return failure;
            continue;
        }
        if (outcome->knownLines > 0 && file.sharesLinesWith)
            noteShared(file, outcome->knownLines);
        for (auto it = outcome->refusals.cbegin(); it != outcome->refusals.cend(); ++it)
            m_context.recovery.noteRefusals(it.key(), it.value());
        if (outcome->hasUnfinishedLine)
            file.isUnfinished = true;
        // Count exactly, because it may have been tried more than once.
        PlannedFile* const compared = &file;
        if (auto failure = findGaps({&compared, 1}))
            return failure;
        file.gaps.clear();
    }
    return std::nullopt;
}

// Loads what is missing. Repeats this for gaps that another program left, or for chunks that a
// server crash lost. After it succeeds nothing can be lost any more.
std::optional<UserMessage> ReadingsLoad::loadGaps()
{
    for (int round = 0; round < kMaxRounds; ++round) {
        std::vector<PlannedFile*> files;
        for (PlannedFile& file : m_plan) {
            if (!file.failure && !file.isCompared && !file.gaps.isEmpty())
                files.push_back(&file);
        }
        ReadingsPipeline::Outcome outcome;
        if (!files.empty()) {
            ReadingsPipeline pipeline(m_context);
            outcome = pipeline.run(files);
        }
        if (outcome.failure)
            return outcome.failure;
        if (auto failure = waitForDisk())
            return failure;
        if (!outcome.metOtherProgram && m_context.recovery.interruptions() == m_interruptions) {
            for (PlannedFile& file : m_plan) {
                if (!file.isCompared)
                    file.gaps.clear();
            }
            return std::nullopt;
        }
        m_interruptions = m_context.recovery.interruptions();
        if (auto failure = findGaps())
            return failure;
    }
    return std::nullopt;
}

// Chunks are committed without waiting for the disk, and a server that crashes loses the last of
// them. A commit that waits makes all earlier ones durable.
std::optional<UserMessage> ReadingsLoad::waitForDisk()
{
    const auto done = m_link.run([this](Connection& connection) {
        return connection.execute(
            "UPDATE faultline.load_run SET state = state WHERE load_id = $1",
            Parameters().add(qint64{toInt(m_context.load)}));
    });
    return done ? std::nullopt : std::optional(done.error());
}

std::optional<UserMessage> ReadingsLoad::findGaps()
{
    std::vector<PlannedFile*> files;
    for (PlannedFile& file : m_plan) {
        const bool isCopy = file.copyOf.has_value();
        if (file.failure || isCopy || m_context.tracker.state(file.fileIndex) == FileState::Failed)
            file.gaps.clear();
        else
            files.push_back(&file);
    }
    return findGaps(files);
}

// Finds what is missing from files now: the last commits may be lost.
std::optional<UserMessage> ReadingsLoad::findGaps(std::span<PlannedFile* const> files)
{
    return forEachFile(
        files, [this](const auto& step) { return m_link.run(step); },
        [this](PlannedFile& file, const QList<JournalledRange>& ranges) {
            file.gaps = missingRanges(file.source->skipBytes, file.bytes, ranges);
            m_context.tracker.setDone(
                file.fileIndex, bytesOf(ranges), recordsOf(ranges, m_context.load));
        });
}

void ReadingsLoad::noteFileIds(QList<std::optional<FileId>>& ids) const
{
    for (const PlannedFile& file : m_plan) {
        if (!file.failure)
            ids[file.fileIndex] = file.id;
    }
}

bool ReadingsLoad::hasUnfinishedLines() const
{
    return std::any_of(
        m_plan.begin(), m_plan.end(), [](const PlannedFile& file) { return file.isUnfinished; });
}

// The journal knows what is stored, even if the answer to a COMMIT was lost.
std::optional<UserMessage> ReadingsLoad::count(bool stopped)
{
    std::vector<PlannedFile*> files;
    for (PlannedFile& file : m_plan) {
        if (!file.failure && !file.copyOf->fileIndex)
            files.push_back(&file);
    }
    auto uncounted = forEachFile(
        files, [&](const auto& step) { return m_link.runAtEnd(stopped, step); },
        [&](PlannedFile& file, const QList<JournalledRange>& ranges) {
            countFile(file, ranges, stopped);
        });
    if (uncounted)
        return uncounted;
    // A copy has the records of its original, all skipped.
    for (const PlannedFile& file : m_plan) {
        if (!file.copyOf->fileIndex)
            continue;
        RecordCounts records;
        records.in = m_context.tracker.records(*file.copyOf->fileIndex).in;
        records.skipped = records.in;
        m_context.tracker.setRecords(file.fileIndex, records);
        m_context.tracker.setState(
            file.fileIndex, FileState::Unchanged,
            Text::tr("The same content as %1").arg(file.copyOf->path));
    }
    if (m_notes.unreadableMeasurements > 0)
        m_findings << unreadable(m_notes.unreadableMeasurements);
    if (m_notes.datesOnly > 0)
        m_findings << datesOnly(m_notes.datesOnly);
    if (m_notes.timesTwice > 0)
        m_findings << timesTwice(m_notes.timesTwice);
    return std::nullopt;
}

void ReadingsLoad::countFile(
    const PlannedFile& file, const QList<JournalledRange>& ranges, bool stopped)
{
    const bool isCopy = file.copyOf.has_value();
    if (!isCopy)
        m_notes += notesOf(ranges, m_context.load);
    const RecordCounts records =
        isCopy ? recordsOfCopy(ranges, file.bytes) : recordsOf(ranges, m_context.load);
    m_context.tracker.setRecords(file.fileIndex, records);
    if (m_context.tracker.state(file.fileIndex) == FileState::Failed)
        return;

    const bool unfinished = file.isUnfinished;
    const auto gaps = missingRanges(file.source->skipBytes, file.bytes, ranges);
    const bool complete = gaps.isEmpty() || (unfinished && gaps.size() == 1);
    if (gaps.isEmpty())
        m_context.tracker.setContentHash(file.fileIndex, file.contentHash);
    QString message;
    if (isCopy)
        message = Text::tr("The same content as %1").arg(file.copyOf->path);
    else if (unfinished && complete)
        message = Text::tr("Its last line has no line end. A program may still be writing it, so "
                           "it was not loaded");
    if (!complete && !stopped)
        message = Text::tr("Parts of it are missing. Load again to load them");
    const FileState state = !complete ? (stopped ? FileState::Cancelled : FileState::Failed)
                            : records.isNothingNew() ? FileState::Unchanged
                                                     : FileState::Loaded;
    m_context.tracker.setState(file.fileIndex, state, message);
}

} // namespace faultline
