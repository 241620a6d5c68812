// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "loading/planning/PlanState.h"

#include <QList>

#include <vector>

namespace faultline {

/// The second step of planning, for files whose content the database doesn't know: a copy of a file
/// of this load, a file that shares lines with known ones (because it or another file was edited),
/// or a new one. Gives each its row.
class FileRegistration
{
public:
    explicit FileRegistration(PlanState& state)
        : m_state(state)
    {}

    Result<void> run(const std::vector<FileProbe>& probes, const KnownFileKeys& keys);

private:
    Result<void> registerFile(const FileProbe& probe, CandidateFiles& candidates);
    Result<KnownFile> newFile(const FileProbe& probe);
    Result<void> joinFamily(
        const FileProbe& probe, const InputFile& input,
        const std::vector<const Candidate*>& related, CandidateFiles& candidates);
    Result<bool> isStillThere(const PlannedFile& file, const Candidate& member) const;
    Result<void> useZoneOf(PlannedFile& file, FileId family);
    Result<bool> failIfReread(PlannedFile& file, const QList<KnownFile>& members);
    Result<bool> takeOverRanges(
        const PlannedFile& file, const InputFile& input, const QList<KnownFile>& members);
    Result<void> addNewFiles();

    PlanState& m_state;
    QList<KnownFile> m_new; ///< Added with the batch.
    QList<FileId> m_freeIds;
};

} // namespace faultline
