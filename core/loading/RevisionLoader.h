// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Ids.h"
#include "base/Result.h"
#include "database/Connection.h"
#include "loading/LoadOptions.h"
#include "loading/LoadPlan.h"
#include "loading/SensorEquipment.h"

namespace faultline {

/// What became of an edited or rewritten file.
struct RevisionOutcome
{
    /// Its gaps were compared with what its earlier generations have and stored. False: that is too
    /// much to compare; nothing was done.
    bool isDone = false;
    bool hasUnfinishedLine = false; ///< A last line was left alone.
};

/// Loads what is missing of a file that has earlier generations, in one transaction: lines whose
/// readings these have are skipped, each as often as it is there. May be done again when its COMMIT
/// got no answer.
Result<RevisionOutcome> loadRevision(
    Connection& connection, LoadId load, const PlannedFile& file, const SensorEquipment& map,
    const LoadOptions& options, const CancelToken& cancel);

} // namespace faultline
