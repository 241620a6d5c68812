// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/planning/FileRegistration.h"

#include "loading/planning/DateOrderHistory.h"
#include "loading/planning/FileRevision.h"
#include "loading/planning/PlannedInput.h"

#include <QCoreApplication>

#include <algorithm>
#include <string>
#include <vector>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr qsizetype kIdsAtOnce = 64;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(FileRegistration)
};

UserMessage changed(const QString& path, bool isEdited)
{
    return UserMessage::warning(
               isEdited ? Text::tr("A file was edited since it was loaded")
                        : Text::tr("A file was rewritten since it was loaded"))
        .because(Text::tr("What is new in it was loaded. Readings of removed lines stay. To remove "
                          "them, undo the load that loaded them."))
        .at(path)
        .withCode(isEdited ? u"edited"_s : u"rewritten"_s);
}

// Whether both are tables whose rows are written in the same way. Names count as they are: they are
// sensors in a wide table, and keys in JSON.
bool isWrittenAlike(
    const std::shared_ptr<const TableFormat>& a, const std::shared_ptr<const TableFormat>& b)
{
    if (!a || !b || a->structure() != b->structure() || a->decimalMark != b->decimalMark
        || a->quote != b->quote)
        return false;
    const auto namesOf = [](const TableFormat& format) {
        std::vector<std::string> names;
        names.reserve(format.columns.size());
        for (const TableColumn& column : format.columns)
            names.push_back(column.name);
        if (format.shape != TableShape::Delimited)
            std::sort(names.begin(), names.end());
        return names;
    };
    return namesOf(*a) == namesOf(*b);
}

} // namespace

Result<void> FileRegistration::run(const std::vector<FileProbe>& probes, const KnownFileKeys& keys)
{
    auto candidates = CandidateFiles::fetch(m_state.connection, m_state.plant, keys);
    if (!candidates)
        return candidates.error();
    for (const FileProbe& probe : probes) {
        const auto registered = registerFile(probe, *candidates);
        if (registered)
            continue;
        if (!concernsOneFile(registered.error()))
            return registered;
        probe.file->failure = registered.error();
    }
    return addNewFiles();
}

// Registers a file whose content isn't known.
Result<void> FileRegistration::registerFile(const FileProbe& probe, CandidateFiles& candidates)
{
    PlannedFile& file = *probe.file;
    const auto input = openPlanned(file);
    if (!input)
        return input.error();
    std::vector<const Candidate*> related =
        candidates.sharingLines(probe.sketch, CandidateFiles::Sharers::OnePerLine);
    for (const Candidate* const candidate :
         candidates.withSameBeginning(file.source->path, probe.head)) {
        const auto isCopy = m_state.tryCopy(file, *input, *candidate);
        if (!isCopy)
            return isCopy.error();
        if (*isCopy)
            return {};
        // The file that was at its path before, unless that one was only renamed.
        const bool wasHere =
            candidate->known.path == file.source->path && !m_state.isClaimed(*candidate);
        if (wasHere && std::find(related.begin(), related.end(), candidate) == related.end())
            related.push_back(candidate);
    }
    if (!related.empty())
        return joinFamily(probe, *input, related, candidates);
    auto added = newFile(probe);
    if (!added)
        return added.error();
    file.gaps = missingRanges(*file.source, file.bytes, {});
    m_new << *added;
    candidates.add(*std::move(added));
    return {};
}

// A row for the file, still to be added.
Result<KnownFile> FileRegistration::newFile(const FileProbe& probe)
{
    if (m_freeIds.isEmpty()) {
        auto ids = reserveFileIds(m_state.connection, kIdsAtOnce);
        if (!ids)
            return ids.error();
        m_freeIds = *std::move(ids);
    }
    KnownFile known;
    known.id = m_freeIds.takeFirst();
    known.path = probe.file->source->path;
    known.encoding = probe.file->source->input.encoding;
    known.head = probe.head.anchor;
    known.modifiedMs = probe.modifiedMs;
    known.sketch = probe.sketch;
    known.dateOrder = probe.file->source->format.times.order;
    known.table = probe.file->format.table;
    known.layout = probe.file->format.layout;
    known.zone = storedZone(probe.file->format.zone);
    probe.file->id = known.id;
    m_state.claimed.emplace(known.id, probe.file);
    m_state.headLengths.set(static_cast<std::size_t>(known.head.bytes));
    return known;
}

// The file shares lines with these, or replaces one of them. It takes over loaded ranges from files
// that no longer exist; the rest is compared with the family's readings.
Result<void> FileRegistration::joinFamily(
    const FileProbe& probe, const InputFile& input, const std::vector<const Candidate*>& related,
    CandidateFiles& candidates)
{
    PlannedFile& file = *probe.file;
    if (const auto added = addNewFiles(); !added)
        return added;
    QList<FileId> ids;
    for (const Candidate* const candidate : related)
        ids << candidate->known.id;
    const auto family = uniteFamilies(m_state.connection, ids);
    if (!family)
        return family.error();
    // Files of this load exist and needn't be checked: a family may have thousands.
    const auto members = unseenFilesOfFamily(m_state.connection, *family);
    if (!members)
        return members.error();

    // The rows that stay were read in this way; but a person's choice doesn't give way.
    for (const KnownFile& member : *members) {
        if (!file.source->tableFinding->isChosen
            && isWrittenAlike(member.table, file.format.table)) {
            file.format.table = member.table;
            break;
        }
    }
    if (const auto zone = useZoneOf(file, *family); !zone)
        return zone;
    auto isReread = failIfReread(file, *members);
    if (!isReread || *isReread)
        return isReread ? Result<void>() : isReread.error();
    auto added = newFile(probe);
    if (!added)
        return added.error();
    added->family = *family;
    bool wasHere = false;
    for (const KnownFile& member : *members) {
        if (member.path == file.source->path) {
            wasHere = true;
            added->generation = std::max(added->generation, member.generation + 1);
        }
    }
    m_new << *added;
    candidates.add(*std::move(added));
    if (const auto stored = addNewFiles(); !stored)
        return stored;
    const auto isEdited = takeOverRanges(file, input, *members);
    if (!isEdited)
        return isEdited.error();
    const auto ranges = journalledRanges(m_state.connection, file.id);
    if (!ranges)
        return ranges.error();
    noteLoadedRanges(file, *ranges);
    if (wasHere)
        file.finding = changed(file.source->path, *isEdited);
    else
        file.sharesLinesWith = related.front()->known.path;
    return {};
}

// Lines that another file has were read in its zone, and would be loaded again in another one. But
// a person's choice doesn't give way.
Result<void> FileRegistration::useZoneOf(PlannedFile& file, FileId family)
{
    if (file.format.zone)
        return {};
    const auto stored = zoneOfFamily(m_state.connection, family);
    if (!stored)
        return stored.error();
    auto zone = zoneFromStored(*stored);
    if (!zone)
        return zone.error();
    file.format.zone = *std::move(zone);
    return {};
}

// Whether a file of the family still exists, apart from `file`.
Result<bool> FileRegistration::isStillThere(const PlannedFile& file, const Candidate& member) const
{
    if (m_state.isClaimed(member))
        return true;
    if (member.known.isSuperseded || member.known.path == file.source->path)
        return false;
    return m_state.isStillAtItsPath(member);
}

// Whether the file replaces one whose dates were read in another order. It then fails: which lines
// were loaded with the other order can't be told any more once ranges have moved.
Result<bool> FileRegistration::failIfReread(PlannedFile& file, const QList<KnownFile>& members)
{
    for (const KnownFile& member : members) {
        const auto ranges = journalledRanges(m_state.connection, member.id);
        if (!ranges)
            return ranges.error();
        const Candidate candidate{member, *ranges};
        auto reread = readInOtherFormat(*file.source, candidate, m_state.cancel);
        if (!reread)
            return reread.error();
        if (!*reread)
            continue;
        const auto isThere = isStillThere(file, candidate);
        if (!isThere)
            return isThere;
        if (*isThere)
            continue;
        file.failure = **std::move(reread);
        return true;
    }
    return false;
}

// True if there are any.
Result<bool> FileRegistration::takeOverRanges(
    const PlannedFile& file, const InputFile& input, const QList<KnownFile>& members)
{
    QList<FileId> ids;
    for (const KnownFile& member : members)
        ids << member.id;
    const auto ranges = journalledRanges(m_state.connection, ids);
    if (!ranges)
        return ranges.error();
    UnchangedRangeFinder finder(input, *file.source, m_state.cancel);
    QList<FileId> superseded;
    for (const KnownFile& member : members) {
        const auto found = ranges->find(member.id);
        const Candidate candidate{
            member, found == ranges->end() ? QList<JournalledRange>() : found->second};
        const auto isThere = isStillThere(file, candidate);
        if (!isThere)
            return isThere;
        if (*isThere)
            continue;
        // A skipped line is known by a reading elsewhere, which may now be that of another line of
        // this file, so such a range is compared again.
        // Nor does it stay if it was read differently: under another header, for example.
        const QString zone = file.format.zone ? file.format.zone->name() : member.plantZone;
        const bool isReadAlike = zone == zoneInForce(member)
                                 && SourceFormat{{}, member.table, member.layout}
                                        == SourceFormat{{}, file.format.table, file.format.layout};
        QList<JournalledRange> whole = isReadAlike ? candidate.ranges : QList<JournalledRange>();
        whole.removeIf([](const JournalledRange& range) { return range.records.skipped > 0; });
        const auto unchanged = finder.find(whole);
        if (!unchanged)
            return unchanged.error();
        for (const UnchangedRange& range : *unchanged) {
            if (const auto moved = moveRange(m_state.connection, member.id, file.id, range); !moved)
                return moved.error();
        }
        if (member.path == file.source->path || !unchanged->isEmpty())
            superseded << member.id;
    }
    if (const auto noted = supersede(m_state.connection, superseded); !noted)
        return noted.error();
    return !finder.isEmpty();
}

Result<void> FileRegistration::addNewFiles()
{
    const auto added = addFiles(m_state.connection, m_state.plant, SourceRole::Readings, m_new);
    m_new.clear();
    return added;
}

} // namespace faultline
