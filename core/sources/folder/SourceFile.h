// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Rare.h"
#include "base/Result.h"
#include "sources/folder/OtherFiles.h"
#include "sources/formats/SourceFormat.h"
#include "sources/input/InputName.h"
#include "sources/lines/DateOrderProof.h"
#include "sources/tables/TableRecognition.h"

#include <QDateTime>
#include <QList>
#include <QString>

#include <optional>

namespace faultline {

/// What a source file contains, recognised by its content.
enum class SourceRole { EquipmentList, SensorMap, Readings };

/// "readings", "sensor_map", "equipment_list": as in the database and in --json.
QString sourceRoleWord(SourceRole role);
/// For people: "Readings", "Sensor map", "Equipment list".
QString sourceRoleText(SourceRole role);

/// How the order of a file's dates was found out, if its order matters.
struct DateOrderFinding
{
    enum class Reason {
        Open,          ///< Nothing shows it.
        Contradictory, ///< Some lines show one order, some the other.
        Proved,        ///< By the file itself.
        Chosen,        ///< By the user.
        Known,         ///< The file was loaded with it before.
    };

    Reason reason = Reason::Open;
    DateOrderEvidence evidence;
};

/// How the format of a table was found out.
struct TableFinding
{
    QStringList reasons; ///< Sentences for people.
    std::vector<TableQuestion> questions;
    bool isChosen = false;       ///< A person chose what its columns mean.
    bool isSensorOfFile = false; ///< But not the sensor, which is called like the file.
};

/// A file of a data folder that could be loaded.
struct SourceFile
{
    QString path;                   ///< Absolute; of a member of an archive as InputName writes it.
    QString relativePath;           ///< Relative to the data folder, for people.
    InputName input;                ///< How to open it.
    bool isUtf8 = true;             ///< Its beginning, before any conversion.
    qint64 bytes = 0;               ///< Of its content; if that isn't known yet, of the file.
    QDateTime modifiedAt;           ///< UTC; of a member, as the archive says.
    std::optional<SourceRole> role; ///< If none, `problem` says why it isn't loaded.
    Rare<UserMessage> problem;      ///< With a role: what is wrong with it, or empty.
    /// Where its content begins: behind a byte order mark, and the heading lines of a table.
    qint64 dataBegin = 0;
    qint64 firstLine = 1; ///< The number of the line there.
    SourceFormat format;  ///< Of readings. A sensor map has times and their zone only.
    /// How the format of a table was found, and what it leaves open.
    Rare<TableFinding> tableFinding;
    Rare<DateOrderFinding> dateOrder; ///< Why `format` has its order of dates, or none.

    /// It is to be loaded, and may have times.
    bool hasTimes() const { return role && role != SourceRole::EquipmentList; }
    /// It is to be loaded, but its dates can't be read as long as their order is unknown.
    bool needsDateOrder() const
    {
        return role && dateOrder && format.times.order == TimeFormat::DateOrder::Unknown;
    }
    void setDateOrder(TimeFormat::DateOrder order, DateOrderFinding::Reason reason);
    /// For people: "day first: 13/02/2021 in line 40", or why it is unknown. Empty if the order
    /// doesn't matter.
    QString dateOrderText() const;
};

/// Why a file isn't loaded and what to do about it, in one text for a list of files.
QString reasonText(const UserMessage& problem);

/// The content of a data folder: each file of it is in `files`, in `others`, or counted as one that
/// operating systems and programs keep for themselves. An unreadable folder in it is listed among
/// the files, with an error as its problem: its files are missing. Sources are in the order in
/// which they are loaded: equipment lists, then sensor maps, both by age so that the newest wins;
/// then readings and files that aren't loaded, both by path. A file that is both a list and a map
/// is there twice.
struct DataFolder
{
    QString path;
    QList<SourceFile> files;
    QList<OtherFiles> others;    ///< Not loaded: many of a kind. The most frequent first.
    qint64 litterFiles = 0;      ///< Skipped: .DS_Store, lock files, … (isLitter).
    qint64 litterFolders = 0;    ///< Skipped with everything in them: .git, recycle bins, …
    QString litterExample;       ///< The name of one of them.
    QList<UserMessage> warnings; ///< Such as folders with unusable names.

    qint64 bytesToLoad() const;
    /// Files that aren't loaded, apart from those that can't be opened and those that were skipped.
    qint64 otherCount() const;
    /// Reports `others` and what was skipped, for a receipt.
    QList<UserMessage> notes() const;
};

/// Puts the files in that order again, after a change.
void sortSources(DataFolder& folder);

/// Looks at each regular file in `folder` and its subfolders, whatever its name, and at each member
/// of an archive, and recognises its role by its first 64 KiB. Hidden files and folders are listed,
/// but not read. Follows links, and visits each folder once. Files that aren't UTF-8 are in
/// `encoding`, if it is given. Fails when `folder` can't be read, or when cancelled.
Result<DataFolder> findSources(
    const QString& folder, const CancelToken& cancel = {},
    std::optional<TextEncoding> encoding = {});

} // namespace faultline
