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

/// A reading as it was read from the database. Values are what PostgreSQL wrote, which reads back
/// exactly; null strings are nulls.
struct ReadingRow
{
    QString ctid;
    QString occurredAt;
    qint32 sensorId = 0;
    QString severity;
    QString temperature;
    QString vibration;
    QString extra;

    bool operator==(const ReadingRow&) const = default;
};

/// A reading and what the journal knows of the chunk that it came with.
struct LoadedReading
{
    ReadingRow row;
    qint64 occurredAt = 0; ///< Microseconds since 2000-01-01 00:00:00 UTC.
    QString path;
    bool isOfEarlierFile = false; ///< The file was edited or replaced, and loaded again since.
    qint32 loadId = 0;
    QDateTime loadedAt; ///< When that load began.
    ChunkRange chunk;
    QByteArray chunkHash; ///< XXH3-128 of its bytes.
    /// Readings of the chunk with the same values: those in the table's block, which are in the
    /// order of their lines, and which of them this is, from 1.
    qint64 equalInBlock = 1;
    qint64 numberInBlock = 1;
};

/// Asks the journal. Fails with "reading-gone" when there is no such reading any more.
Result<LoadedReading> fetchLoadedReading(SqlSession& session, const ReadingRow& row);

/// The line that a reading was made of.
struct ReadingOrigin
{
    QString path;
    LineLocation location; ///< Its `raw` is the whole line.
    LineContext context;
    qint32 loadId = 0;
    QDateTime loadedAt;
    /// Lines of the chunk that give this very reading. Where it isn't known which of them became
    /// this one, it is the first.
    qint64 equalLines = 1;
    qint64 equalNumber = 1; ///< Which of them this is; 0: that isn't known.
};

/// Reads the chunk again until the line is found: 16 MiB at most, some tens of milliseconds. Not
/// for the window's thread. Fails when the file isn't there ("file-gone"), can't be read ("file"),
/// or when the chunk's bytes aren't what they were ("file-changed"); what was appended, or edited
/// elsewhere without moving the chunk, doesn't matter.
Result<ReadingOrigin> findReadingOrigin(const LoadedReading& reading, const CancelToken& cancel);

} // namespace faultline
