// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/SqlSession.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace faultline {

/// Where a rejected line stands in the order of the list: newest chunk last. Unique.
struct RejectedLineKey
{
    qint32 chunkId = 0;
    qint64 lineNumber = 0;
    qint64 byteOffset = 0;
};

/// A rejected line as it is shown.
struct StoredRejectedLine
{
    RejectedLineKey key;
    qint32 loadId = 0;
    QString path;
    qint32 columnNumber = 1; ///< Byte in the line, from 1.
    qint64 lineBytes = 0;    ///< Of the whole line; `raw` may be cut.
    QString reason;          ///< The word; rejectReasonFromWord().
    QByteArray raw;

    /// `raw` for people: valid UTF-8 as it is, other bytes and control characters as \xNN.
    QString rawText() const;
};

/// Up to `limit` rejected lines after `after`, in the order of the key.
Result<QList<StoredRejectedLine>>
fetchRejectedLines(SqlSession& session, const std::optional<RejectedLineKey>& after, int limit);

Result<qint64> countRejectedLines(SqlSession& session);

} // namespace faultline
