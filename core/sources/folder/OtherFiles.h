// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/UserMessage.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace faultline {

/// Files of a folder that aren't loaded, all for the same reason, where there are too many to list
/// each. There may be very many, so little is kept of each.
struct OtherFiles
{
    struct File
    {
        QByteArray relativePath; ///< UTF-8
        qint64 bytes = 0;
    };

    UserMessage problem; ///< Of the first one.
    QList<File> files;   ///< By path.

    /// The most frequent endings of their names: ".jpg 200, .png 12".
    QString endingsText() const;
    /// Says for a receipt how many there are and why they weren't loaded, with the first few paths.
    /// Its size doesn't depend on their number.
    UserMessage toFinding(const QString& folder) const;
};

} // namespace faultline
