// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/ReadingsPlanner.h"

#include "loading/FileRevision.h"
#include "loading/PlannedInput.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// So many files share a question to the database.
constexpr qsizetype kBatch = 512;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ReadingsPlanner)
};

void takeKnown(PlannedFile& file, const QList<JournalledRange>& ranges)
{
    file.gaps = missingRanges(file.source.skipBytes, file.bytes, ranges);
    for (const JournalledRange& range : ranges) {
        file.knownBytes += range.endByte - range.firstByte;
        file.knownRecords += range.records.in;
    }
}

UserMessage changed(const QString& path, bool isEdited)
{
    return UserMessage::warning(
               isEdited ? Text::tr("A file was edited since it was loaded")
                        : Text::tr("A file was rewritten since it was loaded"))
        .because(Text::tr("What is new in it was loaded. The readings of what isn't in it any more "
                          "stay; to take them back, undo the load that brought them."))
        .at(path)
        .withCode(isEdited ? u"edited"_s : u"rewritten"_s);
}

} // namespace

Result<QList<PlannedFile>> ReadingsPlanner::plan(const DataFolder& folder)
{
    m_plan.clear();
    m_claimed.clear();
    for (qsizetype place = 0; place < folder.files.size(); ++place) {
        if (folder.files.at(place).role != SourceRole::Readings)
            continue;
        PlannedFile file;
        file.place = place;
        file.source = folder.files.at(place);
        m_plan << std::move(file);
    }
    if (const auto begun = m_connection.execute("BEGIN"); !begun)
        return begun.error();
    if (const auto planned = planAll(); !planned) {
        m_connection.rollback();
        return planned.error();
    }
    if (const auto committed = m_connection.commit(); !committed)
        return committed.error();
    return m_plan;
}

Result<void> ReadingsPlanner::planAll()
{
    if (const auto locked = lockFileIdentities(m_connection); !locked)
        return locked;
    const auto lengths = headLengths(m_connection, SourceRole::Readings);
    if (!lengths)
        return lengths.error();
    m_lengths = *lengths;
    // What isn't known as it is comes last: by then it is known which file has only got another
    // name.
    m_wantsSketches = false;
    if (const auto done = inBatches(&ReadingsPlanner::recogniseBatch); !done)
        return done;
    m_wantsSketches = true;
    return inBatches(&ReadingsPlanner::placeBatch);
}

// Files of which it isn't settled yet what they are. They are open one at a time only: a folder may
// hold more of them than a program may have open.
Result<void> ReadingsPlanner::inBatches(Step step)
{
    std::vector<Look> looks;
    KnownFileKeys keys;
    for (qsizetype i = 0; i < m_plan.size(); ++i) {
        PlannedFile& file = m_plan[i];
        const bool isOpen = file.id == FileId{} && !file.failure;
        if (isOpen) {
            Look look;
            look.file = &file;
            const auto looked = this->look(look, keys);
            if (!looked)
                return looked.error();
            if (*looked)
                looks.push_back(std::move(look));
        }
        const bool isLast = i + 1 == m_plan.size();
        if (looks.empty() || (looks.size() < kBatch && !isLast))
            continue;
        if (const auto done = (this->*step)(looks, keys); !done)
            return done;
        looks.clear();
        keys = {};
    }
    return {};
}

// False when the file can't be read.
Result<bool> ReadingsPlanner::look(Look& look, KnownFileKeys& keys)
{
    if (m_cancel.isCancelled())
        return UserMessage::cancelled();
    if (const auto read = readFile(look); !read) {
        if (!concernsOneFile(read.error()))
            return read.error();
        look.file->failure = read.error();
        return false;
    }
    keys.paths << look.file->source.path;
    keys.add(look.head);
    keys.sketch.insert(keys.sketch.end(), look.sketch.begin(), look.sketch.end());
    return true;
}

Result<void> ReadingsPlanner::readFile(Look& look)
{
    PlannedFile& file = *look.file;
    const auto input = InputFile::open(file.source.path);
    if (!input)
        return input.error();
    file.bytes = input->size();
    file.systemId = input->systemId();
    look.modifiedMs = input->modifiedMs();
    auto head = readHead(*input, m_lengths);
    if (!head)
        return head.error();
    look.head = *std::move(head);
    if (m_wantsSketches) {
        auto sketch = readingSketch(*input, look.head.bytes);
        if (!sketch)
            return sketch.error();
        look.sketch = *std::move(sketch);
    }
    // Of many files they would be too much.
    look.head.bytes = {};
    return {};
}

Result<void> ReadingsPlanner::recogniseBatch(const std::vector<Look>& looks, const KnownFileKeys& keys)
{
    const auto candidates = CandidateFiles::fetch(m_connection, keys);
    if (!candidates)
        return candidates.error();
    if (candidates->isEmpty())
        return {};
    for (const Look& look : looks) {
        const auto done = recognise(look, *candidates);
        if (done)
            continue;
        if (!concernsOneFile(done.error()))
            return done;
        look.file->failure = done.error();
    }
    const auto noted = noteSeen(m_connection, m_seen);
    m_seen.clear();
    return noted;
}

Result<void> ReadingsPlanner::recognise(const Look& look, const CandidateFiles& candidates)
{
    const auto alike = candidates.beginningAlike(look.file->source.path, look.head);
    if (alike.empty())
        return {};
    const auto input = openPlanned(*look.file);
    if (!input)
        return input.error();
    for (const Candidate* const candidate : alike) {
        const auto taken = tryCandidate(look, *input, *candidate);
        if (!taken)
            return taken.error();
        if (*taken)
            break;
    }
    return {};
}

// Whether `candidate` is this file, and if so, what is left to load.
Result<bool> ReadingsPlanner::tryCandidate(
    const Look& look, const InputFile& input, const Candidate& candidate)
{
    PlannedFile& file = *look.file;
    if (candidate.known.isSuperseded)
        return false;
    const auto same = isThatContent(input, look.head, candidate, m_cancel);
    if (!same || !*same)
        return same;
    const bool isClaimed = m_claimed.contains(candidate.known.id);
    // Another file of this load is it; this one may be the same under a second name.
    const auto isIt = isClaimed ? tryCopy(file, input, candidate)
                      : candidate.known.path == file.source.path
                          ? Result<bool>(true)
                          : isThatFile(input, candidate);
    if (!isIt)
        return isIt;
    if (*isIt) {
        const auto adopted = isClaimed ? Result<void>() : adopt(look, input, candidate);
        return adopted ? Result<bool>(true) : adopted.error();
    }
    const auto copy = isCompleteCopy(input, file.source.skipBytes, candidate, m_cancel);
    if (!copy || !*copy)
        return copy;
    file.id = candidate.known.id;
    file.copyOf = candidate.known.path;
    takeKnown(file, candidate.ranges);
    if (candidate.known.contentBytes == file.bytes)
        file.contentHash = candidate.known.contentHash;
    return true;
}

// For a file with the content of `candidate` that was last seen under another name: whether it is
// that file (renamed, reached by another name, or byte for byte the same), and not one that only
// begins alike.
Result<bool> ReadingsPlanner::isThatFile(const InputFile& input, const Candidate& candidate) const
{
    const auto other = InputFile::open(candidate.known.path);
    if (!other || other->systemId() == input.systemId())
        return true;
    const auto head = readHead(*other, m_lengths);
    if (!head)
        return true;
    const auto still = isThatContent(*other, *head, candidate, m_cancel);
    if (!still || !*still)
        return true;
    const auto identical = haveSameContent(*other, input, m_cancel);
    if (!identical && identical.error().code == kCancelledCode)
        return identical;
    // The other one can't be read to its end: then it is not known to be the same.
    return identical.ok() && *identical;
}

Result<void>
ReadingsPlanner::adopt(const Look& look, const InputFile& input, const Candidate& candidate)
{
    PlannedFile& file = *look.file;
    file.id = candidate.known.id;
    takeKnown(file, candidate.ranges);
    if (file.gaps.isEmpty() && candidate.known.contentBytes == file.bytes)
        file.contentHash = candidate.known.contentHash;
    file.isCompared = candidate.known.family.has_value();
    m_claimed.emplace(file.id, &file);
    SeenFile seen{file.id, file.source.path, look.modifiedMs, std::nullopt};
    if (!file.gaps.isEmpty()) {
        const auto head = readHead(input);
        if (!head)
            return head.error();
        auto sketch = readingSketch(input, head->bytes);
        if (!sketch)
            return sketch.error();
        seen.sketch = *std::move(sketch);
    }
    m_seen << std::move(seen);
    return {};
}

Result<void> ReadingsPlanner::placeBatch(const std::vector<Look>& looks, const KnownFileKeys& keys)
{
    auto candidates = CandidateFiles::fetch(m_connection, keys);
    if (!candidates)
        return candidates.error();
    for (const Look& look : looks) {
        const auto placed = place(look, *candidates);
        if (placed)
            continue;
        if (!concernsOneFile(placed.error()))
            return placed;
        look.file->failure = placed.error();
    }
    return addNewFiles();
}

// A file that isn't known as it is.
Result<void> ReadingsPlanner::place(const Look& look, CandidateFiles& candidates)
{
    PlannedFile& file = *look.file;
    const auto input = openPlanned(file);
    if (!input)
        return input.error();
    std::vector<const Candidate*> related = candidates.sharingLines(look.sketch);
    for (const Candidate* const candidate :
         candidates.beginningAlike(file.source.path, look.head)) {
        const auto isCopy = tryCopy(file, *input, *candidate);
        if (!isCopy)
            return isCopy.error();
        if (*isCopy)
            return {};
        // What stood at its path before; not if that file has only got another name.
        const bool wasHere = candidate->known.path == file.source.path
                             && !m_claimed.contains(candidate->known.id);
        if (wasHere && std::find(related.begin(), related.end(), candidate) == related.end())
            related.push_back(candidate);
    }
    if (!related.empty())
        return joinFamily(look, *input, related, candidates);
    auto added = newFile(look);
    if (!added)
        return added.error();
    file.gaps = missingRanges(file.source.skipBytes, file.bytes, {});
    m_new << *added;
    candidates.add(*std::move(added));
    return {};
}

// Whether a file that is planned already has the same content; that one is then loaded for both.
Result<bool>
ReadingsPlanner::tryCopy(PlannedFile& file, const InputFile& input, const Candidate& candidate)
{
    const auto claimed = m_claimed.find(candidate.known.id);
    if (claimed == m_claimed.end() || claimed->second->bytes != file.bytes)
        return false;
    const PlannedFile& other = *claimed->second;
    bool same = other.systemId == file.systemId;
    if (!same) {
        const auto otherInput = openPlanned(other);
        if (!otherInput)
            return false;
        const auto identical = haveSameContent(*otherInput, input, m_cancel);
        if (!identical)
            return identical;
        same = *identical;
    }
    if (!same)
        return false;
    file.copyOf = other.source.path;
    file.copyOfPlace = other.place;
    file.id = other.id;
    return true;
}

// A row for the file, to be added yet.
Result<KnownFile> ReadingsPlanner::newFile(const Look& look)
{
    if (m_freeIds.isEmpty()) {
        auto ids = reserveFileIds(m_connection, std::min(m_plan.size(), kBatch));
        if (!ids)
            return ids.error();
        m_freeIds = *std::move(ids);
    }
    KnownFile known;
    known.id = m_freeIds.takeFirst();
    known.path = look.file->source.path;
    known.head = look.head.anchor;
    known.modifiedMs = look.modifiedMs;
    known.sketch = look.sketch;
    look.file->id = known.id;
    m_claimed.emplace(known.id, look.file);
    m_lengths.set(static_cast<std::size_t>(known.head.bytes));
    return known;
}

// The file has lines of these, or stands where one of them stood. Stretches that were loaded of
// files that aren't there any more go over to it; the rest is compared with the family's readings.
Result<void> ReadingsPlanner::joinFamily(
    const Look& look, const InputFile& input, const std::vector<const Candidate*>& related,
    CandidateFiles& candidates)
{
    PlannedFile& file = *look.file;
    if (const auto added = addNewFiles(); !added)
        return added;
    QList<FileId> ids;
    for (const Candidate* const candidate : related)
        ids << candidate->known.id;
    const auto family = uniteFamilies(m_connection, ids);
    if (!family)
        return family.error();
    const auto members = filesOfFamily(m_connection, *family);
    if (!members)
        return members.error();

    auto added = newFile(look);
    if (!added)
        return added.error();
    added->family = *family;
    bool wasHere = false;
    for (const KnownFile& member : *members) {
        if (member.path == file.source.path) {
            wasHere = true;
            added->generation = std::max(added->generation, member.generation + 1);
        }
    }
    m_new << *added;
    candidates.add(*std::move(added));
    if (const auto stored = addNewFiles(); !stored)
        return stored;
    const auto isEdited = takeStretches(look, input, *members);
    if (!isEdited)
        return isEdited.error();
    const auto ranges = journalledRanges(m_connection, file.id);
    if (!ranges)
        return ranges.error();
    takeKnown(file, *ranges);
    file.isCompared = true;
    if (wasHere)
        file.finding = changed(file.source.path, *isEdited);
    else
        file.sharesLinesWith = related.front()->known.path;
    return {};
}

// Whether a file of the family is there, besides the one that is looked at.
Result<bool> ReadingsPlanner::isStillThere(const Candidate& member) const
{
    if (m_claimed.contains(member.known.id))
        return true;
    if (member.known.isSuperseded)
        return false;
    const auto other = InputFile::open(member.known.path);
    if (!other)
        return false;
    const auto head = readHead(*other, m_lengths);
    if (!head)
        return false;
    const auto same = isThatContent(*other, *head, member, m_cancel);
    if (!same && same.error().code == kCancelledCode)
        return same;
    return same.ok() && *same;
}

// True when there are any.
Result<bool> ReadingsPlanner::takeStretches(
    const Look& look, const InputFile& input, const QList<KnownFile>& members)
{
    const PlannedFile& file = *look.file;
    QList<FileId> ids;
    for (const KnownFile& member : members)
        ids << member.id;
    const auto ranges = journalledRanges(m_connection, ids);
    if (!ranges)
        return ranges.error();
    KeptStretches kept(input, file.source.skipBytes, m_cancel);
    QList<FileId> superseded;
    for (const KnownFile& member : members) {
        const auto found = ranges->find(member.id);
        const Candidate candidate{
            member, found == ranges->end() ? QList<JournalledRange>() : found->second};
        const bool wasHere = member.path == file.source.path;
        const auto isThere = wasHere && !m_claimed.contains(member.id) ? Result<bool>(false)
                                                                       : isStillThere(candidate);
        if (!isThere)
            return isThere;
        if (*isThere)
            continue;
        const auto stretches = kept.find(candidate.ranges);
        if (!stretches)
            return stretches.error();
        for (const KeptStretch& stretch : *stretches) {
            if (const auto moved = moveStretch(m_connection, member.id, file.id, stretch); !moved)
                return moved.error();
        }
        if (wasHere || !stretches->isEmpty())
            superseded << member.id;
    }
    if (const auto noted = supersede(m_connection, superseded); !noted)
        return noted.error();
    return !kept.isEmpty();
}

Result<void> ReadingsPlanner::addNewFiles()
{
    const auto added = addFiles(m_connection, SourceRole::Readings, m_new);
    m_new.clear();
    return added;
}

} // namespace faultline
