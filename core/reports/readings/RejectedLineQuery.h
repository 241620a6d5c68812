// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/SqlSession.h"
#include "readings/LineLocation.h"

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

    bool operator==(const RejectedLineKey&) const = default;
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
    bool isRecord = false; ///< Of an equipment list; it needn't be a line.

    LineLocation place() const;

    /// `raw` for people: valid UTF-8 as it is, other bytes and control characters as \xNN.
    QString rawText() const;
    /// `raw` for programs: the same with a backslash as \\, so that it can be turned back.
    QString reversibleRaw() const;
};

/// Which rejected lines; what isn't set doesn't matter.
struct RejectedLineFilter
{
    QString reason; ///< The word.
    std::optional<qint32> fileId;
    std::optional<qint32> loadId;

    bool operator==(const RejectedLineFilter&) const = default;
};

/// What is wrong in a word or two, and as a sentence; a word that this program doesn't know as it
/// is.
QString reasonNameOf(const QString& word);
QString reasonTextOf(const QString& word);

/// Up to `limit` rejected lines after `after`, in the order of the key.
Result<QList<StoredRejectedLine>> fetchRejectedLines(
    SqlSession& session, const RejectedLineFilter& filter,
    const std::optional<RejectedLineKey>& after, int limit);

/// How many lines were rejected for a reason, and in how many files.
struct RejectedReasonCount
{
    QString reason; ///< The word.
    qint64 lines = 0;
    qint64 files = 0;
};

/// How many lines of a file were rejected.
struct RejectedFileCount
{
    qint32 fileId = 0;
    QString path;
    qint64 lines = 0;
};

/// What `filter` leaves, counted exactly by reason and by file, most lines first. Takes as long as
/// there are chunks with rejected lines, however many lines these have.
struct RejectedCounts
{
    QList<RejectedReasonCount> reasons;
    QList<RejectedFileCount> files;
    qint64 lines = 0;
};
Result<RejectedCounts>
countRejectedLines(SqlSession& session, const RejectedLineFilter& filter = {});

} // namespace faultline
