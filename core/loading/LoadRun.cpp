// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/LoadRun.h"

#include "loading/DryRun.h"
#include "loading/Findings.h"
#include "loading/IndexUpkeep.h"
#include "loading/ListLoader.h"
#include "loading/LoadJournal.h"
#include "loading/ReadingsPipeline.h"
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

} // namespace

LoadRun::LoadRun(
    ConnectionSettings settings, QString folder, const LoadOptions& options, LoadTracker& tracker,
    CancelToken cancel)
    : m_settings(std::move(settings))
    , m_path(std::move(folder))
    , m_options(options)
    , m_tracker(tracker)
    , m_cancel(std::move(cancel))
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
        return failure;
    std::optional<UserMessage> unsettled = settle();
    return failure ? failure : unsettled;
}

std::optional<UserMessage> LoadRun::openDatabase()
{
    auto connection = Connection::open(m_settings);
    if (!connection)
        return connection.error();
    m_connection.emplace(*std::move(connection));
    if (auto failure = chooseWorkers())
        return failure;
    const auto load = beginLoad(*m_connection, m_folder.path, m_options);
    if (!load)
        return load.error();
    m_load = *load;
    return std::nullopt;
}

std::optional<UserMessage> LoadRun::chooseWorkers()
{
    if (m_options.workers > 0)
        return std::nullopt;
    const auto room = askServerRoom(*m_connection);
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
        if (m_cancel.isCancelled())
            return UserMessage::cancelled();
        m_tracker.setState(place, FileState::Loading);
        const auto rest = m_folder.files.mid(place + 1);
        const bool isNewest =
            std::none_of(rest.begin(), rest.end(), [&source](const SourceFile& other) {
                return other.role == source.role;
            });
        const auto outcome = loadList(*m_connection, *m_load, source, isNewest, m_cancel);
        if (!outcome) {
            if (!concernsOneFile(outcome.error()))
                return outcome.error();
            m_tracker.setState(place, FileState::Failed, inOneLine(outcome.error()));
            continue;
        }
        m_fileIds[place] = outcome->id;
        m_findings << outcome->findings;
        m_tracker.addDone(place, source.bytes, outcome->records);
        m_tracker.setState(
            place, outcome->records.isNothingNew() ? FileState::Unchanged : FileState::Loaded,
            outcome->records.in == 0 ? Text::tr("There are no records in it") : QString());
    }
    return std::nullopt;
}

std::optional<UserMessage> LoadRun::loadReadings()
{
    if (m_cancel.isCancelled())
        return UserMessage::cancelled();
    ReadingsPlanner planner(*m_connection, m_cancel);
    auto plan = planner.plan(m_folder);
    if (!plan)
        return plan.error();
    notePlan(*plan);
    if (const auto done = dropIndexesBeforeMuch(*m_connection, *plan); !done)
        return done.error();
    const auto failure = loadGaps(*plan);
    // The counts are also wanted of what a failed or cancelled load got done.
    const auto uncounted = countFiles(*plan, failure.has_value());
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

// Loads what is missing, and again what another program left out while both loaded.
std::optional<UserMessage> LoadRun::loadGaps(QList<PlannedFile>& plan)
{
    const auto map = SensorEquipment::fetch(*m_connection);
    if (!map)
        return map.error();
    ReadingsPlanner planner(*m_connection, m_cancel);
    for (int round = 0; round < kMostRounds; ++round) {
        QList<PlannedFile> files;
        for (const PlannedFile& file : plan) {
            if (!file.failure && !file.gaps.isEmpty())
                files << file;
        }
        if (files.isEmpty())
            return std::nullopt;
        ReadingsPipeline pipeline(m_settings, *m_load, *map, m_options, m_tracker, m_cancel);
        const auto outcome = pipeline.run(files);
        m_unreadableMeasurements += outcome.unreadableMeasurements;
        m_unfinished.insert(outcome.unfinishedFiles.begin(), outcome.unfinishedFiles.end());
        if (outcome.failure)
            return outcome.failure;
        if (!outcome.metOtherProgram)
            return std::nullopt;
        for (PlannedFile& file : plan) {
            if (file.failure || file.gaps.isEmpty())
                continue;
            auto gaps = planner.gapsNow(file);
            if (!gaps)
                return gaps.error();
            file.gaps = outcome.failedFiles.contains(file.place) ? QList<ByteGap>() : *gaps;
        }
    }
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
    const auto ranges = journalledRanges(*m_connection, file.id);
    if (!ranges)
        return ranges.error();
    RecordCounts records;
    for (const JournalledRange& range : *ranges) {
        if (range.load == *m_load)
            records += range.records;
        else
            records += {range.records.in, 0, 0, 0, range.records.in};
    }
    m_tracker.setRecords(file.place, records);
    if (m_tracker.state(file.place) == FileState::Failed)
        return std::nullopt;

    const bool unfinished = m_unfinished.contains(file.place);
    const auto gaps = missingRanges(file.source.skipBytes, file.bytes, *ranges);
    const bool complete = gaps.isEmpty() || (unfinished && gaps.size() == 1);
    QString message;
    if (!file.copyOf.isEmpty())
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
    if (!m_connection->isUsable()) {
        auto again = Connection::open(m_settings);
        if (!again)
            return again.error();
        m_connection.emplace(*std::move(again));
    }
    if (const auto settled = settleSummaries(*m_connection); !settled)
        return settled.error();
    const auto mismatches = findMismatches(*m_connection);
    if (!mismatches)
        return mismatches.error();
    m_findings << *mismatches;
    return std::nullopt;
}

// Fills in the receipt, and writes it where there is a load to write it for.
void LoadRun::close(LoadReceipt& receipt)
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
    receipt.files = m_tracker.receipts();
    for (FileReceipt& file : receipt.files) {
        const bool open = file.state == FileState::Waiting || file.state == FileState::Loading;
        if (open && receipt.outcome != LoadReceipt::Outcome::Succeeded)
            file.state = FileState::Cancelled;
    }
    receipt.findings = m_findings;
    receipt.hasUnfinishedLines = !m_unfinished.empty();
    // A file that couldn't be read is a failure of the load, though the others are in.
    const auto failed =
        std::find_if(receipt.files.begin(), receipt.files.end(), [](const FileReceipt& file) {
            return file.state == FileState::Failed;
        });
    if (failed != receipt.files.end() && receipt.outcome == LoadReceipt::Outcome::Succeeded) {
        receipt.outcome = LoadReceipt::Outcome::Failed;
        receipt.failure =
            UserMessage::error(Text::tr("A file could not be loaded"))
                .because(failed->message)
                .at(failed->path)
                .toMend(Text::tr("The other files are loaded. Mend this one and load again."))
                .withCode(u"file"_s);
    }
    if (!m_load)
        return;
    receipt.loadId = toInt(*m_load);
    if (!m_connection || !m_connection->isUsable())
        return;
    if (const auto ended = endLoad(*m_connection, receipt, m_fileIds); !ended) {
        receipt.outcome = LoadReceipt::Outcome::Failed;
        if (!receipt.failure)
            receipt.failure = ended.error();
    }
}

} // namespace faultline
