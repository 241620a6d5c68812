// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "base/Result.h"
#include "database/connection/Connection.h"
#include "loading/ledger/FileIdentity.h"
#include "loading/ledger/LoadJournal.h"
#include "loading/ledger/ReadingSketch.h"
#include "sources/folder/SourceFile.h"
#include "sources/input/InputFile.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace faultline {

/// A row of source_file: a file as it was when it was loaded. A file that has changed since is
/// another row, of the same family.
struct KnownFile
{
    FileId id{};
    QString path; ///< Where it was last seen.
    qint32 generation = 1;
    HeadAnchor head;
    qint64 contentBytes = 0; ///< When it was loaded completely, it had so many bytes …
    QByteArray contentHash;  ///< … with this XXH3-128; empty when that isn't known.
    qint64 modifiedMs = 0;   ///< When it was last written, as it was last seen; 0 when unknown.
    /// The files that share lines, itself among them: each line is loaded once for all of them.
    std::optional<FileId> family;
    bool isSuperseded = false; ///< Another content has taken its place.
    ReadingSketch sketch;      ///< Of a readings file.
};

/// Locks file identification against other programs until the transaction ends.
Result<void> lockFileIdentities(Connection& connection);

/// Lengths of the heads of all files with this role.
Result<HeadLengths> headLengths(Connection& connection, SourceRole role);

/// What known files are looked for by: any of these.
struct KnownFileKeys
{
    QStringList paths;
    std::vector<QByteArray> headHashes;
    ReadingSketch sketch;

    void add(const FileHead& head);
};
/// The files with one of these keys, the newest first.
Result<QList<KnownFile>>
findFiles(Connection& connection, SourceRole role, const KnownFileKeys& keys);
/// The files of a family that weren't seen in this transaction, the newest first.
Result<QList<KnownFile>> unseenFilesOfFamily(Connection& connection, FileId family);

/// Ids for new files. Taken first, so that files may refer to each other before they are added.
Result<QList<FileId>> reserveFileIds(Connection& connection, qsizetype count);
Result<void> addFiles(Connection& connection, SourceRole role, const QList<KnownFile>& files);

/// A file that was seen now: where, and as what.
struct SeenFile
{
    FileId id{};
    QString path;
    qint64 modifiedMs = 0;
    std::optional<ReadingSketch> sketch; ///< When it has grown.
};
Result<void> noteSeen(Connection& connection, const QList<SeenFile>& files);

/// Makes one family of these files and of all that are of a family with one of them; gives it.
Result<FileId> uniteFamilies(Connection& connection, const QList<FileId>& files);
/// Notes that other contents have taken the place of these.
Result<void> supersede(Connection& connection, const QList<FileId>& files);
/// Gives a stretch of `from` to `to`, at the place where it is now.
Result<void> moveRange(Connection& connection, FileId from, FileId to, const UnchangedRange& range);

} // namespace faultline
