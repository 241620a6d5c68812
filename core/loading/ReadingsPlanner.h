// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "loading/CandidateFiles.h"
#include "loading/LoadPlan.h"

#include <QList>

#include <map>

namespace faultline {

/// Finds out which readings files the database knows, by their content, and what of them is missing
/// there. First it looks for those that are known as they are, or have grown; what is left then is a
/// copy, a file that shares lines with known ones (it was edited, or stands beside a copy that was),
/// or new. Its time grows with the number of files, and its memory only with the plan.
class ReadingsPlanner
{
public:
    ReadingsPlanner(Connection& connection, CancelToken cancel)
        : m_connection(connection)
        , m_cancel(std::move(cancel))
    {}

    /// Plans the readings files of `folder`, in a transaction that gives new files their rows: a
    /// second program waits and then finds them. Fails when the database does, or cancelled.
    Result<QList<PlannedFile>> plan(const DataFolder& folder);

private:
    /// A file of the plan as it is looked at.
    struct Look
    {
        PlannedFile* file = nullptr;
        FileHead head;
        ReadingSketch sketch;
        qint64 modifiedMs = 0;
    };
    using Step = Result<void> (ReadingsPlanner::*)(const std::vector<Look>& looks, const KnownFileKeys& keys);

    Result<void> planAll();
    Result<void> inBatches(Step step);
    Result<bool> look(Look& look, KnownFileKeys& keys);
    Result<void> readFile(Look& look);

    Result<void> recogniseBatch(const std::vector<Look>& looks, const KnownFileKeys& keys);
    Result<void> recognise(const Look& look, const CandidateFiles& candidates);
    Result<bool> tryCandidate(const Look& look, const InputFile& input, const Candidate& candidate);
    Result<bool> isThatFile(const InputFile& input, const Candidate& candidate) const;
    Result<void> adopt(const Look& look, const InputFile& input, const Candidate& candidate);

    Result<void> placeBatch(const std::vector<Look>& looks, const KnownFileKeys& keys);
    Result<void> place(const Look& look, CandidateFiles& candidates);
    Result<bool> tryCopy(PlannedFile& file, const InputFile& input, const Candidate& candidate);
    Result<KnownFile> newFile(const Look& look);
    Result<void> joinFamily(
        const Look& look, const InputFile& input, const std::vector<const Candidate*>& related,
        CandidateFiles& candidates);
    Result<bool> isStillThere(const Candidate& member) const;
    Result<bool> takeStretches(
        const Look& look, const InputFile& input, const QList<KnownFile>& members);
    Result<void> addNewFiles();

    Connection& m_connection;
    const CancelToken m_cancel;
    QList<PlannedFile> m_plan;
    HeadLengths m_lengths;
    bool m_wantsSketches = false; ///< What isn't known as it is may share lines with others.
    std::map<FileId, PlannedFile*> m_claimed; ///< Files of the database that are planned already.
    QList<SeenFile> m_seen;                   ///< To be noted with the batch.
    QList<KnownFile> m_new;                   ///< To be added with the batch.
    QList<FileId> m_freeIds;
};

} // namespace faultline
