// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "base/Result.h"
#include "database/connection/Connection.h"
#include "database/schema/RunningLoads.h"
#include "loading/receipt/LoadOptions.h"
#include "loading/receipt/LoadReceipt.h"
#include "sources/folder/SourceFile.h"

#include <QList>

#include <map>
#include <optional>
#include <vector>

namespace faultline {

/// A stretch of a file that the journal holds.
struct JournalledRange
{
    qint64 firstByte = 0;
    qint64 endByte = 0;
    qint64 firstLine = 1;
    qint64 lines = 0;
    RecordCounts records; ///< Skipped: other files of the family have these lines.
    LoadId load{};
    qint64 unreadable = 0; ///< Measurements that are no numbers.
    QByteArray contentHash;
    QByteArray tailHash;
};

/// A stretch of a file that was loaded, and that stands unchanged in what the file is now.
struct UnchangedRange
{
    qint64 firstByte = 0; ///< Where it began when it was loaded.
    qint64 movedBytes = 0;
    qint64 movedLines = 0;
};

// The ledger's tables as loading writes and reads them, on a libpq connection. Reading them for
// people is Ledger's work.

/// An id for a load. Taken first, so that opening the load may be tried again.
Result<LoadId> reserveLoadId(Connection& connection);
/// Holds the load's advisory lock, kRunningLoadLock, as long as the connection lives: a load that
/// is "running" without it has died. A session of this load that was lost, but that the server
/// still has, is ended.
Result<void> holdLoad(Connection& connection, LoadId load);
/// Opens a load, unless it is; its row commits at once, so that it can be seen while it runs.
Result<void>
beginLoad(Connection& connection, LoadId load, const QString& folder, const LoadOptions& options);

/// Closes a load, unless it is: outcome, failure, findings and a row for each file, in one
/// transaction that waits for the disk. `fileIds` has an entry for each file; none where nothing of
/// it was loaded.
Result<void> endLoad(
    Connection& connection, const LoadReceipt& receipt,
    const QList<std::optional<FileId>>& fileIds);

/// The stretches of a file that were loaded, from front to back.
Result<QList<JournalledRange>> journalledRanges(Connection& connection, FileId file);
/// The same of many files at once; a file of which nothing was loaded has no entry.
Result<std::map<FileId, QList<JournalledRange>>>
journalledRanges(Connection& connection, const QList<FileId>& files);

} // namespace faultline
