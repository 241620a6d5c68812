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
#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace faultline {

/// A row of source_file: a file as it was when it was loaded. A file that has changed since gets
/// another row, in the same family.
struct KnownFile
{
    FileId id{};
    QString path;                               ///< Where it was last seen.
    TextEncoding encoding = TextEncoding::Utf8; ///< That was chosen for it.
    qint32 generation = 1;
    HeadAnchor head;
    qint64 contentBytes = 0; ///< Its size when it was loaded completely, …
    QByteArray contentHash;  ///< … and its XXH3-128; empty if unknown.
    qint64 modifiedMs = 0;   ///< When it was last written, when last seen; 0 if unknown.
    /// The files that share lines with it, including itself: each line is loaded once for all.
    std::optional<FileId> family;
    bool isSuperseded = false; ///< Other content has replaced it.
    ReadingSketch sketch;      ///< For a readings file.
    /// In which order its dates were read; unknown if none needed an order.
    TimeFormat::DateOrder dateOrder = TimeFormat::DateOrder::Unknown;
    std::shared_ptr<const TableFormat> table; ///< How it was read; null: it isn't a table.
    LogLayout layout;                         ///< How its lines were read, of a log.
    QString zone;      ///< That was chosen for times without one; empty: the plant's.
    QString plantZone; ///< Not in its row.

    /// How to open it.
    InputName input() const { return InputName::fromText(path, encoding); }
};

/// The zone in which its times without one were read.
inline QString zoneInForce(const KnownFile& file)
{
    return file.zone.isEmpty() ? file.plantZone : file.zone;
}

/// Keeps other programs from identifying files until the transaction ends.
Result<void> lockFileIdentities(Connection& connection);

/// The head lengths of all files with this role.
Result<HeadLengths> headLengths(Connection& connection, SourceRole role);

/// Keys to find known files by: any may match.
struct KnownFileKeys
{
    QStringList paths;
    std::vector<QByteArray> headHashes;
    ReadingSketch sketch;

    void add(const FileHead& head);
};
/// The files of a plant that match any of the keys, newest first.
Result<QList<KnownFile>>
findFiles(Connection& connection, PlantId plant, SourceRole role, const KnownFileKeys& keys);
/// The files of a family that weren't seen in this transaction, newest first.
Result<QList<KnownFile>> unseenFilesOfFamily(Connection& connection, FileId family);

/// Ids for new files, reserved early so that files can refer to each other before they are added.
Result<QList<FileId>> reserveFileIds(Connection& connection, qsizetype count);
Result<void>
addFiles(Connection& connection, PlantId plant, SourceRole role, const QList<KnownFile>& files);

/// A file that was seen now, and its current state.
struct SeenFile
{
    FileId id{};
    QString path;
    qint64 modifiedMs = 0;
    std::optional<ReadingSketch> sketch; ///< Set if it has grown.
    /// Unknown: as before.
    TimeFormat::DateOrder dateOrder = TimeFormat::DateOrder::Unknown;
    QByteArray table; ///< storedTable()
    TextEncoding encoding = TextEncoding::Utf8;
    QString zone; ///< Like KnownFile::zone.
    LogLayout layout;
};
/// The encodings that were chosen for files at these paths, apart from UTF-8.
Result<QHash<QString, TextEncoding>>
chosenEncodings(Connection& connection, const QStringList& paths);

Result<void> noteSeen(Connection& connection, const QList<SeenFile>& files);

/// Merges the families of these files, or creates one for them; returns it.
Result<FileId> uniteFamilies(Connection& connection, const QList<FileId>& files);
/// The zone that was chosen for a file of a family of which something is loaded, the newest such
/// file; empty: there is none.
Result<QString> zoneOfFamily(Connection& connection, FileId family);
/// Marks these as replaced by other content.
Result<void> supersede(Connection& connection, const QList<FileId>& files);
/// Moves a range from `from` to `to`, at its new offset.
Result<void> moveRange(Connection& connection, FileId from, FileId to, const UnchangedRange& range);

} // namespace faultline
