// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "base/Result.h"
#include "database/connection/Connection.h"
#include "database/connection/CopyBuffer.h"
#include "loading/settlement/BackgroundCopy.h"
#include "loading/settlement/SummaryRows.h"
#include "loading/summaries/ChunkSummary.h"
#include "loading/summaries/SummaryRules.h"
#include "readings/LocalTime.h"

#include <array>
#include <map>
#include <set>
#include <span>
#include <utility>
#include <vector>

namespace faultline {

/// Adds failure events to failure_summary and failure_hours: numbers, and numbers by hour of the
/// week. They are added to what is there, so only events that are new to failure_day
/// may be. Runs in the caller's transaction; used once.
class FailureSums
{
public:
    /// References must outlive it; `copies` uses the same connection.
    FailureSums(
        Connection& connection, BackgroundCopy& copies, const SummaryRules& rules,
        std::size_t maxCells);

    /// Adds the events of one piece of equipment on one day. Cheapest if days are in order.
    Result<void> add(std::span<const FailureEvent> events);
    /// Writes what is left, and adds up the years.
    Result<void> finish();

    /// Deletes what months have, given by their first days, and adds up their years again.
    static Result<void>
    deleteMonths(Connection& connection, PlantId plant, const std::vector<qint32>& months);

private:
    static constexpr std::size_t kHoursOfWeek = 168;

    /// The first day, and the equipment.
    using Key = std::pair<qint32, qint32>;
    /// The events of a piece of equipment in a unit of time.
    using Sums = std::map<Key, qint64>;
    using Hours = std::array<qint64, kHoursOfWeek>;
    using HourSums = std::map<Key, Hours>;

    Result<void> writeAll();
    Result<bool> hasMonth();
    Result<void> write(SummaryUnit unit, Sums& sums, bool isKnown);
    Result<void> writeHours(SummaryUnit unit, HourSums& sums, bool isKnown);
    static Result<void> addHoursRow(
        Connection& connection, PlantId plant, SummaryUnit unit, const Key& key, const Hours& hours,
        CopyBuffer& rows);
    static Result<void>
    addUpYears(Connection& connection, PlantId plant, const std::set<qint32>& years);

    Connection& m_connection; ///< Only after m_copies.wait().
    BackgroundCopy& m_copies;
    const PlantId m_plant;
    LocalClock m_clock;
    const std::size_t m_maxCells;
    CivilPeriod m_month; ///< Of the day that was added last.
    Sums m_days;
    Sums m_months;
    HourSums m_dayHours;      ///< Of all equipment.
    HourSums m_monthHours;    ///< By equipment, and of all.
    std::set<qint32> m_years; ///< Their first days.
};

} // namespace faultline
