// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "FaultFolder.h"
#include "base/Result.h"
#include "database/settings/ConnectionSettings.h"

#include <QStringList>

namespace faultline {

/// Invariant I: what must be true of a database after any disturbance, once a load has ended well.
struct InvariantReport
{
    qint64 lost = 0;    ///< Readings, rejected lines and list entries that are missing.
    qint64 twice = 0;   ///< Those that are there and shouldn't be.
    QStringList broken; ///< What else doesn't fit together.

    bool holds() const { return lost == 0 && twice == 0 && broken.isEmpty(); }
    /// Empty when it holds.
    QString text() const;
};

/// Keeps, in the same database, what an undisturbed load of `folder` has stored there, and empties
/// the rest of it: what is then loaded can be compared, also in copies of the database.
Result<void> keepAsExpected(const ConnectionSettings& database, const FaultFolder& folder);

/// Compares, record by record, with what was kept; and the journal with the tables, the receipts
/// with the journal, the summaries with full scans, and every file's records with the folder's.
InvariantReport checkInvariant(const ConnectionSettings& database);

} // namespace faultline
