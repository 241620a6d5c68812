// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/LoadPlan.h"

#include "loading/FileIdentity.h"
#include "loading/FileRevision.h"
#include "loading/PlannedInput.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(LoadPlan)
};

} // namespace

QList<ByteGap> missingRanges(qint64 begin, qint64 end, const QList<JournalledRange>& ranges)
{
    QList<ByteGap> gaps;
    qint64 position = begin;
    qint64 line = 1;
    for (const JournalledRange& range : ranges) {
        if (range.firstByte > position && position < end)
            gaps << ByteGap{position, std::min(range.firstByte, end), line};
        position = std::max(position, range.endByte);
        line = range.firstLine + range.lines;
    }
    if (position < end)
        gaps << ByteGap{position, end, line};
    return gaps;
}

Result<QList<PlannedFile>> ReadingsPlanner::plan(const DataFolder& folder)
{
    m_plan.clear();
    m_claimed.clear();
    m_bySize.clear();
    if (const auto begun = m_connection.execute("BEGIN"); !begun)
        return begun.error();
    if (const auto locked = lockFileIdentities(m_connection); !locked)
        return locked.error();
    for (qsizetype place = 0; place < folder.files.size(); ++place) {
        if (folder.files.at(place).role != SourceRole::Readings)
            continue;
        PlannedFile file;
        file.place = place;
        file.source = folder.files.at(place);
        m_plan << file;
    }
    // Changed files come last: by then it is known which file has only got another name.
    for (const Step step : {&ReadingsPlanner::planFile, &ReadingsPlanner::planChangedFile}) {
        if (const auto planned = planOpenOnes(step); !planned) {
            m_connection.rollback();
            return planned.error();
        }
    }
    if (const auto committed = m_connection.commit(); !committed)
        return committed.error();
    return m_plan;
}

// Files of which it isn't settled yet what they are.
Result<void> ReadingsPlanner::planOpenOnes(Step step)
{
    for (qsizetype i = 0; i < m_plan.size(); ++i) {
        PlannedFile& file = m_plan[i];
        const bool isOpen = file.id == FileId{} && !file.failure;
        if (!isOpen)
            continue;
        if (m_cancel.isCancelled())
            return UserMessage::cancelled();
        if (const auto planned = (this->*step)(file); !planned) {
            if (!concernsOneFile(planned.error()))
                return planned;
            file.failure = planned.error();
        } else if (file.id != FileId{} && file.copyOf.isEmpty()) {
            m_bySize.emplace(file.bytes, i);
        }
    }
    return {};
}

Result<void> ReadingsPlanner::planFile(PlannedFile& file)
{
    // Closed again afterwards: a folder may hold more files than a program may have open.
    const auto input = InputFile::open(file.source.path);
    if (!input)
        return input.error();
    file.bytes = input->size();
    file.systemId = input->systemId();
    return planOpenFile(file, *input);
}

Result<void> ReadingsPlanner::planOpenFile(PlannedFile& file, const InputFile& input)
{
    const auto lengths = headLengths(m_connection, SourceRole::Readings, input.size());
    if (!lengths)
        return lengths.error();
    const auto heads = headAnchors(input, *lengths);
    if (!heads)
        return heads.error();
    const auto candidates = findFiles(m_connection, SourceRole::Readings, file.source.path, *heads);
    if (!candidates)
        return candidates.error();
    for (const KnownFile& known : *candidates) {
        const auto taken = tryCandidate(file, input, known);
        if (!taken)
            return taken.error();
        if (*taken)
            return {};
        if (known.path == file.source.path
            && (!file.earlier || known.generation > file.earlier->generation))
            file.earlier = known;
    }
    const auto isCopy = tryCopyInThisLoad(file, input);
    if (!isCopy)
        return isCopy.error();
    if (*isCopy || file.earlier)
        return {};
    return addNew(file, input);
}

// Another content stands at the path of a file that was loaded.
Result<void> ReadingsPlanner::planChangedFile(PlannedFile& file)
{
    const auto input = openPlanned(file);
    if (!input)
        return input.error();
    const auto isCopy = tryCopyInThisLoad(file, *input);
    if (!isCopy)
        return isCopy.error();
    if (*isCopy)
        return {};
    // That file is there under another name: a log was rotated, and this one is new.
    if (m_claimed.contains(file.earlier->id))
        return addNew(file, *input);
    return addGeneration(file, *input, *file.earlier);
}

// Whether `known` is this file, and if so, what is left to load.
Result<bool>
ReadingsPlanner::tryCandidate(PlannedFile& file, const InputFile& input, const KnownFile& known)
{
    const auto same = isThatContent(input, known);
    if (!same)
        return same.error();
    if (!*same)
        return false;
    bool isIt = false;
    if (!m_claimed.contains(known.id)) {
        const auto found =
            known.path == file.source.path ? Result<bool>(true) : isThatFile(input, known);
        if (!found)
            return found.error();
        isIt = *found;
    } else {
        // Another file of this load is it; this one may be the same under a second name.
        const auto isCopy = tryCopyInThisLoad(file, input);
        if (!isCopy || *isCopy)
            return isCopy;
    }
    if (!isIt) {
        const auto copy = isCompleteCopy(input, known, file.source.skipBytes);
        if (!copy)
            return copy.error();
        if (!*copy)
            return false;
        file.copyOf = known.path;
    }
    if (const auto adopted = adopt(file, input, known); !adopted)
        return adopted.error();
    return true;
}

// Whether the file begins with what was loaded of `known`: the same first bytes, and the same last
// bytes of every stretch. Where nothing was added and yet something was written, all of it is
// compared: a line that was mended may be as long as it was.
Result<bool> ReadingsPlanner::isThatContent(const InputFile& input, const KnownFile& known) const
{
    if (known.head.bytes > input.size())
        return false;
    const auto head = headAnchor(input, known.head.bytes);
    if (!head)
        return head.error();
    if (head->hash != known.head.hash)
        return false;
    const auto ranges = journalledRanges(m_connection, known.id);
    if (!ranges)
        return ranges.error();
    const bool hasGrown = ranges->isEmpty() || ranges->last().endByte < input.size();
    const bool isWritten = known.modifiedMs > 0 && input.modifiedMs() != known.modifiedMs;
    for (const JournalledRange& range : *ranges) {
        if (range.endByte > input.size())
            return false;
        const bool whole = isWritten && !hasGrown;
        const auto hash = whole ? rangeHash(input, range.firstByte, range.endByte, m_cancel)
                                : tailHash(input, range.firstByte, range.endByte);
        if (!hash)
            return hash.error();
        if (*hash != (whole ? range.contentHash : range.tailHash))
            return false;
    }
    return true;
}

// For a file with the content of `known` that was last seen under another name: whether it is that
// file (renamed, reached by another name, or byte for byte the same), and not one that only begins
// alike.
Result<bool> ReadingsPlanner::isThatFile(const InputFile& input, const KnownFile& known) const
{
    const auto other = InputFile::open(known.path);
    if (!other || other->systemId() == input.systemId())
        return true;
    const auto still = isThatContent(*other, known);
    if (!still || !*still)
        return true;
    const auto identical = haveSameContent(*other, input, m_cancel);
    if (!identical && identical.error().code == kCancelledCode)
        return identical;
    // The other one can't be read to its end: then it is not known to be the same.
    return identical.ok() && *identical;
}

// Whether all of the file was loaded as `known`, byte for byte.
Result<bool>
ReadingsPlanner::isCompleteCopy(const InputFile& input, const KnownFile& known, qint64 begin)
{
    const auto ranges = journalledRanges(m_connection, known.id);
    if (!ranges)
        return ranges.error();
    if (!missingRanges(begin, input.size(), *ranges).isEmpty())
        return false;
    for (const JournalledRange& range : *ranges) {
        const auto hash = rangeHash(input, range.firstByte, range.endByte, m_cancel);
        if (!hash)
            return hash.error();
        if (*hash != range.contentHash)
            return false;
    }
    return true;
}

// Whether a file that is planned already has the same content; that one is then loaded for both.
Result<bool> ReadingsPlanner::tryCopyInThisLoad(PlannedFile& file, const InputFile& input)
{
    const auto [first, last] = m_bySize.equal_range(file.bytes);
    for (auto it = first; it != last; ++it) {
        const PlannedFile& other = m_plan.at(it->second);
        bool same = other.systemId == file.systemId;
        if (!same) {
            const auto otherInput = InputFile::open(other.source.path);
            if (!otherInput)
                continue;
            const auto identical = haveSameContent(*otherInput, input, m_cancel);
            if (!identical)
                return identical.error();
            same = *identical;
        }
        if (same) {
            file.copyOf = other.source.path;
            file.copyOfPlace = other.place;
            file.id = other.id;
            return true;
        }
    }
    return false;
}

Result<void>
ReadingsPlanner::adopt(PlannedFile& file, const InputFile& input, const KnownFile& known)
{
    file.id = known.id;
    if (const auto taken = takeKnown(file); !taken)
        return taken;
    if (file.gaps.isEmpty() && known.contentBytes == file.bytes)
        file.contentHash = known.contentHash;
    if (!file.copyOf.isEmpty())
        return {};
    const bool isGrowth =
        known.comparedBytes > 0
        && (file.gaps.isEmpty() || file.gaps.constFirst().begin >= known.comparedBytes);
    file.isRevised = known.root != known.id && !isGrowth;
    m_claimed.insert(known.id);
    return noteSeen(m_connection, known.id, input);
}

Result<void> ReadingsPlanner::addNew(PlannedFile& file, const InputFile& input)
{
    const qint32 generation = file.earlier ? file.earlier->generation + 1 : 1;
    const auto id = addRow(file, input, generation, std::nullopt);
    if (!id)
        return id.error();
    file.id = *id;
    file.gaps = missingRanges(file.source.skipBytes, file.bytes, {});
    return {};
}

// The file has another content than when it was loaded: it was edited, or another one took its
// place. What is still in it is known; the rest is compared with the readings of what is gone.
Result<void>
ReadingsPlanner::addGeneration(PlannedFile& file, const InputFile& input, const KnownFile& earlier)
{
    const auto ranges = journalledRanges(m_connection, earlier.id);
    if (!ranges)
        return ranges.error();
    const auto kept = findKeptStretches(input, file.source.skipBytes, *ranges, m_cancel);
    if (!kept)
        return kept.error();
    const auto id = addRow(file, input, earlier.generation + 1, earlier.root);
    if (!id)
        return id.error();
    file.id = *id;
    for (const KeptStretch& stretch : *kept) {
        const auto moved = moveStretch(m_connection, earlier.id, *id, stretch);
        if (!moved)
            return moved;
    }
    file.finding =
        UserMessage::warning(
            kept->isEmpty() ? Text::tr("A file was rewritten since it was loaded")
                            : Text::tr("A file was edited since it was loaded"))
            .because(
                Text::tr("What is new in it was loaded. The readings of what isn't in it any more "
                         "stay; to take them back, undo the load that brought them."))
            .at(file.source.path)
            .withCode(kept->isEmpty() ? u"rewritten"_s : u"edited"_s);
    file.isRevised = true;
    return takeKnown(file);
}

// What the journal has of the file, and so what is missing.
Result<void> ReadingsPlanner::takeKnown(PlannedFile& file)
{
    const auto ranges = journalledRanges(m_connection, file.id);
    if (!ranges)
        return ranges.error();
    file.gaps = missingRanges(file.source.skipBytes, file.bytes, *ranges);
    for (const JournalledRange& range : *ranges) {
        file.knownBytes += range.endByte - range.firstByte;
        file.knownRecords += range.records.in;
    }
    return {};
}

Result<FileId> ReadingsPlanner::addRow(
    const PlannedFile& file, const InputFile& input, qint32 generation, std::optional<FileId> root)
{
    const auto head = headAnchor(input);
    if (!head)
        return head.error();
    auto id = addFile(
        m_connection,
        {SourceRole::Readings, file.source.path, generation, *head, input.modifiedMs(), root});
    if (id)
        m_claimed.insert(*id);
    return id;
}

} // namespace faultline
