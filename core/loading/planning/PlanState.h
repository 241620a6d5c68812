// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "loading/planning/CandidateFiles.h"
#include "loading/planning/LoadPlan.h"

#include <unordered_map>

namespace faultline {

/// A file of the plan as it is looked at.
struct FileProbe
{
    PlannedFile* file = nullptr;
    FileHead head;        ///< Without its bytes: of many files they would be too much.
    ReadingSketch sketch; ///< Only of a file that isn't known as it is.
    qint64 modifiedMs = 0;
};

/// What the parts of the planner share, in its transaction.
struct PlanState
{
    Connection& connection;
    const CancelToken& cancel;
    HeadLengths headLengths;
    /// Files of the database that are planned already.
    std::unordered_map<FileId, PlannedFile*> claimed;

    bool isClaimed(const Candidate& candidate) const
    {
        return claimed.contains(candidate.known.id);
    }
    /// Whether `candidate` is planned already with the same content as `file`; that one is then
    /// loaded for both.
    Result<bool>
    tryCopy(PlannedFile& file, const InputFile& input, const Candidate& candidate) const;
    /// Whether what was loaded of `candidate` stands at the path where it was last seen.
    Result<bool> isStillAtItsPath(const Candidate& candidate) const;
};

/// Notes in `file` what of it was loaded, and what is missing.
void noteLoadedRanges(PlannedFile& file, const QList<JournalledRange>& ranges);

} // namespace faultline
