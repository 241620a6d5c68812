// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/Connection.h"

#include <QByteArray>

#include <array>

namespace faultline {

/// The indexes of faultline.reading. None belongs to the schema, because a load would pay for each
/// with every row: they are made when somebody first sorts by what they hold, and dropped before a
/// large load. Any of them may be missing at any time.
enum class ReadingIndex { ByTime, BySensor, ByTemperature, ByVibration };

inline constexpr std::array kReadingIndexes{
    ReadingIndex::ByTime, ReadingIndex::BySensor, ReadingIndex::ByTemperature,
    ReadingIndex::ByVibration};

/// Its name in the schema faultline.
QByteArray readingIndexName(ReadingIndex index);
/// The columns that it is ordered by.
QByteArray readingIndexColumns(ReadingIndex index);

/// Drops those that are there, in a transaction of its own; without any it changes nothing and
/// needs no right. Waits for others who use the table only for kDropWaitMs, and then fails with the
/// SQLSTATE 55P03; for somebody who doesn't own the table with 42501. Indexes then cost the load
/// time, and nothing else is lost: the caller may go on.
Result<void> dropReadingIndexes(Connection& connection);
inline constexpr int kDropWaitMs = 2000;

} // namespace faultline
