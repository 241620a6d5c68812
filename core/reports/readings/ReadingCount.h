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

/// The number of readings, without reading them: without a filter the journal's, with one that of
/// the summaries. An estimate if the summaries lack readings, or if the filter selects a part of a
/// day; exact if there are only a few readings.
Result<ReadingCount> countReadings(SqlSession& session, const ReadingFilter& filter);

/// The number of all readings, according to the journal.
Result<qint64> countAllReadings(SqlSession& session);

/// About how many readings match, according to the summaries. A decision may rely on it, a result
/// may not.
Result<qint64> estimateReadings(SqlSession& session, const ReadingConditions& conditions);

/// Up to this number, readings are simply read and sorted; above it, pages need an index.
inline constexpr qint64 kFewReadings = 50'000;

} // namespace faultline
