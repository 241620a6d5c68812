// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "MiniFolder.h"

#include <QByteArray>
#include <QString>

namespace faultline {

/// A data folder of a vessel that numbers its equipment 1 to 3 and its sensors 1 to 4, as every
/// other one does; its codes begin with `prefix`. `lines` distinguishes its log.
inline void writeVessel(const QString& folder, const QByteArray& prefix, int lines)
{
    writeMiniFolder(folder);
    const QDir directory(folder);
    writeFile(directory.filePath(QStringLiteral("failures.log")), logLines(lines));
    QByteArray list = "[";
    for (const char* const name : {"1", "2", "3"}) {
        list += QByteArray(list.size() > 1 ? ",\n" : "") + "{\"equipment_id\": " + name
                + ", \"code\": \"" + prefix + name + "\", \"group_name\": \"" + prefix + "\"}";
    }
    writeFile(directory.filePath(QStringLiteral("list.json")), list + "]");
}

} // namespace faultline
