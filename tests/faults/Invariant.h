// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "FaultFolder.h"
#include "base/Result.h"
#include "database/settings/ConnectionSettings.h"

#include <QStringList>

namespace faultline {

/// Invariant I: what must be true of a database after any disturbance, once a load has completed.
struct InvariantReport
{
    qint64 lost = 0;    ///< Missing readings, rejected lines and list entries.
    qint64 twice = 0;   ///< Those that are there but shouldn't be.
    QStringList broken; ///< Other inconsistencies.

    bool holds() const { return lost == 0 && twice == 0 && broken.isEmpty(); }
    /// Empty if it holds.
    QString text() const;
};

/// Keeps the result of an undisturbed load of `folder` in the same database, and empties the rest:
/// later loads can be compared with it, even in copies of the database.
Result<void> keepAsExpected(const ConnectionSettings& database, const FaultFolder& folder);

/// Compares, record by record, with what was kept; and the journal with the tables, the receipts
/// with the journal, the summaries with full scans, and every file's records with the folder's.
InvariantReport checkInvariant(const ConnectionSettings& database, const FaultFolder& folder);

} // namespace faultline
