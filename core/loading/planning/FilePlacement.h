// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "loading/planning/PlanState.h"

#include <QList>

#include <vector>

namespace faultline {

/// The second step of planning, for files that the database doesn't know as they are: a copy of a
/// file of this load, a file that shares lines with known ones (it was edited, or stands beside one
/// that was), or a new one. Gives each its row.
class FilePlacement
{
public:
    explicit FilePlacement(PlanState& state)
        : m_state(state)
    {}

    Result<void> run(const std::vector<FileLook>& looks, const KnownFileKeys& keys);

private:
    Result<void> place(const FileLook& look, CandidateFiles& candidates);
    Result<KnownFile> newFile(const FileLook& look);
    Result<void> joinFamily(
        const FileLook& look, const InputFile& input, const std::vector<const Candidate*>& related,
        CandidateFiles& candidates);
    Result<bool> isStillThere(const PlannedFile& file, const Candidate& member) const;
    Result<bool>
    takeStretches(const PlannedFile& file, const InputFile& input, const QList<KnownFile>& members);
    Result<void> addNewFiles();

    PlanState& m_state;
    QList<KnownFile> m_new; ///< To be added with the batch.
    QList<FileId> m_freeIds;
};

} // namespace faultline
