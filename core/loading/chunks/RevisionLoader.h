// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Ids.h"
#include "base/Result.h"
#include "database/connection/Connection.h"
#include "loading/chunks/ParsedChunk.h"
#include "loading/planning/LoadPlan.h"
#include "loading/receipt/LoadOptions.h"
#include "loading/summaries/SensorMap.h"

#include <QMap>
#include <QString>

#include <functional>

namespace faultline {

/// What became of a file whose lines others may have.
struct RevisionOutcome
{
    /// Unless it was compared, nothing was stored.
    enum class Comparison { Compared, NothingToCompare, TooMuchToCompare };
    Comparison comparison = Comparison::Compared;
    bool hasUnfinishedLine = false; ///< A last line was left alone.
    qint64 knownLines = 0;          ///< Skipped, because other files have them.
    /// Why the database refused lines, which are rejected, and how many for that reason.
    QMap<QString, qint64> refusals;
};

/// With more bytes to compare, the one transaction that it takes would be too long.
inline constexpr qint64 kMaxComparedBytes = qint64{1024} * 1024 * 1024;

/// Loads what is missing of a file of a family, in one transaction: lines whose readings the
/// family's other files, or earlier generations of this one, have in the database are skipped, each
/// as often as it is there. `report` is told of each chunk. May be done again when its COMMIT got
/// no answer.
Result<RevisionOutcome> loadRevision(
    Connection& connection, LoadId load, const PlannedFile& file, const SensorMap& map,
    const LoadOptions& options, const CancelToken& cancel,
    const std::function<void(const ParsedChunk&)>& report);

} // namespace faultline
