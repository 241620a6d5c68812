// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/ReadingsLoad.h"

#include "base/FailPoint.h"
#include "loading/ReadingsCount.h"
#include "loading/chunks/IndexUpkeep.h"
#include "loading/chunks/ReadingsPipeline.h"
#include "loading/comparison/LineComparison.h"
#include "loading/ledger/JournalCounts.h"
#include "loading/planning/PlannedRanges.h"
#include "loading/planning/ReadingsPlanner.h"
#include "loading/plants/PlantTurn.h"

#include <QCoreApplication>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <numeric>
#include <set>
#include <utility>
#include <vector>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// Each round loads what another program or a server that crashed has left.
constexpr int kMaxRounds = 8;

constexpr std::chrono::milliseconds kTurnInterval{200};

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ReadingsLoad)
};

UserMessage waitingForTurn(LoadId other)
{
    UserMessage message =
        UserMessage::information(Text::tr("Waiting for load %1").arg(toInt(other)));
    return message
        .because(Text::tr("It is loading readings of the same plant. Loads of a plant take turns, "
                          "so that no reading is loaded twice."))
        .withRemedy(Text::tr("This load continues when that one has ended."))
        .withCode(u"waiting-for-turn"_s);
}

// Waits, but not longer than until a cancel.
void pauseFor(std::chrono::milliseconds time, const CancelToken& cancel)
{
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable_any().wait_for(lock, cancel.stopToken(), time, [] { return false; });
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
    if (auto failure = takeTurns())
        return failure;
    const auto dropped = m_link.run(
        [this](Connection& connection) { return dropIndexesBeforeLargeLoad(connection, m_plan); });
    if (!dropped)
        return dropped.error();
    auto failure = loadAll();
    // Count also what a failed or cancelled load has stored.
    auto findings = countReadings(m_context, m_link, m_plan, failure.has_value());
    if (findings)
        m_findings << *findings;
    if (!m_plants.empty()) {
        // Otherwise the turn ends with the load.
        static_cast<void>(m_link.runAtEnd(failure.has_value(), [this](Connection& connection) {
            return endTurns(connection, m_context.load);
        }));
    }
    if (failure)
        return failure;
    return findings ? std::nullopt : std::optional(findings.error());
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
        m_context.tracker.setBytes(file.fileIndex, file.bytes);
        m_context.tracker.addKnown(
            file.fileIndex, !file.copyOf ? file.knownBytes : file.bytes, file.knownRecords);
    }
}

bool ReadingsLoad::hasGaps() const
{
    return std::any_of(m_plan.begin(), m_plan.end(), [](const PlannedFile& file) {
        return !file.failure && !file.gaps.isEmpty();
    });
}

// Waits until no other load stores readings of the plants. If there was one, the journal has
// changed.
std::optional<UserMessage> ReadingsLoad::takeTurns()
{
    m_plants.clear();
    for (const PlannedFile& file : m_plan) {
        if (!file.failure && !file.gaps.isEmpty())
            m_plants.insert(file.plant);
    }
    bool hasWaited = false;
    for (const PlantId plant : m_plants) {
        for (;;) {
            const auto other = m_link.run([&](Connection& connection) {
                return tryTakeTurn(connection, plant, m_context.load);
            });
            if (!other)
                return other.error();
            if (!*other)
                break;
            m_context.tracker.setTrouble(waitingForTurn(**other), false);
            hasWaited = true;
            pauseFor(kTurnInterval, m_context.cancel);
            if (m_context.cancel.isCancelled())
                return UserMessage::cancelled();
        }
    }
    failPoint("load: turn taken");
    if (!hasWaited)
        return std::nullopt;
    m_context.tracker.setTrouble(std::nullopt, false);
    return findGaps();
}

// First what no other file can have loaded, then what has to be compared.
std::optional<UserMessage> ReadingsLoad::loadAll()
{
    for (int round = 0; round < kMaxRounds && hasGaps();) {
        auto extents = m_link.run([this](Connection& connection) {
            return LoadedExtents::fetch(connection, {m_plants.begin(), m_plants.end()});
        });
        if (!extents)
            return extents.error();
        for (PlannedFile& file : m_plan) {
            const auto isListed = [&](const ByteGap& gap) {
                return extents->hasListed(file.id, gap.begin, gap.end);
            };
            file.isCompared =
                file.isCompared || std::any_of(file.gaps.cbegin(), file.gaps.cend(), isListed);
        }
        Step step = loadNew(*extents);
        if (step == Step::Done)
            step = loadOverlapping(*extents);
        if (step == Step::Failed)
            return m_failure;
        if (step == Step::Done)
            return std::nullopt;
        m_interruptions = m_context.recovery.interruptions();
        for (PlannedFile& file : m_plan)
            file.skipped.reset();
        auto failure = findGaps();
        if (!failure && step == Step::LostTurn)
            failure = takeTurns();
        if (failure)
            return failure;
        round += step == Step::Refused ? 0 : 1;
    }
    return std::nullopt;
}

ReadingsLoad::Step ReadingsLoad::failed(const UserMessage& failure)
{
    m_failure = failure;
    return Step::Failed;
}

void ReadingsLoad::failFile(PlannedFile& file, const UserMessage& error)
{
    m_context.tracker.setState(file.fileIndex, FileState::Failed, error.toLine());
    file.gaps.clear();
}

// Loads the files that needn't be compared, as far as they turn out not to repeat others.
ReadingsLoad::Step ReadingsLoad::loadNew(LoadedExtents& extents)
{
    std::vector<PlannedFile*> files;
    for (PlannedFile& file : m_plan) {
        if (!file.failure && !file.isCompared && !file.gaps.isEmpty())
            files.push_back(&file);
    }
    if (files.empty())
        return Step::Done;
    const Step step = store(files, extents);
    if (step == Step::Failed || step == Step::Again || step == Step::LostTurn)
        return step;
    if (auto failure = waitForDisk())
        return failed(*failure);
    if (m_context.recovery.interruptions() != m_interruptions)
        return Step::Again;
    std::vector<PlannedFile*> compared;
    for (PlannedFile* const file : files) {
        file->gaps.clear();
        if (file->isCompared && m_context.tracker.state(file->fileIndex) != FileState::Failed)
            compared.push_back(file);
    }
    if (auto failure = findGaps(compared))
        return failed(*failure);
    return Step::Done;
}

// Loads what is new in files that may repeat readings of others.
ReadingsLoad::Step ReadingsLoad::loadOverlapping(LoadedExtents& extents)
{
    for (const PlantId plant : m_plants) {
        std::vector<PlannedFile*> files;
        for (PlannedFile& file : m_plan) {
            if (file.plant == plant && !file.failure && !file.gaps.isEmpty())
                files.push_back(&file);
        }
        const bool isEach = extents.neverSkipping().contains(plant);
        for (std::span<PlannedFile* const> rest(files); !rest.empty();) {
            const auto some = rest.first(isEach ? 1 : rest.size());
            if (const Step step = compareAndLoad(some, extents); step != Step::Done)
                return step;
            rest = rest.subspan(some.size());
        }
    }
    if (auto failure = waitForDisk())
        return failed(*failure);
    return m_context.recovery.interruptions() == m_interruptions ? Step::Done : Step::Again;
}

ReadingsLoad::Step
ReadingsLoad::compareAndLoad(std::span<PlannedFile* const> files, LoadedExtents& extents)
{
    for (const PlannedFile* const file : files)
        m_context.tracker.noteLoading(file->fileIndex);
    ComparedFiles compared;
    const auto done = m_link.run([&](Connection& connection) {
        return compareLines(connection, m_context, files, compared);
    });
    if (!done && compared.unreadable && concernsOneFile(done.error())) {
        for (PlannedFile* const file : files) {
            if (file == compared.unreadable)
                failFile(*file, done.error());
        }
        return Step::Refused;
    }
    if (!done)
        return failed(done.error());
    failPoint("load: compared");
    // A file that skips lines of an earlier one waits until that one is stored: a load that ends
    // early must not have skipped what it hasn't loaded.
    for (std::size_t begin = 0; begin < files.size();) {
        std::size_t end = begin + 1;
        while (end < files.size() && !compared.needsEarlier[end])
            ++end;
        const std::vector<PlannedFile*> some(
            files.begin() + static_cast<std::ptrdiff_t>(begin),
            files.begin() + static_cast<std::ptrdiff_t>(end));
        const qint64 refusals = refusedLines();
        if (const Step step = store(some, extents); step != Step::Done)
            return step;
        for (PlannedFile* const file : some) {
            file->gaps.clear();
            file->skipped.reset();
        }
        begin = end;
        // The database has refused lines that later files count as loaded.
        if (begin < files.size() && refusedLines() != refusals)
            return Step::Refused;
    }
    return Step::Done;
}

qint64 ReadingsLoad::refusedLines() const
{
    const auto refusals = m_context.recovery.refusals();
    return std::accumulate(refusals.cbegin(), refusals.cend(), qint64{0});
}

ReadingsLoad::Step
ReadingsLoad::store(const std::vector<PlannedFile*>& files, LoadedExtents& extents)
{
    ReadingsPipeline pipeline(m_context, extents);
    const auto outcome = pipeline.run(files);
    if (outcome.failure)
        return failed(*outcome.failure);
    for (PlannedFile* const file : files) {
        if (outcome.heldBack.contains(file->fileIndex))
            file->isCompared = true;
    }
    if (outcome.lostTurn)
        return Step::LostTurn;
    if (outcome.metOtherProgram || m_context.recovery.interruptions() != m_interruptions)
        return Step::Again;
    const bool hasFailed = std::any_of(files.begin(), files.end(), [this](const auto* file) {
        return m_context.tracker.state(file->fileIndex) == FileState::Failed;
    });
    return hasFailed ? Step::Refused : Step::Done;
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
    return forEachWithRanges(
        files, [this](const auto& step) { return m_link.run(step); },
        [this](PlannedFile& file, const QList<JournalledRange>& ranges) {
            file.gaps = missingRanges(*file.source, file.bytes, ranges);
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

} // namespace faultline
