// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "loading/receipt/FoundLine.h"
#include "sources/folder/SourceFile.h"

#include <QJsonArray>
#include <QList>

namespace faultline {

/// Counts the rejected lines of a folder by reason, and keeps the first ones.
class RejectedKinds
{
public:
    void add(const SourceFile& file, const RejectedLine& line);
    /// The most frequent first.
    QList<RejectedKind> kinds() const;

    /// With the first line of each, for --json.
    static QJsonArray toJson(const QList<RejectedKind>& kinds);

private:
    QList<RejectedKind> m_kinds;
};

} // namespace faultline
