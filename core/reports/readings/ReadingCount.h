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

/// The number of readings. Without a filter, the journal's exact number, at no cost. With one, an
/// estimate, because counting would read them all; exact if there are only a few readings.
Result<ReadingCount> countReadings(SqlSession& session, const ReadingFilter& filter);

/// The number of all readings, according to the journal.
Result<qint64> countAllReadings(SqlSession& session);

/// The number of rows that PostgreSQL expects under these conditions.
Result<qint64> estimateReadings(SqlSession& session, const ReadingConditions& conditions);

/// Up to this number, readings are simply read and sorted; above it, pages need an index.
inline constexpr qint64 kFewReadings = 50'000;

} // namespace faultline
