// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/LoadRun.h"

#include "base/FailPoint.h"
#include "loading/DryRun.h"
#include "loading/Findings.h"
#include "loading/IndexUpkeep.h"
#include "loading/ListLoader.h"
#include "loading/LoadJournal.h"
#include "loading/ReadingsPipeline.h"
#include "loading/RevisionLoader.h"
#include "loading/SensorEquipment.h"
#include "loading/Settlement.h"
#include "loading/WorkerCount.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QThread>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// Each round loads what another program, which cut its chunks elsewhere, left between them.
constexpr int kMostRounds = 8;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(LoadRun)
};

// A message that concerns one file goes on with the others.
bool concernsOneFile(const UserMessage& error)
{
    return error.code == u"file"_s || error.code == u"file-shrank"_s || error.code == u"json"_s
           || error.code == u"header"_s;
}

QString inOneLine(const UserMessage& message)
{
    QString text = message.what;
    if (!message.why.isEmpty())
        text += u": "_s + message.why;
    if (!message.where.isEmpty())
        text += u" ("_s + message.where + u')';
    return text;
}

// Records of a file by the journal: those of `load` as they are, those of others as skipped.
RecordCounts recordsOf(const QList<JournalledRange>& ranges, LoadId load)
{
    RecordCounts records;
    for (const JournalledRange& range : ranges) {
        if (range.load == load)
            records += range.records;
        else
            records += {range.records.in, 0, 0, 0, range.records.in};
    }
    return records;
}

// Records of a file whose content is the beginning of another one's, which may be loaded now.
RecordCounts recordsOfCopy(const QList<JournalledRange>& ranges, qint64 bytes)
{
    RecordCounts records;
    for (const JournalledRange& range : ranges) {
        if (range.endByte <= bytes)
            records += {range.records.in, 0, 0, 0, range.records.in};
    }
    return records;
}

qint64 unreadableOf(const QList<JournalledRange>& ranges, LoadId load)
{
    qint64 measurements = 0;
    for (const JournalledRange& range : ranges)
        measurements += range.load == load ? range.unreadable : 0;
    return measurements;
}

UserMessage tooMuchToCompare(const QString& path)
{
    UserMessage message = UserMessage::warning(
        Text::tr("A changed file was too large to be compared with what it was"));
    return message
        .because(
            Text::tr("All of its changed parts were loaded. Lines that stood in it before, too, "
                     "may be in the database twice."))
        .at(path)
        .toMend(Text::tr("If the file was edited and not replaced by another one, undo this load "
                         "and the one that brought its earlier content, then load again."))
        .withCode(u"not-compared"_s);
}

} // namespace

LoadRun::LoadRun(
    ConnectionSettings settings, QString folder, const LoadOptions& options, LoadTracker& tracker,
    PauseGate& gate, CancelToken cancel)
    : m_settings(std::move(settings))
    , m_path(std::move(folder))
    , m_options(options)
    , m_tracker(tracker)
    , m_cancel(std::move(cancel))
    , m_recovery(m_options, m_tracker, gate, m_cancel)
    , m_link(m_settings, m_recovery, m_cancel, [this](Connection& connection) -> Result<void> {
        if (const auto set = commitToDisk(connection); !set)
            return set;
        return m_load ? holdLoad(connection, *m_load) : Result<void>();
    })
{}

LoadReceipt LoadRun::run()
{
    LoadReceipt receipt;
    receipt.startedAt = QDateTime::currentDateTimeUtc();
    receipt.dryRun = m_options.dryRun;
    QElapsedTimer clock;
    clock.start();

    const auto failure = m_options.dryRun ? rehearse() : load();
    if (failure && (failure->code == kCancelledCode || m_cancel.isCancelled())) {
        receipt.outcome = LoadReceipt::Outcome::Cancelled;
    } else if (failure) {
        receipt.outcome = LoadReceipt::Outcome::Failed;
        receipt.failure = failure;
    }
    receipt.folder = m_folder.path.isEmpty() ? m_path : m_folder.path;
    receipt.elapsedMs = clock.elapsed();
    close(receipt);
    receipt.elapsedMs = clock.elapsed();
    m_tracker.setTrouble(std::nullopt, false);
    m_tracker.setPhase(LoadProgress::Phase::Done);
    return receipt;
}

// Finds the files; the same first step for a load and for a rehearsal.
std::optional<UserMessage> LoadRun::rehearse()
{
    auto folder = findSources(m_path);
    if (!folder)
        return folder.error();
    m_folder = *std::move(folder);
    m_fileIds.resize(m_folder.files.size());
    m_findings << m_folder.warnings;
    m_tracker.setFiles(m_folder);
    if (m_folder.bytesToLoad() == 0) {
        return UserMessage::error(Text::tr("There is nothing to load in this folder"))
            .because(
                m_folder.files.isEmpty()
                    ? Text::tr("It holds no .log, .txt, .csv or .json file.")
                    : Text::tr(
                        "None of its files is a sensor log, a sensor map or an equipment list."))
            .at(m_folder.path)
            .toMend(Text::tr("Choose the folder that holds the exports."))
            .withCode(u"nothing-to-load"_s);
    }
    if (!m_options.dryRun)
        return std::nullopt;
    m_tracker.setPhase(LoadProgress::Phase::Loading);
    const auto unfinished = dryRun(m_folder, m_options, m_tracker, m_cancel);
    if (!unfinished)
        return unfinished.error();
    if (*unfinished)
        m_unfinished.insert(0);
    return std::nullopt;
}

std::optional<UserMessage> LoadRun::load()
{
    m_tracker.setPhase(LoadProgress::Phase::Planning);
    if (auto failure = rehearse())
        return failure;
    if (auto failure = openDatabase())
        return failure;
    std::optional<UserMessage> failure = loadLists();
    if (!failure)
        failure = loadReadings();
    // A cancel is to be quick: whoever reads reports next settles first.
    if (m_cancel.isCancelled())
        return failure ? failure : UserMessage::cancelled();
    std::optional<UserMessage> unsettled = settle();
    return failure ? failure : unsettled;
}

std::optional<UserMessage> LoadRun::openDatabase()
{
    if (auto failure = chooseWorkers())
        return failure;
    const auto load = m_link.run([](Connection& connection) { return reserveLoadId(connection); });
    if (!load)
        return load.error();
    const auto begun = m_link.run([&](Connection& connection) -> Result<void> {
        if (const auto held = holdLoad(connection, *load); !held)
            return held;
        return beginLoad(connection, *load, m_folder.path, m_options);
    });
    if (!begun)
        return begun.error();
    m_load = *load;
    failPoint("load: begun");
    return std::nullopt;
}

std::optional<UserMessage> LoadRun::chooseWorkers()
{
    if (m_options.workers > 0)
        return std::nullopt;
    const auto room = m_link.run([](Connection& connection) { return askServerRoom(connection); });
    if (!room)
        return room.error();
    m_options.workers = suitableWorkers(QThread::idealThreadCount(), *room);
    return std::nullopt;
}

std::optional<UserMessage> LoadRun::loadLists()
{
    m_tracker.setPhase(LoadProgress::Phase::Loading);
    for (qsizetype place = 0; place < m_folder.files.size(); ++place) {
        const SourceFile& source = m_folder.files.at(place);
        if (!source.role || source.role == SourceRole::Readings)
            continue;
        m_tracker.setState(place, FileState::Loading);
        const auto rest = m_folder.files.mid(place + 1);
        const bool isNewest =
            std::none_of(rest.begin(), rest.end(), [&source](const SourceFile& other) {
                return other.role == source.role;
            });
        const auto outcome = m_link.run([&](Connection& connection) {
            return loadList(connection, *m_load, source, isNewest, m_cancel);
        });
        if (!outcome) {
            if (!concernsOneFile(outcome.error()))
                return outcome.error();
            m_tracker.setState(place, FileState::Failed, inOneLine(outcome.error()));
            continue;
        }
        m_fileIds[place] = outcome->id;
        m_findings << outcome->findings;
        m_tracker.addDone(place, source.bytes, outcome->records);
        m_tracker.setContentHash(place, outcome->contentHash);
        m_tracker.setState(
            place, outcome->records.isNothingNew() ? FileState::Unchanged : FileState::Loaded,
            outcome->records.in == 0 ? Text::tr("There are no records in it") : QString());
    }
    return std::nullopt;
}

std::optional<UserMessage> LoadRun::loadReadings()
{
    // From before the plan: what it found in the journal may be taken back as well.
    const int interruptions = m_recovery.interruptions();
    auto plan = m_link.run([this](Connection& connection) {
        return ReadingsPlanner(connection, m_cancel).plan(m_folder);
    });
    if (!plan)
        return plan.error();
    failPoint("load: planned");
    notePlan(*plan);
    const auto dropped = m_link.run(
        [&plan](Connection& connection) { return dropIndexesBeforeMuch(connection, *plan); });
    if (!dropped)
        return dropped.error();
    auto failure = loadGaps(*plan, interruptions);
    m_isEnding = failure.has_value();
    // The counts are also wanted of what a failed or cancelled load got done.
    const auto uncounted = countFiles(*plan, failure.has_value());
    if (!failure) {
        const RecordCounts all = m_tracker.workedRecords();
        if (m_options.rejectLimit.isExceeded(all.rejected, all.in, true))
            failure = m_options.rejectLimit.exceeded(all.rejected, all.in);
    }
    return failure ? failure : uncounted;
}

void LoadRun::notePlan(const QList<PlannedFile>& plan)
{
    for (const PlannedFile& file : plan) {
        if (file.failure) {
            m_tracker.setState(file.place, FileState::Failed, inOneLine(*file.failure));
            continue;
        }
        if (file.finding)
            m_findings << *file.finding;
        m_fileIds[file.place] = file.id;
        if (!file.copyOf.isEmpty())
            m_tracker.addKnown(file.place, file.source.bytes, file.knownRecords);
        else
            m_tracker.addKnown(file.place, file.knownBytes, file.knownRecords);
    }
}

// Loads what is missing, and again what another program left out while both loaded, or what a
// server took back that died. Once it succeeds nothing is taken back any more.
std::optional<UserMessage> LoadRun::loadGaps(QList<PlannedFile>& plan, int interruptions)
{
    const auto map =
        m_link.run([](Connection& connection) { return SensorEquipment::fetch(connection); });
    if (!map)
        return map.error();
    if (auto failure = loadRevisions(plan, *map))
        return failure;
    for (int round = 0; round < kMostRounds; ++round) {
        QList<PlannedFile> files;
        for (const PlannedFile& file : plan) {
            if (!file.failure && !file.gaps.isEmpty())
                files << file;
        }
        ReadingsPipeline::Outcome outcome;
        if (!files.isEmpty()) {
            ReadingsPipeline pipeline(
                m_settings, *m_load, *map, m_options, m_recovery, m_tracker, m_cancel);
            outcome = pipeline.run(files);
        }
        m_unfinished.insert(outcome.unfinishedFiles.begin(), outcome.unfinishedFiles.end());
        for (const auto& [place, hash] : outcome.contentHashes)
            m_contentHashes.insert_or_assign(place, hash);
        if (outcome.failure)
            return outcome.failure;
        if (auto failure = waitForDisk())
            return failure;
        if (!outcome.metOtherProgram && m_recovery.interruptions() == interruptions)
            return std::nullopt;
        interruptions = m_recovery.interruptions();
        for (PlannedFile& file : plan) {
            if (file.failure || !file.copyOf.isEmpty() || file.copyOfPlace)
                continue;
            if (auto failure = findGaps(file, m_tracker.state(file.place) == FileState::Failed))
                return failure;
        }
    }
    return std::nullopt;
}

// Chunks are committed without waiting for the disk, and a server that dies takes the last of them
// back. A commit that waits makes all before it last.
std::optional<UserMessage> LoadRun::waitForDisk()
{
    const auto done = m_link.run([this](Connection& connection) {
        return connection.execute(
            "UPDATE faultline.load_run SET state = state WHERE load_id = $1",
            Parameters().add(qint64{toInt(*m_load)}));
    });
    return done ? std::nullopt : std::optional(done.error());
}

// Whatever the server's default is: what isn't a chunk waits for the disk.
Result<void> LoadRun::commitToDisk(Connection& connection)
{
    const auto set = connection.execute("SET synchronous_commit = on");
    return set ? Result<void>() : set.error();
}

// What is new in files that were edited or rewritten. Where that is too much to compare line by
// line, the file is left to the pipeline.
std::optional<UserMessage>
LoadRun::loadRevisions(QList<PlannedFile>& plan, const SensorEquipment& map)
{
    for (PlannedFile& file : plan) {
        if (file.failure || !file.isRevised || file.gaps.isEmpty())
            continue;
        m_tracker.noteLoading(file.place);
        const auto outcome = m_link.run([&](Connection& connection) {
            return loadRevision(connection, *m_load, file, map, m_options, m_cancel);
        });
        if (!outcome && !concernsOneFile(outcome.error()))
            return outcome.error();
        if (!outcome) {
            file.failure = outcome.error();
            m_tracker.setState(file.place, FileState::Failed, inOneLine(outcome.error()));
            continue;
        }
        if (!outcome->isDone) {
            m_findings << tooMuchToCompare(file.source.path);
            continue;
        }
        if (outcome->hasUnfinishedLine)
            m_unfinished.insert(file.place);
        if (auto failure = findGaps(file, true))
            return failure;
    }
    return std::nullopt;
}

// What is missing of a file now. What was committed last may not be there any more.
std::optional<UserMessage> LoadRun::findGaps(PlannedFile& file, bool hasFailed)
{
    const auto ranges = m_link.run(
        [&file](Connection& connection) { return journalledRanges(connection, file.id); });
    if (!ranges)
        return ranges.error();
    const auto gaps = missingRanges(file.source.skipBytes, file.bytes, *ranges);
    file.gaps = hasFailed ? QList<ByteGap>() : gaps;
    qint64 bytes = 0;
    for (const JournalledRange& range : *ranges)
        bytes += range.endByte - range.firstByte;
    m_tracker.setDone(file.place, bytes, recordsOf(*ranges, *m_load));
    return std::nullopt;
}

std::optional<UserMessage> LoadRun::countFiles(const QList<PlannedFile>& plan, bool stopped)
{
    for (const PlannedFile& file : plan) {
        if (file.failure || file.copyOfPlace)
            continue;
        if (auto failure = countFile(file, stopped))
            return failure;
    }
    // A copy has the records of the file that it is a copy of, all of them skipped.
    for (const PlannedFile& file : plan) {
        if (!file.copyOfPlace)
            continue;
        RecordCounts records;
        records.in = m_tracker.records(*file.copyOfPlace).in;
        records.skipped = records.in;
        m_tracker.setRecords(file.place, records);
        m_tracker.setState(
            file.place, FileState::Unchanged, Text::tr("The same content as %1").arg(file.copyOf));
    }
    return std::nullopt;
}

// The journal tells what is stored, also where this program lost the answer to a COMMIT.
std::optional<UserMessage> LoadRun::countFile(const PlannedFile& file, bool stopped)
{
    const auto ranges =
        lastStep([&file](Connection& connection) { return journalledRanges(connection, file.id); });
    if (!ranges)
        return ranges.error();
    const bool isCopy = !file.copyOf.isEmpty();
    if (!isCopy)
        m_unreadableMeasurements += unreadableOf(*ranges, *m_load);
    const RecordCounts records =
        isCopy ? recordsOfCopy(*ranges, file.bytes) : recordsOf(*ranges, *m_load);
    m_tracker.setRecords(file.place, records);
    if (m_tracker.state(file.place) == FileState::Failed)
        return std::nullopt;

    const bool unfinished = m_unfinished.contains(file.place);
    const auto gaps = missingRanges(file.source.skipBytes, file.bytes, *ranges);
    const bool complete = gaps.isEmpty() || (unfinished && gaps.size() == 1);
    const auto hash = m_contentHashes.find(file.place);
    if (gaps.isEmpty())
        m_tracker.setContentHash(
            file.place, hash != m_contentHashes.end() ? hash->second : file.contentHash);
    QString message;
    if (isCopy)
        message = Text::tr("The same content as %1").arg(file.copyOf);
    else if (unfinished && complete)
        message =
            Text::tr("Its last line has no line end: it may still be written, and was left alone");
    if (!complete && !stopped)
        message = Text::tr("Parts of it are missing. Load again: they are then loaded");
    const FileState state = !complete ? (stopped ? FileState::Cancelled : FileState::Failed)
                            : records.isNothingNew() ? FileState::Unchanged
                                                     : FileState::Loaded;
    m_tracker.setState(file.place, state, message);
    return std::nullopt;
}

std::optional<UserMessage> LoadRun::settle()
{
    m_tracker.setPhase(LoadProgress::Phase::Settling);
    failPoint("load: before settling");
    const auto settled =
        m_link.run([](Connection& connection) { return settleSummaries(connection); });
    if (!settled)
        return settled.error();
    failPoint("load: settled");
    const auto mismatches =
        m_link.run([](Connection& connection) { return findMismatches(connection); });
    if (!mismatches)
        return mismatches.error();
    m_findings << *mismatches;
    return std::nullopt;
}

// Fills in the receipt, and writes it where there is a load to write it for.
void LoadRun::close(LoadReceipt& receipt)
{
    m_isEnding = receipt.outcome != LoadReceipt::Outcome::Succeeded;
    addClosingFindings();
    receipt.files = m_tracker.receipts();
    for (FileReceipt& file : receipt.files) {
        const bool open = file.state == FileState::Waiting || file.state == FileState::Loading;
        if (open && receipt.outcome != LoadReceipt::Outcome::Succeeded)
            file.state = FileState::Cancelled;
    }
    receipt.findings = m_findings;
    receipt.hasUnfinishedLines = !m_unfinished.empty();
    failForFiles(receipt);
    if (m_load)
        writeReceipt(receipt);
}

void LoadRun::addClosingFindings()
{
    if (m_unreadableMeasurements > 0) {
        m_findings << UserMessage::information(Text::tr(
                                                   "%n measurement(s) are no numbers", nullptr,
                                                   static_cast<int>(m_unreadableMeasurements)))
                          .because(
                              Text::tr("Their readings were loaded without them; the text is kept "
                                       "with the reading."))
                          .withCode(u"unreadable-measurements"_s);
    }
    if (const int times = m_recovery.interruptions(); times > 0) {
        m_findings << UserMessage::information(
                          Text::tr("The load was interrupted %n time(s)", nullptr, times))
                          .because(Text::tr("The database was out of reach or had no room. What "
                                            "was under way then was done again, and counted once."))
                          .withCode(u"interrupted"_s);
    }
}

// A file that couldn't be read is a failure of the load, though the others are in.
void LoadRun::failForFiles(LoadReceipt& receipt) const
{
    const auto failed =
        std::find_if(receipt.files.begin(), receipt.files.end(), [](const FileReceipt& file) {
            return file.state == FileState::Failed;
        });
    if (failed == receipt.files.end() || receipt.outcome != LoadReceipt::Outcome::Succeeded)
        return;
    receipt.outcome = LoadReceipt::Outcome::Failed;
    receipt.failure = UserMessage::error(Text::tr("A file could not be loaded"))
                          .because(failed->message)
                          .at(failed->path)
                          .toMend(Text::tr("The other files are loaded. Mend this one and load "
                                           "again."))
                          .withCode(u"file"_s);
}

void LoadRun::writeReceipt(LoadReceipt& receipt)
{
    receipt.loadId = toInt(*m_load);
    failPoint("load: before the receipt");
    const auto end = [&](Connection& connection) {
        return endLoad(connection, receipt, m_fileIds);
    };
    auto ended = lastStep(end);
    // A cancel that comes now is too late: the load is done, and its receipt says how.
    if (!ended && ended.error().code == kCancelledCode)
        ended = m_link.runLast(end);
    if (ended)
        return;
    if (receipt.outcome == LoadReceipt::Outcome::Cancelled)
        return; // the ledger then says that it was interrupted
    receipt.outcome = LoadReceipt::Outcome::Failed;
    if (!receipt.failure)
        receipt.failure = ended.error();
}

} // namespace faultline
