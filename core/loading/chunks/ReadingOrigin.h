// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Ids.h"
#include "base/Result.h"
#include "database/connection/SqlSession.h"
#include "readings/LineLocation.h"
#include "readings/ZonedTime.h"
#include "sources/formats/SourceFormat.h"
#include "sources/input/ChunkReader.h"
#include "sources/input/LineContext.h"

#include <QByteArray>
#include <QDateTime>
#include <QString>

#include <optional>

namespace faultline {

/// A reading as read from the database. Values are PostgreSQL's output, which can be parsed back
/// exactly; null strings are nulls.
struct ReadingRow
{
    ReadingId id{};
    QString occurredAt;
    QString sensor; ///< Its id.
    QString severity;
    QString temperature;
    QString vibration;
    QString extra;

    bool operator==(const ReadingRow&) const = default;
};

/// What a failure list says about the failure that a reading is. Empty for any other reading.
struct StoredFailure
{
    QString mode;
    QString cause;
    std::optional<ZonedTime> endedAt; ///< In the plant's zone.
    std::optional<double> seconds;    ///< How long it lasted, as the list says it.
    std::optional<bool> isPlanned;    ///< Planned work, not a failure.

    bool isEmpty() const { return *this == StoredFailure(); }
    bool operator==(const StoredFailure&) const = default;
};

/// A reading, and what the journal knows about its chunk.
struct LoadedReading
{
    ReadingRow row;
    qint64 occurredAt = 0; ///< Microseconds since 2000-01-01 00:00:00 UTC.
    QString path;
    QString encoding;             ///< Its word.
    bool isOfEarlierFile = false; ///< The file was since edited or replaced, and loaded again.
    qint32 loadId = 0;
    QDateTime loadedAt; ///< When that load started.
    ChunkRange chunk;
    QString timeZone;     ///< Of times without one: the file's, or its plant's.
    SourceFormat format;  ///< Of its file.
    QByteArray chunkHash; ///< XXH3-128 of the chunk's bytes.
    StoredFailure failure;
};

/// Queries only the journal and failure details: the reading's id is its address. Fails with
/// "reading-gone" if its load was undone; ids are never used again.
Result<LoadedReading> fetchLoadedReading(SqlSession& session, const ReadingRow& row);

/// The line that a reading comes from.
struct ReadingOrigin
{
    QString path;
    LineLocation location; ///< Its `raw` is the complete line.
    LineContext context;
    qint32 loadId = 0;
    QDateTime loadedAt;
};

/// Reads the chunk again, at most 16 MiB, which takes some milliseconds. Not for the window's
/// thread. Fails if the file isn't there ("file-gone"), can't be read ("file"), if the chunk's
/// bytes have changed ("file-changed"), or if the line doesn't give this reading ("line-differs").
/// Appended lines, or edits elsewhere that don't move the chunk, don't matter.
Result<ReadingOrigin> findReadingOrigin(const LoadedReading& reading, const CancelToken& cancel);

} // namespace faultline
