// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/planning/PlanState.h"

#include "loading/planning/PlannedInput.h"

namespace faultline {

Result<bool>
PlanState::tryCopy(PlannedFile& file, const InputFile& input, const Candidate& candidate) const
{
    const auto planned = claimed.find(candidate.known.id);
    if (planned == claimed.end() || planned->second->bytes != file.bytes)
        return false;
    const PlannedFile& other = *planned->second;
    if (file.format.constantSensor() != other.format.constantSensor())
        return false;
    bool same = other.systemId == file.systemId;
    if (!same) {
        const auto otherInput = openPlanned(other);
        if (!otherInput)
            return false;
        const auto identical = haveSameContent(*otherInput, input, cancel);
        if (!identical)
            return identical;
        same = *identical;
    }
    if (!same)
        return false;
    file.copyOf = PlannedFile::Original{other.source->path, other.fileIndex};
    file.id = other.id;
    return true;
}

// An unreadable file counts as not there.
Result<bool> PlanState::isStillAtItsPath(const Candidate& candidate) const
{
    const auto input = InputFile::open(candidate.known.input());
    if (!input)
        return false;
    const auto head = readHead(*input, headLengths);
    if (!head)
        return false;
    const auto same = hasContentOf(*input, *head, candidate, cancel);
    if (!same && same.error().code == kCancelledCode)
        return same;
    return same.ok() && *same;
}

void noteLoadedRanges(PlannedFile& file, const QList<JournalledRange>& ranges)
{
    file.gaps = missingRanges(*file.source, file.bytes, ranges);
    for (const JournalledRange& range : ranges) {
        file.knownBytes += range.endByte - range.firstByte;
        file.knownRecords += range.records.in;
    }
}

} // namespace faultline
