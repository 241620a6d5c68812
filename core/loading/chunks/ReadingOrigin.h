// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "database/connection/SqlSession.h"
#include "readings/LineLocation.h"
#include "sources/input/ChunkReader.h"
#include "sources/input/LineContext.h"

#include <QByteArray>
#include <QDateTime>
#include <QString>

namespace faultline {

/// A reading as read from the database. Values are PostgreSQL's output, which can be parsed back
/// exactly; null strings are nulls.
struct ReadingRow
{
    QString ctid;
    QString occurredAt;
    QString sensor; ///< Its id.
    QString severity;
    QString temperature;
    QString vibration;
    QString extra;

    bool operator==(const ReadingRow&) const = default;
};

/// A reading and what the journal knows about its chunk.
struct LoadedReading
{
    ReadingRow row;
    qint64 occurredAt = 0; ///< Microseconds since 2000-01-01 00:00:00 UTC.
    QString path;
    bool isOfEarlierFile = false; ///< The file was since edited or replaced, and loaded again.
    qint32 loadId = 0;
    QDateTime loadedAt; ///< When that load started.
    ChunkRange chunk;
    QByteArray chunkHash; ///< XXH3-128 of the chunk's bytes.
    /// How many readings of the chunk have the same values, within this block of the table, where
    /// they are in the order of their lines; and which of them this is, from 1.
    qint64 equalInBlock = 1;
    qint64 numberInBlock = 1;
};

/// Queries the journal. Fails with "reading-gone" if the reading no longer exists.
Result<LoadedReading> fetchLoadedReading(SqlSession& session, const ReadingRow& row);

/// The line that a reading comes from.
struct ReadingOrigin
{
    QString path;
    LineLocation location; ///< Its `raw` is the complete line.
    LineContext context;
    qint32 loadId = 0;
    QDateTime loadedAt;
    /// How many lines of the chunk give exactly this reading. If it is unknown which of them became
    /// this one, the first is used.
    qint64 equalLines = 1;
    qint64 equalNumber = 1; ///< Which of them this is; 0 if unknown.
};

/// Reads the chunk again to find the line: at most 16 MiB, some tens of milliseconds. Not for the
/// window's thread. Fails if the file isn't there ("file-gone"), can't be read ("file"), or if the
/// chunk's bytes have changed ("file-changed"). Appended lines, or edits elsewhere that don't move
/// the chunk, don't matter.
Result<ReadingOrigin> findReadingOrigin(const LoadedReading& reading, const CancelToken& cancel);

} // namespace faultline
