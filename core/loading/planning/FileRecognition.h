// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "loading/planning/PlanState.h"

#include <QList>

#include <vector>

namespace faultline {

/// The first step of planning: finds files whose content the database knows, or that have grown
/// since, whatever their names, and exact copies of these.
class FileRecognition
{
public:
    explicit FileRecognition(PlanState& state)
        : m_state(state)
    {}

    /// Files that it doesn't recognise get no id.
    Result<void> run(const std::vector<FileProbe>& probes, const KnownFileKeys& keys);

private:
    Result<void> recognise(const FileProbe& probe, const CandidateFiles& candidates);
    Result<bool>
    tryCandidate(const FileProbe& probe, const InputFile& input, const Candidate& candidate);
    Result<bool> isSameFile(const InputFile& input, const Candidate& candidate) const;
    Result<bool>
    tryCompleteCopy(PlannedFile& file, const InputFile& input, const Candidate& candidate) const;
    Result<void> relateGrown();
    Result<void> adopt(const FileProbe& probe, const InputFile& input, const Candidate& candidate);

    PlanState& m_state;
    QList<SeenFile> m_seen; ///< Stored with the batch.
};

} // namespace faultline
