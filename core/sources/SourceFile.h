// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QDateTime>
#include <QList>
#include <QString>

#include <optional>

namespace faultline {

/// What a source file holds, told from its content.
enum class SourceRole { EquipmentList, SensorMap, Readings };

/// "readings", "sensor_map", "equipment_list": what the database and --json say.
QString sourceRoleWord(SourceRole role);
/// For people: "Readings", "Sensor map", "Equipment list".
QString sourceRoleText(SourceRole role);

/// A file of a data folder that could be loaded.
struct SourceFile
{
    QString path;         ///< Absolute.
    QString relativePath; ///< Within the data folder, for people.
    qint64 bytes = 0;
    QDateTime modifiedAt;           ///< UTC
    std::optional<SourceRole> role; ///< None: `problem` says why.
    UserMessage problem;
    char delimiter = ';'; ///< Of a sensor map: ';', ',' or tab.
    qint64 skipBytes = 0; ///< Length of a UTF-8 byte order mark.
};

/// What a data folder holds: sources in the order in which they are loaded. Equipment lists come
/// first, then sensor maps, both by age, so that the newest wins; then readings and last what was
/// not recognised, both by path.
struct DataFolder
{
    QString path;
    QList<SourceFile> files;
    qint64 otherFiles = 0;       ///< Files of other kinds, passed by.
    QList<UserMessage> warnings; ///< Folders that can't be entered, and the like.

    qint64 bytesToLoad() const;
};

/// Looks through `folder` and the folders in it for .log, .txt, .csv, .json, .ndjson and .jsonl
/// files, and tells each one's role from its first 64 KiB. Fails when the folder can't be read.
Result<DataFolder> findSources(const QString& folder);

} // namespace faultline
