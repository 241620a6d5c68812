// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "loading/planning/LoadPlan.h"
#include "loading/planning/PlanState.h"

#include <QList>

#include <functional>
#include <vector>

namespace faultline {

/// Finds out which readings files of one plant the database knows, by their content, and what is
/// missing. Time grows with the number of files, memory only with the plan.
class ReadingsPlanner
{
public:
    ReadingsPlanner(Connection& connection, PlantId plant, CancelToken cancel)
        : m_cancel(std::move(cancel))
        , m_state{connection, plant, m_cancel, {}, {}}
    {}

    /// Plans the plant's readings files in `folder`, which must outlive the plan; `plants` has the
    /// plant of each file. In one transaction, new
    /// files get their rows: a second program waits and then finds them. Fails when the database
    /// does, or when cancelled.
    Result<QList<PlannedFile>> plan(const DataFolder& folder, const QList<PlantId>& plants);

private:
    using Step = std::function<Result<void>(const std::vector<FileProbe>&, const KnownFileKeys&)>;
    enum class Sketches { No, Yes };

    Result<void> planAll();
    Result<void> inBatches(Sketches sketches, const Step& step);
    Result<bool> probe(FileProbe& probe, Sketches sketches);
    Result<void> readFile(FileProbe& probe, Sketches sketches) const;

    const CancelToken m_cancel;
    PlanState m_state;
    QList<PlannedFile> m_plan;
};

} // namespace faultline
