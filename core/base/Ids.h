// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace faultline {

// Keys of the schema's rows. Distinct types, so that one can't be passed for another.
enum class LoadId : qint32 {};
enum class FileId : qint32 {};
enum class ChunkId : qint32 {};
enum class PlantId : qint16 {};

/// The address of a reading, which is also its key: its chunk, and its position within it. A record
/// of a file may give several readings: the position is the record's number, times how many a
/// record can give, plus which of them it is. In a log it is the line. In the order of the ids,
/// readings are as they were loaded. faultline.reading_id() is the same in SQL.
enum class ReadingId : qint64 {};

constexpr qint32 toInt(LoadId id)
{
    return static_cast<qint32>(id);
}
constexpr qint32 toInt(FileId id)
{
    return static_cast<qint32>(id);
}
constexpr qint32 toInt(ChunkId id)
{
    return static_cast<qint32>(id);
}
constexpr qint16 toInt(PlantId id)
{
    return static_cast<qint16>(id);
}
constexpr qint64 toInt(ReadingId id)
{
    return static_cast<qint64>(id);
}

inline constexpr int kPositionBits = 32;

/// `position` counts from 0 at the chunk's start, less than 2^32.
constexpr ReadingId readingId(ChunkId chunk, qint64 position)
{
    return static_cast<ReadingId>((qint64{toInt(chunk)} << kPositionBits) | position);
}
constexpr ReadingId idAfter(ReadingId id)
{
    return static_cast<ReadingId>(toInt(id) + 1);
}
constexpr ReadingId idBefore(ReadingId id)
{
    return static_cast<ReadingId>(toInt(id) - 1);
}
constexpr ChunkId chunkOf(ReadingId id)
{
    return static_cast<ChunkId>(toInt(id) >> kPositionBits);
}
constexpr qint64 positionOf(ReadingId id)
{
    return toInt(id) & ((qint64{1} << kPositionBits) - 1);
}

} // namespace faultline
