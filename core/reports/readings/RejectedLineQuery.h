// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/SqlSession.h"
#include "readings/LineLocation.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace faultline {

/// A rejected line's position in the list's order: newest chunk last. Unique.
struct RejectedLineKey
{
    qint32 chunkId = 0;
    qint64 lineNumber = 0;
    qint64 byteOffset = 0;
    qint32 columnNumber = 1; ///< One-based byte in the line. Several cells of one may be rejected.

    bool operator==(const RejectedLineKey&) const = default;
};

/// A rejected line for display.
struct StoredRejectedLine
{
    RejectedLineKey key;
    qint32 loadId = 0;
    QString path;
    QString encoding;     ///< Of the file: what was chosen for it.
    QString plant;        ///< The name of the file's plant.
    qint64 lineBytes = 0; ///< Of the full line; `raw` may be truncated.
    QString reason;       ///< The code word; see rejectReasonFromWord().
    QByteArray raw;
    bool isRecord = false;   ///< Of a list or a table; not necessarily a line.
    qint64 recordNumber = 0; ///< In its list, from 1; 0 for a line of a log.
    QString field;           ///< Of a list: the field that is missing or bad, if it is one.

    LineLocation location() const;

    /// The reason in a word or two, and as a sentence, with the field.
    QString reasonName() const;
    QString reasonText() const;
    /// `raw` for people: valid UTF-8 unchanged, other bytes and control characters as \xNN.
    QString rawText() const;
    /// `raw` for programs: the same, but with a backslash as \\, so that it can be decoded.
    QString reversibleRaw() const;
};

/// Which rejected lines to select; empty fields don't filter.
struct RejectedLineFilter
{
    QString reason; ///< The code word.
    std::optional<qint32> fileId;
    std::optional<qint32> loadId;
    QStringList plants; ///< Names; empty: all.

    bool operator==(const RejectedLineFilter&) const = default;
};

/// The reason in a word or two, and as a sentence; an unknown code word unchanged.
QString reasonNameOf(const QString& word);
QString reasonTextOf(const QString& word);

/// Up to `limit` rejected lines after `after`, in the order of the key.
Result<QList<StoredRejectedLine>> fetchRejectedLines(
    SqlSession& session, const RejectedLineFilter& filter,
    const std::optional<RejectedLineKey>& after, int limit);

/// The number of lines rejected for a reason, and of the files that have them.
struct RejectedReasonCount
{
    QString reason; ///< The code word.
    qint64 lines = 0;
    qint64 files = 0;
};

/// The number of a file's rejected lines.
struct RejectedFileCount
{
    qint32 fileId = 0;
    QString path;
    QString plant; ///< Its name.
    qint64 lines = 0;
};

/// The exact counts of the lines that match `filter`, by reason and by file, most lines first. The
/// time depends on the number of chunks with rejected lines, not on the number of these lines.
struct RejectedCounts
{
    QList<RejectedReasonCount> reasons;
    QList<RejectedFileCount> files;
    qint64 lines = 0;
};
Result<RejectedCounts>
countRejectedLines(SqlSession& session, const RejectedLineFilter& filter = {});

} // namespace faultline
