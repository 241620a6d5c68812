// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/ReadingsCount.h"

#include "loading/findings/MeasurementFindings.h"
#include "loading/findings/NoteFindings.h"
#include "loading/ledger/JournalCounts.h"
#include "loading/planning/PlannedRanges.h"
#include "loading/receipt/UnreadFiles.h"

#include <QCoreApplication>
#include <QLocale>

#include <map>
#include <optional>
#include <vector>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// With more files, a single finding covers all of them.
constexpr int kMaxSharedFiles = 5;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ReadingsCount)
};

UserMessage sharedLines(const PlannedFile& file, qint64 lines)
{
    UserMessage message = UserMessage::information(
        Text::tr("%n line(s) of a file were already loaded", nullptr, static_cast<int>(lines)));
    return message
        .because(
            file.sharesLinesWith ? Text::tr("%1 contains them too. Each was counted once.")
                                       .arg(*file.sharesLinesWith)
                                 : Text::tr("Other files contain them too. Each was counted once."))
        .at(file.source->path)
        .withCode(u"shared-lines"_s);
}

// Findings about lines that files share with others: for each file, or for all if there are many.
class SharedLines
{
public:
    void add(const PlannedFile& file, qint64 lines)
    {
        ++m_files;
        m_lines += lines;
        if (m_files <= kMaxSharedFiles)
            m_first << sharedLines(file, lines);
    }
    // A folder of overlapping exports may contain thousands of such files.
    QList<UserMessage> findings() const
    {
        if (m_files <= kMaxSharedFiles)
            return m_first;
        UserMessage message = UserMessage::information(
            Text::tr("%n file(s) have lines that were already loaded", nullptr, m_files));
        message
            .because(Text::tr("Other files contain these %1 lines too. Each was counted once.")
                         .arg(QLocale().toString(m_lines)))
            .at(m_first.first().where)
            .withCode(u"shared-lines"_s);
        return {message};
    }

private:
    QList<UserMessage> m_first;
    int m_files = 0;
    qint64 m_lines = 0;
};

// What the readings of each plant have instead of numbers, and names of measurements that it hasn't
// had before.
class Measurements
{
public:
    void add(PlantId plant, const MeasurementNotes& notes, qint64 readings)
    {
        PlantMeasurements& measurements = m_plants[plant];
        measurements.notes += notes;
        measurements.readings += readings;
        m_all += notes;
    }
    Result<QList<UserMessage>> findings(LoadId load, LoadLink& link, bool hasEndedEarly) const
    {
        QList<UserMessage> findings = findWords(m_all);
        for (const auto& [plant, measurements] : m_plants) {
            if (measurements.notes.isEmpty())
                continue;
            const auto known =
                link.runAtEnd(hasEndedEarly, [load, plant = plant](Connection& connection) {
                    return otherMeasurementNames(connection, plant, load);
                });
            if (!known)
                return known.error();
            findings << findNewNames(measurements.notes, *known, measurements.readings);
        }
        return findings;
    }

private:
    struct PlantMeasurements
    {
        MeasurementNotes notes;
        qint64 readings = 0;
    };
    std::map<PlantId, PlantMeasurements> m_plants;
    MeasurementNotes m_all;
};

// Lines of the file that this load skipped because others have them.
qint64 skippedBy(LoadId load, const QList<JournalledRange>& ranges)
{
    qint64 lines = 0;
    for (const JournalledRange& range : ranges)
        lines += range.load == load ? range.records.skipped : 0;
    return lines;
}

// A load that ended early isn't a fault of its files.
FileState stateOf(const RecordCounts& records, bool isComplete, bool hasEndedEarly)
{
    if (!isComplete)
        return hasEndedEarly ? FileState::Cancelled : FileState::Failed;
    return records.isNothingNew() ? FileState::Unchanged : FileState::Loaded;
}

QString messageOf(const PlannedFile& file, bool isComplete, bool hasEndedEarly)
{
    if (!isComplete && !hasEndedEarly)
        return Text::tr("Parts of it are missing. Load again to load them");
    if (file.copyOf)
        return Text::tr("The same content as %1").arg(file.copyOf->path);
    if (file.isUnfinished && isComplete)
        return Text::tr("Its last line has no line end. A program may still be writing it, so "
                        "it was not loaded");
    return {};
}

void setRecordsAndState(
    const LoadContext& context, const PlannedFile& file, const QList<JournalledRange>& ranges,
    bool hasEndedEarly)
{
    const RecordCounts records =
        file.copyOf ? recordsOfCopy(ranges, file.bytes) : recordsOf(ranges, context.load);
    context.tracker.setRecords(file.fileIndex, records);
    if (context.tracker.state(file.fileIndex) == FileState::Failed)
        return;
    const auto gaps = missingRanges(*file.source, file.bytes, ranges);
    if (gaps.isEmpty() && !file.damage)
        context.tracker.setContentHash(file.fileIndex, file.contentHash);
    const bool isComplete = gaps.isEmpty() || (file.isUnfinished && gaps.size() == 1);
    if (file.damage) {
        context.tracker.setState(file.fileIndex, FileState::Failed, file.damage->toLine());
        return;
    }
    const FileState state = stateOf(records, isComplete, hasEndedEarly);
    // What an earlier load rejected is skipped now, but that doesn't make it a success.
    RecordCounts ever;
    for (const JournalledRange& range : ranges)
        ever += range.records;
    if (state == FileState::Unchanged && isUnread(ever)) {
        context.tracker.setState(
            file.fileIndex, FileState::Failed, unreadBeforeText(*file.source, ranges.last().load));
        return;
    }
    context.tracker.setState(file.fileIndex, state, messageOf(file, isComplete, hasEndedEarly));
}

// A copy of a file of this load has the records of its original, all skipped.
void setCopy(LoadTracker& tracker, const PlannedFile& file)
{
    RecordCounts records;
    records.in = tracker.records(*file.copyOf->fileIndex).in;
    records.skipped = records.in;
    tracker.setRecords(file.fileIndex, records);
    tracker.setState(file.fileIndex, FileState::Unchanged, messageOf(file, true, false));
}

bool isCopyInLoad(const PlannedFile& file)
{
    return file.copyOf->fileIndex.has_value();
}

} // namespace

Result<QList<UserMessage>> countReadings(
    const LoadContext& context, LoadLink& link, QList<PlannedFile>& plan, bool hasEndedEarly)
{
    std::vector<PlannedFile*> files;
    for (PlannedFile& file : plan) {
        if (!file.failure && !isCopyInLoad(file))
            files.push_back(&file);
    }
    NoteCounts notes;
    Measurements measurements;
    SharedLines sharedLines;
    const auto failure = forEachWithRanges(
        files, [&](const auto& step) { return link.runAtEnd(hasEndedEarly, step); },
        [&](const PlannedFile& file, const QList<JournalledRange>& ranges) {
            if (!file.copyOf) {
                NoteCounts ofFile = notesOf(ranges, context.load);
                ofFile.setFile(file.source->path);
                notes += ofFile;
                measurements.add(
                    file.plant, ofFile.measurements, recordsOf(ranges, context.load).loaded);
                // Of an edited file the user knows.
                const qint64 lines = skippedBy(context.load, ranges);
                if (lines > 0 && !file.finding)
                    sharedLines.add(file, lines);
            }
            setRecordsAndState(context, file, ranges, hasEndedEarly);
        });
    if (failure)
        return *failure;
    for (const PlannedFile& file : plan) {
        if (isCopyInLoad(file))
            setCopy(context.tracker, file);
    }
    auto findings = measurements.findings(context.load, link, hasEndedEarly);
    if (!findings)
        return findings;
    *findings << findNotes(notes) << sharedLines.findings();
    return findings;
}

} // namespace faultline
