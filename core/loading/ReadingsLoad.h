// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "loading/comparison/LoadedExtents.h"
#include "loading/planning/LoadPlan.h"
#include "loading/recovery/LoadContext.h"
#include "loading/recovery/LoadLink.h"

#include <QList>

#include <map>
#include <optional>
#include <set>
#include <span>
#include <vector>

namespace faultline {

/// The readings files of one load: plans them, loads them in as many rounds as necessary, and
/// counts. The outcome of each file is in the tracker. Used once.
class ReadingsLoad
{
public:
    /// References must outlive it.
    ReadingsLoad(const LoadContext& context, LoadLink& link)
        : m_context(context)
        , m_link(link)
    {}

    /// `plants` has the plant of each file. Returns what ended it early, if anything did. What was
    /// stored by then is counted too.
    std::optional<UserMessage> run(const DataFolder& folder, const QList<PlantId>& plants);

    /// Sets the files' ids at their indexes in the folder; none for a file that couldn't be
    /// planned.
    void noteFileIds(QList<std::optional<FileId>>& ids) const;
    const QList<UserMessage>& findings() const { return m_findings; }
    bool hasUnfinishedLines() const;

private:
    /// What a step found; anything but Done or Failed means: read the journal and try again.
    /// Refused: a file or a line that can't be loaded.
    enum class Step { Done, Again, Refused, LostTurn, Failed };

    void notePlan();
    std::optional<UserMessage> takeTurns();
    bool hasGaps() const;
    std::optional<UserMessage> loadAll();
    Step loadNew(LoadedExtents& extents);
    Step loadOverlapping(LoadedExtents& extents);
    Step compareAndLoad(std::span<PlannedFile* const> files, LoadedExtents& extents);
    Step store(const std::vector<PlannedFile*>& files, LoadedExtents& extents);
    qint64 refusedLines() const;
    Step failed(const UserMessage& failure);
    void failFile(PlannedFile& file, const UserMessage& error);
    std::optional<UserMessage> waitForDisk();
    std::optional<UserMessage> findGaps();
    std::optional<UserMessage> findGaps(std::span<PlannedFile* const> files);

    const LoadContext& m_context;
    LoadLink& m_link;
    /// How many there were when the journal was last read: chunks may have been lost since.
    int m_interruptions = 0;
    QList<PlannedFile> m_plan;
    std::set<PlantId> m_plants;           ///< With something to load.
    std::optional<UserMessage> m_failure; ///< After Step::Failed.
    QList<UserMessage> m_findings;
};

} // namespace faultline
