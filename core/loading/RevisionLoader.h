// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Ids.h"
#include "base/Result.h"
#include "database/Connection.h"
#include "loading/LoadOptions.h"
#include "loading/LoadPlan.h"
#include "loading/ParsedChunk.h"
#include "loading/SensorEquipment.h"

#include <functional>

namespace faultline {

/// What became of an edited or rewritten file.
struct RevisionOutcome
{
    /// Unless it was compared, nothing was stored.
    enum class Way { Compared, NothingToCompare, TooMuchToCompare };
    Way way = Way::Compared;
    bool hasUnfinishedLine = false; ///< A last line was left alone.
};

/// With more bytes to compare, the one transaction that it takes would be too long.
inline constexpr qint64 kMostComparedBytes = qint64{128} * 1024 * 1024;

/// Loads what is missing of a file that has earlier generations, in one transaction: lines whose
/// readings these have are skipped, each as often as it is there. What comes behind it later is
/// new, and not compared any more. `report` is told of each chunk. May be done again when its
/// COMMIT got no answer.
Result<RevisionOutcome> loadRevision(
    Connection& connection, LoadId load, const PlannedFile& file, const SensorEquipment& map,
    const LoadOptions& options, const CancelToken& cancel,
    const std::function<void(const ParsedChunk&)>& report);

} // namespace faultline
