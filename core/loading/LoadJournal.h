// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "base/Result.h"
#include "database/Connection.h"
#include "database/RunningLoads.h"
#include "loading/FileIdentity.h"
#include "loading/LoadOptions.h"
#include "loading/LoadReceipt.h"
#include "sources/InputFile.h"
#include "sources/SourceFile.h"

#include <QList>

#include <optional>

namespace faultline {

/// A stretch of a file that the journal holds.
struct JournalledRange
{
    qint64 firstByte = 0;
    qint64 endByte = 0;
    qint64 firstLine = 1;
    qint64 lines = 0;
    RecordCounts records; ///< Skipped: earlier generations of the file have them.
    LoadId load{};
    qint64 unreadable = 0; ///< Measurements that are no numbers.
    QByteArray contentHash;
    QByteArray tailHash;
};

/// A stretch of a file that was loaded, and that stands unchanged in what the file is now.
struct KeptStretch
{
    qint64 firstByte = 0; ///< Where it began when it was loaded.
    qint64 movedBytes = 0;
    qint64 movedLines = 0;
};

/// A row of source_file.
struct KnownFile
{
    FileId id{};
    QString path;
    qint32 generation = 1;
    HeadAnchor head;
    qint64 contentBytes = 0; ///< When it was loaded completely, it had so many bytes …
    QByteArray contentHash;  ///< … with this XXH3-128; empty when that isn't known.
    qint64 modifiedMs = 0;   ///< When it was last written, as it was last seen; 0 when unknown.
    FileId root{};           ///< Its first generation, perhaps itself.
    /// Lines up to here were compared with earlier generations; 0: none were.
    qint64 comparedBytes = 0;
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

/// Locks file identification against other programs until the transaction ends.
Result<void> lockFileIdentities(Connection& connection);

/// Lengths of the head anchors of files with this role that are at most `size` bytes.
Result<QList<qint32>> headLengths(Connection& connection, SourceRole role, qint64 size);
/// Files with one of these head anchors, or at `path`; those at `path` first, then the newest.
Result<QList<KnownFile>> findFiles(
    Connection& connection, SourceRole role, const QString& path, const QList<HeadAnchor>& heads);
/// The stretches of a file that were loaded, from front to back.
Result<QList<JournalledRange>> journalledRanges(Connection& connection, FileId file);

/// What a new row of source_file says.
struct NewFile
{
    SourceRole role{};
    QString path;
    qint32 generation = 1;
    HeadAnchor head;
    qint64 modifiedMs = 0;
    std::optional<FileId> root; ///< None for a first generation.
};
Result<FileId> addFile(Connection& connection, const NewFile& file);
/// Notes that the file was seen now, at its path and written when it says.
Result<void> noteSeen(Connection& connection, FileId file, const InputFile& input);
/// Gives a stretch of `file` to another generation of it, at the place where it is now.
Result<void>
moveStretch(Connection& connection, FileId file, FileId generation, const KeptStretch& stretch);

} // namespace faultline
