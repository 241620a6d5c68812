// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/planning/FileRecognition.h"

#include "loading/planning/DateOrderHistory.h"
#include "loading/planning/PlannedInput.h"

#include <utility>

namespace faultline {

Result<void> FileRecognition::run(const std::vector<FileProbe>& probes, const KnownFileKeys& keys)
{
    const auto candidates = CandidateFiles::fetch(m_state.connection, m_state.plant, keys);
    if (!candidates)
        return candidates.error();
    if (candidates->isEmpty())
        return {};
    for (const FileProbe& probe : probes) {
        const auto done = recognise(probe, *candidates);
        if (done)
            continue;
        if (!concernsOneFile(done.error()))
            return done;
        probe.file->failure = done.error();
    }
    if (const auto noted = noteSeen(m_state.connection, m_seen); !noted)
        return noted;
    const auto related = relateGrown();
    m_seen.clear();
    return related;
}

// The lines that a file grew by may also be in another file.
Result<void> FileRecognition::relateGrown()
{
    KnownFileKeys keys;
    for (const SeenFile& seen : std::as_const(m_seen)) {
        if (seen.sketch)
            keys.sketch.insert(keys.sketch.end(), seen.sketch->begin(), seen.sketch->end());
    }
    if (keys.sketch.empty())
        return {};
    const auto candidates = CandidateFiles::fetch(m_state.connection, m_state.plant, keys);
    if (!candidates)
        return candidates.error();
    for (const SeenFile& seen : std::as_const(m_seen)) {
        if (!seen.sketch)
            continue;
        QList<FileId> family{seen.id};
        PlannedFile& file = *m_state.claimed.at(seen.id);
        for (const Candidate* const other :
             candidates->sharingLines(*seen.sketch, CandidateFiles::Sharers::All)) {
            if (other->known.id == seen.id)
                continue;
            family << other->known.id;
            if (other->known.path != seen.path)
                file.sharesLinesWith = other->known.path;
        }
        if (family.size() == 1)
            continue;
        if (const auto united = uniteFamilies(m_state.connection, family); !united)
            return united.error();
    }
    return {};
}

Result<void> FileRecognition::recognise(const FileProbe& probe, const CandidateFiles& candidates)
{
    const auto alike = candidates.withSameBeginning(probe.file->source->path, probe.head);
    if (alike.empty())
        return {};
    const auto input = openPlanned(*probe.file);
    if (!input)
        return input.error();
    for (const Candidate* const candidate : alike) {
        const auto taken = tryCandidate(probe, *input, *candidate);
        if (!taken)
            return taken.error();
        if (*taken)
            break;
    }
    return {};
}

// Whether `candidate` is this file; if so, finds what is left to load.
Result<bool> FileRecognition::tryCandidate(
    const FileProbe& probe, const InputFile& input, const Candidate& candidate)
{
    PlannedFile& file = *probe.file;
    if (candidate.known.isSuperseded)
        return false;
    const auto same = hasContentOf(input, probe.head, candidate, m_state.cancel);
    if (!same || !*same)
        return same;
    const bool isClaimed = m_state.isClaimed(candidate);
    // Equal bytes are other readings if the name of each file is its sensor.
    const SourceFormat before{{}, candidate.known.table};
    const bool isOfOtherSensor = file.format.constantSensor() != before.constantSensor();
    if (isOfOtherSensor && candidate.known.path != file.source->path) {
        const auto isThere = isClaimed ? Result<bool>(true) : m_state.isStillAtItsPath(candidate);
        if (!isThere || *isThere)
            return isThere ? Result<bool>(false) : isThere;
    }
    // Another file of this load is the candidate; this one may be the same under a second name.
    const auto isIt = isClaimed ? m_state.tryCopy(file, input, candidate)
                      : candidate.known.path == file.source->path ? Result<bool>(true)
                                                                  : isSameFile(input, candidate);
    if (!isIt)
        return isIt;
    if (*isIt) {
        const auto adopted = isClaimed ? Result<void>() : adopt(probe, input, candidate);
        return adopted ? Result<bool>(true) : adopted.error();
    }
    return tryCompleteCopy(file, input, candidate);
}

// Whether all of the file was loaded as `candidate`, which is another file or has since grown.
Result<bool> FileRecognition::tryCompleteCopy(
    PlannedFile& file, const InputFile& input, const Candidate& candidate) const
{
    const auto copy = isCompleteCopy(input, *file.source, candidate, m_state.cancel);
    if (!copy || !*copy)
        return copy;
    auto reread = readInOtherFormat(*file.source, candidate, m_state.cancel);
    if (!reread)
        return reread.error();
    if (*reread) {
        file.failure = **std::move(reread);
        return true;
    }
    file.id = candidate.known.id;
    file.copyOf = PlannedFile::Original{candidate.known.path, std::nullopt};
    noteLoadedRanges(file, candidate.ranges);
    if (candidate.known.contentBytes == file.bytes)
        file.contentHash = candidate.known.contentHash;
    return true;
}

// For a file with the content of `candidate`, which was last seen under another name: whether it is
// that file (renamed, reached by another name, or identical), not one that only begins the same.
Result<bool> FileRecognition::isSameFile(const InputFile& input, const Candidate& candidate) const
{
    const auto other = InputFile::open(candidate.known.input());
    if (!other || other->systemId() == input.systemId())
        return true;
    const auto still = m_state.isStillAtItsPath(candidate);
    if (!still)
        return still;
    if (!*still)
        return true;
    const auto identical = haveSameContent(*other, input, m_state.cancel);
    if (!identical && identical.error().code == kCancelledCode)
        return identical;
    // If the other one can't be read completely, assume that it differs.
    return identical.ok() && *identical;
}

Result<void>
FileRecognition::adopt(const FileProbe& probe, const InputFile& input, const Candidate& candidate)
{
    PlannedFile& file = *probe.file;
    auto reread = readInOtherFormat(*file.source, candidate, m_state.cancel);
    if (!reread)
        return reread.error();
    if (*reread) {
        file.failure = **std::move(reread);
        return {};
    }
    if (!candidate.ranges.isEmpty()) {
        auto zone = zoneFromStored(candidate.known.zone);
        if (!zone) {
            file.failure = zone.error();
            return {};
        }
        file.format.table = candidate.known.table;
        file.format.layout = candidate.known.layout;
        file.format.zone = *std::move(zone);
    }
    file.id = candidate.known.id;
    noteLoadedRanges(file, candidate.ranges);
    if (file.gaps.isEmpty() && candidate.known.contentBytes == file.bytes)
        file.contentHash = candidate.known.contentHash;
    m_state.claimed.emplace(file.id, &file);
    SeenFile seen{
        file.id,
        file.source->path,
        probe.modifiedMs,
        std::nullopt,
        file.source->format.times.order,
        storedTable(file.format.table),
        file.source->input.encoding,
        storedZone(file.format.zone),
        file.format.layout};
    if (!file.gaps.isEmpty()) {
        const auto head = readHead(input);
        if (!head)
            return head.error();
        auto sketch = readingSketch(input, head->bytes, file.source->dataBegin, file.format);
        if (!sketch)
            return sketch.error();
        seen.sketch = *std::move(sketch);
    }
    m_seen << std::move(seen);
    return {};
}

} // namespace faultline
