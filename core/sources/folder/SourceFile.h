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
    Rare<UserMessage> problem;
    char delimiter = ';'; ///< Of a sensor map: ';', ',' or tab.
    qint64 skipBytes = 0; ///< Length of a UTF-8 byte order mark.
};

/// What a data folder holds. A folder in it that can't be read stands among the files, with an
/// error as its problem: what may be in it is missing. Sources in the order in which they are
/// loaded. Equipment lists come first, then sensor maps, both by age, so that the newest wins; then
/// readings and last what was not recognised, both by path.
struct DataFolder
{
    QString path;
    QList<SourceFile> files;
    qint64 otherFiles = 0;       ///< Files of other kinds, passed by.
    qint64 hiddenFiles = 0;      ///< Passed by although their names end as a source's does.
    qint64 hiddenFolders = 0;    ///< Passed by with all that is in them.
    QList<UserMessage> warnings; ///< Folders whose names can't be used, and the like.

    qint64 bytesToLoad() const;
    /// Tells of what is hidden, if there is any.
    std::optional<UserMessage> hiddenNote() const;
};

/// Looks through `folder` and the folders in it for .log, .txt, .csv, .json, .ndjson and .jsonl
/// files, and tells each one's role from its first 64 KiB. Links are followed, and each folder is
/// gone through once. Fails when the folder itself can't be read, or cancelled.
Result<DataFolder> findSources(const QString& folder, const CancelToken& cancel = {});

} // namespace faultline
