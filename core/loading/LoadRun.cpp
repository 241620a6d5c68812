// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/LoadRun.h"

#include "base/FailPoint.h"
#include "base/Scarcity.h"
#include "loading/ChosenFormats.h"
#include "loading/DryRun.h"
#include "loading/Findings.h"
#include "loading/ListLoader.h"
#include "loading/LoadMessages.h"
#include "loading/ReadingsLoad.h"
#include "loading/WorkerCount.h"
#include "loading/ledger/KnownFiles.h"
#include "loading/ledger/LoadJournal.h"
#include "loading/planning/DateOrderHistory.h"
#include "loading/receipt/UnreadFiles.h"
#include "loading/settlement/Settlement.h"
#include "sources/folder/FileInspection.h"
#include "sources/input/ArchivePass.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QSet>
#include <QThread>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(LoadRun)
};

// Whatever the server's default: everything except chunks waits for the disk.
Result<void> commitToDisk(Connection& connection)
{
    const auto set = connection.execute("SET synchronous_commit = on");
    return set ? Result<void>() : set.error();
}

} // namespace

LoadRun::LoadRun(
    ConnectionSettings settings, QString folder, const LoadOptions& options, LoadControls& controls)
    : m_settings(std::move(settings))
    , m_path(std::move(folder))
    , m_options(options)
    , m_tracker(controls.tracker)
    , m_cancel(controls.cancel)
    , m_programEnds(controls.programEnds)
    , m_recovery(m_options, m_tracker, controls.gate, m_cancel)
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

    const auto failure = doAll();
    if (failure && (failure->code == kCancelledCode || m_cancel.isCancelled())) {
        receipt.outcome = LoadReceipt::Outcome::Cancelled;
    } else if (failure) {
        receipt.outcome = LoadReceipt::Outcome::Failed;
        receipt.failure = failure;
    }
    if (receipt.outcome == LoadReceipt::Outcome::Cancelled && m_programEnds.isCancelled()) {
        receipt.outcome = LoadReceipt::Outcome::Failed;
        receipt.failure = interruptedLoad();
    }
    receipt.folder = m_folder.path.isEmpty() ? m_path : m_folder.path;
    receipt.elapsedMs = clock.elapsed();
    const auto closed = guarded([this, &receipt]() -> Result<void> {
        close(receipt);
        return {};
    });
    if (!closed && !receipt.failure)
        receipt.failure = closed.error();
    if (!closed)
        receipt.outcome = LoadReceipt::Outcome::Failed;
    receipt.elapsedMs = clock.elapsed();
    m_tracker.setTrouble(std::nullopt, false);
    m_tracker.setPhase(LoadProgress::Phase::Done);
    return receipt;
}

// Running out of memory or threads ends a load like any other failure.
std::optional<UserMessage> LoadRun::doAll()
{
    const ArchivePass pass;
    const auto done = guarded([this]() -> Result<void> {
        const auto failure = m_options.dryRun ? rehearse() : load();
        return failure ? Result<void>(*failure) : Result<void>();
    });
    return done ? std::nullopt : std::optional(done.error());
}

std::optional<UserMessage> LoadRun::findFiles()
{
    auto folder = findSources(m_path, m_cancel, m_options.encoding);
    if (!folder)
        return folder.error();
    m_folder = *std::move(folder);
    m_fileIds.resize(m_folder.files.size());
    m_findings << m_folder.warnings;
    return std::nullopt;
}

// The encodings that earlier loads chose for files that aren't UTF-8.
std::optional<UserMessage> LoadRun::useKnownEncodings()
{
    QStringList paths;
    for (const SourceFile& file : std::as_const(m_folder.files)) {
        if (!file.isUtf8 && !m_options.encoding)
            paths << file.path;
    }
    if (paths.isEmpty())
        return std::nullopt;
    const auto encodings =
        m_link.run([&paths](Connection& connection) { return chosenEncodings(connection, paths); });
    if (!encodings)
        return encodings.error();
    QList<SourceFile> files;
    QSet<QString> recognised; // a file with two roles is there twice
    for (const SourceFile& file : std::as_const(m_folder.files)) {
        const auto found = encodings->find(file.path);
        if (found == encodings->end()) {
            files << file;
        } else if (!recognised.contains(file.path)) {
            recognised << file.path;
            files << recognisedAs(file, *found, m_cancel);
        }
    }
    m_folder.files = std::move(files);
    m_fileIds.resize(m_folder.files.size());
    sortSources(m_folder);
    return std::nullopt;
}

std::optional<UserMessage> LoadRun::noteFiles()
{
    setAsideOpenTables(m_folder);
    m_tracker.setFiles(m_folder);
    if (m_folder.bytesToLoad() > 0)
        return std::nullopt;
    if (auto question = formatQuestion(m_folder))
        return question;
    return nothingToLoad(m_folder);
}

// The formats that were chosen for files like these.
std::optional<UserMessage> LoadRun::useChosenFormats()
{
    auto formats = m_options.formats;
    if (!m_options.dryRun) {
        auto kept = m_link.run(
            [this](Connection& connection) { return keepAndFetch(connection, m_options.formats); });
        if (!kept)
            return kept.error();
        formats = *std::move(kept);
    }
    const auto findings = useFormats(m_folder, formats, m_options.format, m_cancel);
    if (!findings)
        return findings.error();
    m_findings << *findings;
    m_fileIds.resize(m_folder.files.size());
    return std::nullopt;
}

// A choice is only for files that don't show their order.
void LoadRun::useChosenDateOrder()
{
    using Order = TimeFormat::DateOrder;
    using Reason = DateOrderFinding::Reason;
    if (m_options.dates == Order::Unknown)
        return;
    for (SourceFile& file : m_folder.files) {
        if (file.needsDateOrder()) {
            if (file.dateOrder->reason == Reason::Contradictory)
                m_findings << contradictoryDates(file, m_options.dates);
            file.setDateOrder(m_options.dates, Reason::Chosen);
        } else if (file.dateOrder && file.format.times.order != m_options.dates) {
            m_findings << provedOtherwise(file);
        }
    }
}

void LoadRun::useChosenZone()
{
    if (!m_options.zone)
        return;
    for (SourceFile& file : m_folder.files) {
        if (file.hasTimes())
            file.format.zone = m_options.zone;
    }
}

std::optional<UserMessage> LoadRun::askForDateOrder()
{
    m_dateQuestion = dateOrderQuestion(m_folder);
    if (!m_dateQuestion)
        return std::nullopt;
    return openQuestion(*m_dateQuestion, kDateOrderQuestionCode);
}

std::optional<UserMessage> LoadRun::rehearse()
{
    if (auto failure = findFiles())
        return failure;
    if (auto failure = useChosenFormats())
        return failure;
    useChosenDateOrder();
    useChosenZone();
    auto previews = previewFiles(m_folder, m_options, m_cancel);
    if (!previews)
        return previews.error();
    m_previews = *std::move(previews);
    if (auto failure = noteFiles())
        return failure;
    if (auto question = askForDateOrder())
        return question;
    m_tracker.setPhase(LoadProgress::Phase::Loading);
    const auto outcome = dryRun(m_folder, m_options, m_tracker, m_cancel);
    if (!outcome)
        return outcome.error();
    m_hasUnfinishedLines = outcome->hasUnfinishedLines;
    m_findings << outcome->findings;
    m_rejectedKinds = outcome->rejected;
    return std::nullopt;
}

std::optional<UserMessage> LoadRun::load()
{
    m_tracker.setPhase(LoadProgress::Phase::Planning);
    if (auto failure = findFiles())
        return failure;
    if (auto failure = useKnownEncodings())
        return failure;
    if (auto failure = useChosenFormats())
        return failure;
    useChosenDateOrder();
    useChosenZone();
    if (auto failure = noteFiles())
        return failure;
    if (auto failure = openDatabase())
        return failure;
    std::optional<UserMessage> failure = loadLists();
    if (!failure)
        failure = loadReadings();
    // A cancel should be quick: the next reader of reports settles the summaries first.
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
    const auto decision =
        m_link.run([&](Connection& connection) { return begin(connection, *load); });
    if (!decision)
        return decision.error();
    if (decision->question) {
        m_question = decision->question;
        return openQuestion(*m_question, kPlantQuestionCode);
    }
    if (auto question = askForDateOrder())
        return question;
    m_load = *load;
    if (const auto noted = notePlants(*decision); !noted)
        return noted.error();
    failPoint("load: begun");
    return std::nullopt;
}

// Decides about the plants and the dates, and begins the load, in one transaction: a question
// leaves nothing behind. If its COMMIT got no answer, the plants are decided again, with the same
// result.
Result<PlantDecision> LoadRun::begin(Connection& connection, LoadId load)
{
    if (const auto held = holdLoad(connection, load); !held)
        return held.error();
    if (const auto begun = connection.execute("BEGIN; SET LOCAL synchronous_commit = on"); !begun)
        return begun.error();
    auto decision = decidePlants(connection, m_folder, m_options.plant, m_cancel);
    Result<void> done;
    if (!decision) {
        done = decision.error();
    } else if (!decision->question) {
        placeFiles(*decision);
        done = recallDateOrders(connection, m_folder, m_plantOfFile, m_cancel);
    }
    const bool isOpen = done && (decision->question || dateOrderQuestion(m_folder));
    if (done && !isOpen)
        done = beginLoad(connection, load, m_folder.path, m_options, decision->choices);
    if (!done || isOpen) {
        connection.rollback();
        return done ? decision : done.error();
    }
    if (const auto committed = connection.commit(); !committed)
        return committed.error();
    return decision;
}

Result<void> LoadRun::notePlants(const PlantDecision& decision)
{
    m_plants = decision.choices;
    for (const PlantChoice& choice : m_plants) {
        const auto zone = LocalTime::fromName(choice.settings.timeZone);
        if (!zone)
            return zone.error();
        m_zones.emplace(choice.plant, *zone);
    }
    return {};
}

void LoadRun::placeFiles(const PlantDecision& decision)
{
    m_plantOfFile.resize(m_folder.files.size());
    for (qsizetype part = 0; part < decision.parts.size(); ++part) {
        for (const qsizetype index : decision.parts.at(part).files)
            m_plantOfFile[index] = decision.choices.at(part).plant;
    }
}

std::optional<UserMessage> LoadRun::chooseWorkers()
{
    if (m_options.workers > 0)
        return std::nullopt;
    const auto capacity =
        m_link.run([](Connection& connection) { return fetchServerCapacity(connection); });
    if (!capacity)
        return capacity.error();
    m_options.workers = suitableWorkers(QThread::idealThreadCount(), *capacity);
    return std::nullopt;
}

std::optional<UserMessage> LoadRun::loadLists()
{
    m_tracker.setPhase(LoadProgress::Phase::Loading);
    for (qsizetype index = 0; index < m_folder.files.size(); ++index) {
        const SourceFile& source = m_folder.files.at(index);
        if (!source.role || source.role == SourceRole::Readings)
            continue;
        m_tracker.setState(index, FileState::Loading);
        const PlantId plant = m_plantOfFile.at(index);
        const ListSource list{
            *m_load, plant, m_zones.at(plant), static_cast<qint32>(index + 1), source};
        const auto outcome = m_link.run(
            [&](Connection& connection) { return loadList(connection, list, m_cancel); });
        if (!outcome) {
            if (!concernsOneFile(outcome.error()))
                return outcome.error();
            m_tracker.setState(index, FileState::Failed, outcome.error().toLine());
            continue;
        }
        m_fileIds[index] = outcome->id;
        m_findings << outcome->findings;
        m_tracker.addDone(index, source.bytes, outcome->records);
        m_tracker.setContentHash(index, outcome->contentHash);
        if (outcome->rejectedBy) {
            m_tracker.setState(
                index, FileState::Failed, unreadBeforeText(source, *outcome->rejectedBy));
            continue;
        }
        m_tracker.setState(
            index, outcome->records.isNothingNew() ? FileState::Unchanged : FileState::Loaded,
            outcome->records.in == 0 ? Text::tr("It contains no records") : QString());
    }
    for (const PlantChoice& choice : m_plants) {
        const auto changes = m_link.run([&choice](Connection& connection) {
            return putListsInForce(connection, choice.plant, choice.name);
        });
        if (!changes)
            return changes.error();
        m_findings << *changes;
    }
    return std::nullopt;
}

std::optional<UserMessage> LoadRun::loadReadings()
{
    const LoadContext context{m_settings, m_options, *m_load,    m_recovery,
                              m_tracker,  m_cancel,  m_summaries};
    ReadingsLoad readings(context, m_link);
    auto failure = readings.run(m_folder, m_plantOfFile);
    readings.noteFileIds(m_fileIds);
    m_findings << readings.findings();
    m_hasUnfinishedLines = readings.hasUnfinishedLines();
    const RecordCounts all = m_tracker.newRecords();
    if (!failure && m_options.rejectLimit.isExceeded(all.rejected, all.in, true))
        failure = m_options.rejectLimit.exceeded(all.rejected, all.in);
    return failure;
}

std::optional<UserMessage> LoadRun::settle()
{
    m_tracker.setPhase(LoadProgress::Phase::Settling);
    failPoint("load: before settling");
    const auto settled = m_link.run([this](Connection& connection) {
        return settleSummaries(connection, *m_load, m_summaries);
    });
    if (!settled)
        return settled.error();
    failPoint("load: settled");
    const auto found = m_link.run([this](Connection& connection) {
        return findInData(connection, *m_load, m_tracker.receipts(), m_plants);
    });
    if (!found)
        return found.error();
    m_findings << *found;
    return std::nullopt;
}

// Completes the receipt, and writes it if the load has begun.
void LoadRun::close(LoadReceipt& receipt)
{
    m_findings << m_folder.notes()
               << recoveryFindings(m_recovery.interruptions(), m_recovery.refusals());
    receipt.files = m_tracker.receipts();
    for (FileReceipt& file : receipt.files) {
        const bool open = file.state == FileState::Waiting || file.state == FileState::Loading;
        if (open && receipt.outcome != LoadReceipt::Outcome::Succeeded)
            file.state = FileState::Cancelled;
    }
    failUnreadFiles(m_folder, receipt.files);
    receipt.others = m_folder.others;
    receipt.plants = m_plants;
    receipt.question = m_question;
    receipt.dateQuestion = m_dateQuestion;
    receipt.previews = m_previews;
    receipt.rejectedKinds = m_rejectedKinds;
    receipt.findings = m_findings;
    receipt.hasUnfinishedLines = m_hasUnfinishedLines;
    failForFiles(receipt);
    if (m_load)
        writeReceipt(receipt);
}

// An unreadable file makes the load fail, although the rest is loaded.
void LoadRun::failForFiles(LoadReceipt& receipt) const
{
    const auto failed =
        std::find_if(receipt.files.begin(), receipt.files.end(), [](const FileReceipt& file) {
            return file.state == FileState::Failed;
        });
    if (failed == receipt.files.end() || receipt.outcome != LoadReceipt::Outcome::Succeeded)
        return;
    receipt.outcome = LoadReceipt::Outcome::Failed;
    const RecordCounts log = receipt.readings();
    receipt.failure = failedFile(*failed, log);
}

void LoadRun::writeReceipt(LoadReceipt& receipt)
{
    receipt.loadId = toInt(*m_load);
    failPoint("load: before the receipt");
    const auto end = [&](Connection& connection) {
        return endLoad(connection, receipt, m_fileIds);
    };
    auto ended = m_link.runAtEnd(receipt.outcome != LoadReceipt::Outcome::Succeeded, end);
    // A cancel now comes too late: the load is done, and its receipt must say so.
    if (!ended && ended.error().code == kCancelledCode)
        ended = m_link.runLast(end);
    if (ended)
        return;
    if (receipt.outcome == LoadReceipt::Outcome::Cancelled)
        return; // the ledger then shows it as interrupted
    receipt.outcome = LoadReceipt::Outcome::Failed;
    if (!receipt.failure)
        receipt.failure = ended.error();
}

} // namespace faultline
