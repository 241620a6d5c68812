// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "database/connection/SqlSession.h"
#include "database/schema/ReadingIndexes.h"
#include "reports/readings/ReadingPage.h"

#include <QList>

#include <functional>

namespace faultline {

/// The indexes that a page of many such readings needs to be fast.
QList<ReadingIndex> neededReadingIndexes(const ReadingFilter& filter, const ReadingOrder& order);

/// Whether the index exists and is complete.
Result<bool> readingIndexExists(SqlSession& session, ReadingIndex index);

/// What must be done before pages of readings can be read.
struct ReadingPreparation
{
    QList<ReadingIndex> missing; ///< Empty if there are only a few readings.
    bool mayCreate = false;      ///< Only the owner of the table may create an index.
    qint64 rows = 0;             ///< All readings.
};
Result<ReadingPreparation>
prepareReadings(SqlSession& session, const ReadingFilter& filter, const ReadingOrder& order);

/// Creates the index if it doesn't exist, on its own connections. For a worker thread: about ten
/// seconds for 37 million readings. Raising `cancel` ends it with the code "cancelled" and leaves
/// nothing behind. `progress` gets the completed share, from 0 to 1, on the same thread.
Result<void> createReadingIndex(
    const ConnectionSettings& settings, ReadingIndex index, const CancelToken& cancel,
    const std::function<void(double)>& progress = {});

} // namespace faultline
