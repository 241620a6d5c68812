// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Rare.h"
#include "base/Result.h"

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

/// A file of a data folder that could be loaded.
struct SourceFile
{
    QString path;         ///< Absolute.
    QString relativePath; ///< Relative to the data folder, for people.
    qint64 bytes = 0;
    QDateTime modifiedAt;           ///< UTC
    std::optional<SourceRole> role; ///< If none, `problem` says why.
    Rare<UserMessage> problem;
    qint64 skipBytes = 0; ///< Length of a UTF-8 byte order mark.
};

/// The content of a data folder. An unreadable folder in it is listed among the files, with an
/// error as its problem: its files are missing. Sources are in the order in which they are loaded:
/// equipment lists, then sensor maps, both by age so that the newest wins; then readings and
/// unrecognised files, both by path. A file that is both a list and a map is there twice.
struct DataFolder
{
    QString path;
    QList<SourceFile> files;
    qint64 otherFiles = 0;       ///< Files of other kinds, ignored.
    qint64 hiddenFiles = 0;      ///< Skipped although their extension is a source's.
    qint64 hiddenFolders = 0;    ///< Skipped with everything in them.
    QList<UserMessage> warnings; ///< Such as folders with unusable names.

    qint64 bytesToLoad() const;
    /// Reports hidden files and folders, if there are any.
    std::optional<UserMessage> hiddenNote() const;
};

/// Searches `folder` and its subfolders for .log, .txt, .csv, .json, .ndjson and .jsonl files, and
/// recognises each one's role by its first 64 KiB. Follows links, and visits each folder once.
/// Fails when `folder` can't be read, or when cancelled.
Result<DataFolder> findSources(const QString& folder, const CancelToken& cancel = {});

} // namespace faultline
