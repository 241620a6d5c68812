// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace faultline {

// Keys of the schema's rows. Distinct types, so that one can't be passed for another.
enum class LoadId : qint32 {};
enum class FileId : qint32 {};
enum class ChunkId : qint32 {};
enum class PlantId : qint16 {};

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

} // namespace faultline
