// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/PresetFolder.h"

#include <QCoreApplication>
#include <QDir>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

QStringList presetFolderCandidates()
{
    const QDir program(QCoreApplication::applicationDirPath());
    return {
        program.filePath(u"data"_s),
        // Relative first, because an installation may have been moved.
        program.filePath(u"../share/faultline/sample"_s),
        QStringLiteral(FAULTLINE_INSTALLED_DATA),
        QStringLiteral(FAULTLINE_SOURCE_DATA),
    };
}

QString presetFolder()
{
    const QStringList candidates = presetFolderCandidates();
    for (const QString& candidate : candidates) {
        const QDir folder(candidate);
        // A build directory can contain a "data" folder without any sources.
        const QStringList sources{u"*.log"_s, u"*.json"_s, u"*.csv"_s};
        if (folder.exists() && !folder.entryList(sources, QDir::Files).isEmpty())
            return folder.canonicalPath();
    }
    return {};
}

} // namespace faultline
