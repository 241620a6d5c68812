// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "base/Result.h"
#include "database/connection/Connection.h"
#include "loading/findings/NoteCounts.h"
#include "loading/plants/PlantChoice.h"
#include "loading/receipt/LoadOptions.h"
#include "loading/receipt/LoadReceipt.h"

#include <QList>
#include <QSet>

#include <map>
#include <optional>
#include <vector>

namespace faultline {

/// A range of a file that the journal contains.
struct JournalledRange
{
    qint64 firstByte = 0;
    qint64 endByte = 0;
    qint64 firstLine = 1;
    qint64 lines = 0;
    RecordCounts records; ///< Skipped means that other files have these lines.
    LoadId load{};
    NoteCounts notes;
    QByteArray contentHash;
    QByteArray tailHash;
};

/// A loaded range of a file that is still in its current content, unchanged.
struct UnchangedRange
{
    qint64 firstByte = 0; ///< Its offset when it was loaded.
    qint64 movedBytes = 0;
    qint64 movedLines = 0;
};

// How loading writes and reads the ledger's tables, on a libpq connection. Ledger reads them for
// people.

/// An id for a load, reserved early so that beginning the load can be retried.
Result<LoadId> reserveLoadId(Connection& connection);
/// Holds the load's advisory lock, kRunningLoadLock, for the life of the connection: a load that is
/// "running" without it has died. Ends a lost session of this load that the server still has.
Result<void> holdLoad(Connection& connection, LoadId load);
/// Begins a load, if it hasn't begun, and notes its plants. Commit at once, so that it is visible
/// while it runs.
Result<void> beginLoad(
    Connection& connection, LoadId load, const QString& folder, const LoadOptions& options,
    const QList<PlantChoice>& plants);

/// Ends a load, if it hasn't ended: writes outcome, failure, findings and a row for each file, in
/// one transaction that waits for the disk. `fileIds` has an entry for each file, none if nothing
/// of it was loaded.
Result<void> endLoad(
    Connection& connection, const LoadReceipt& receipt,
    const QList<std::optional<FileId>>& fileIds);

/// Writes the receipt of a load whose program died before writing it, from the journal, before the
/// load's journal is deleted. Does nothing if there is one.
Result<void> writeMissingReceipt(Connection& connection, LoadId load);

/// The loaded ranges of a file, from front to back, without those that have to be loaded again.
Result<QList<JournalledRange>> journalledRanges(Connection& connection, FileId file);
/// The same for many files at once; a file without loaded ranges has no entry.
Result<std::map<FileId, QList<JournalledRange>>>
journalledRanges(Connection& connection, const QList<FileId>& files);

/// The names of measurements in the plant's readings of other loads, in lower case.
Result<QSet<QString>> otherMeasurementNames(Connection& connection, PlantId plant, LoadId load);

} // namespace faultline
