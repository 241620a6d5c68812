// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/readings/ReadingFilter.h"

namespace faultline {

struct ReadingCount
{
    qint64 rows = 0;
    bool isExact = true;

    bool operator==(const ReadingCount&) const = default;
};

/// How many readings there are: without a filter what the journal says, exactly and at once. With
/// one an estimate, as counting would read them all; exact while there are few readings.
Result<ReadingCount> countReadings(SqlSession& session, const ReadingFilter& filter);

/// All readings, by the journal.
Result<qint64> countAllReadings(SqlSession& session);

/// How many rows PostgreSQL expects under these conditions.
Result<qint64> estimateReadings(SqlSession& session, const ReadingConditions& conditions);

/// Up to here the readings are simply read and sorted; above, pages need an index.
inline constexpr qint64 kFewReadings = 50'000;

} // namespace faultline
