// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "database/schema/ReadingIndexes.h"
#include "reports/readings/ReadingQuery.h"

#include <QList>

#include <functional>

namespace faultline {

/// The indexes without which a page of these readings takes long when there are many.
QList<ReadingIndex> neededReadingIndexes(const ReadingFilter& filter, const ReadingOrder& order);

/// Whether the index is there, and complete.
Result<bool> isReadingIndexThere(SqlSession& session, ReadingIndex index);

/// What is to be done before pages of some readings are read.
struct ReadingPreparation
{
    QList<ReadingIndex> missing; ///< Empty also while there are few readings.
    bool mayMake = false;        ///< Only the owner of the table may make an index.
    qint64 rows = 0;             ///< All readings.
};
Result<ReadingPreparation>
prepareReadings(SqlSession& session, const ReadingFilter& filter, const ReadingOrder& order);

/// Makes the index if it isn't there, through connections of its own. For a worker thread: 37
/// million readings take some ten seconds. A raised `cancel` ends it with the code "cancelled", and
/// leaves nothing. `progress` gets the share that is done, from 0 to 1, on the same thread.
Result<void> makeReadingIndex(
    const ConnectionSettings& settings, ReadingIndex index, const CancelToken& cancel,
    const std::function<void(double)>& progress = {});

} // namespace faultline
