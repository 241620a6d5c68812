// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/Connection.h"

#include <QByteArray>

#include <array>

namespace faultline {

/// The indexes of faultline.reading. None belongs to the schema, because each would slow down every
/// load. They are created when someone first needs their order, and dropped before a large load.
/// Any of them may be missing at any time. Each ends with the reading's id, so that its order is
/// total and a page can start at any reading.
enum class ReadingIndex { ByAddress, ByTime, BySensor, ByTemperature, ByVibration };

inline constexpr std::array kReadingIndexes{
    ReadingIndex::ByAddress, ReadingIndex::ByTime, ReadingIndex::BySensor,
    ReadingIndex::ByTemperature, ReadingIndex::ByVibration};

/// Its name in the schema faultline.
QByteArray readingIndexName(ReadingIndex index);
/// Its columns, in order.
QByteArray readingIndexColumns(ReadingIndex index);

/// Drops the existing indexes one by one, as a distributed table needs it; without any it changes
/// nothing and needs no right. Not within a transaction. Waits at most kDropWaitMs for other users
/// of the table, and then fails with SQLSTATE 55P03. A role that doesn't own the table gets 42501.
/// The caller may carry on: with its indexes the load is only slower.
Result<void> dropReadingIndexes(Connection& connection);
inline constexpr int kDropWaitMs = 2000;

} // namespace faultline
