// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "loading/planning/CandidateFiles.h"
#include "loading/planning/LoadPlan.h"

#include <unordered_map>

namespace faultline {

/// A file of the plan and what identifies it.
struct FileProbe
{
    PlannedFile* file = nullptr;
    FileHead head;        ///< Without its bytes, which would take too much memory for many files.
    ReadingSketch sketch; ///< Only for a file whose content isn't known.
    qint64 modifiedMs = 0;
};

/// What the planner's steps share, in its transaction.
struct PlanState
{
    Connection& connection;
    const PlantId plant;
    const CancelToken& cancel;
    HeadLengths headLengths;
    /// Known files that are already planned.
    std::unordered_map<FileId, PlannedFile*> claimed;

    bool isClaimed(const Candidate& candidate) const
    {
        return claimed.contains(candidate.known.id);
    }
    /// Whether `candidate` is already planned with the same content as `file`; `file` then becomes
    /// a copy of it.
    Result<bool>
    tryCopy(PlannedFile& file, const InputFile& input, const Candidate& candidate) const;
    /// Whether the loaded content of `candidate` is still at its last known path.
    Result<bool> isStillAtItsPath(const Candidate& candidate) const;
};

/// Notes in `file` what was loaded and what is missing.
void noteLoadedRanges(PlannedFile& file, const QList<JournalledRange>& ranges);

} // namespace faultline
