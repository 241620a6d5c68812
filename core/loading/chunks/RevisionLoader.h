// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/Connection.h"
#include "loading/chunks/ParsedChunk.h"
#include "loading/planning/LoadPlan.h"
#include "loading/recovery/LoadContext.h"

#include <QMap>
#include <QString>

#include <functional>

namespace faultline {

/// The outcome for a file that may share lines with others.
struct RevisionOutcome
{
    /// Unless it is Compared, nothing was stored.
    enum class Comparison { Compared, NothingToCompare, TooMuchToCompare };
    Comparison comparison = Comparison::Compared;
    bool hasUnfinishedLine = false; ///< A last line without line end was left.
    qint64 knownLines = 0;          ///< Skipped because other files contain them.
    /// Why the database refused lines, which were then rejected, and how many for each reason.
    QMap<QString, qint64> refusals;
};

/// With more bytes, the single transaction would take too long.
inline constexpr qint64 kMaxComparedBytes = qint64{1024} * 1024 * 1024;

/// Loads what is missing from a file of a family, in one transaction. Skips lines whose readings
/// the database already has from the family's other files or from earlier versions of this one,
/// each as often as it is stored. Calls `report` for each chunk. May be repeated when its COMMIT
/// got no answer.
Result<RevisionOutcome> loadRevision(
    Connection& connection, const LoadContext& context, const PlannedFile& file,
    const std::function<void(const ParsedChunk&)>& report);

} // namespace faultline
