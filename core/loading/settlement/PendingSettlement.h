// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "database/connection/Connection.h"
#include "loading/settlement/BackgroundCopy.h"
#include "loading/settlement/EventSettlement.h"
#include "loading/settlement/RecordSort.h"
#include "loading/settlement/SummaryRows.h"
#include "loading/summaries/PendingSummary.h"
#include "loading/summaries/SettlementLimits.h"
#include "readings/Calendar.h"

#include <span>
#include <vector>

namespace faultline {

/// Adds a PendingSummary to the summaries of its plant: days, months and years of sensors and of
/// equipment, and failure events. Handles one bucket of days after the other, so it holds a bounded
/// number of readings, and the sums of a month and a year. Runs in the caller's transaction; used
/// once.
class PendingSettlement
{
public:
    PendingSettlement(
        Connection& connection, PendingSummary& pending, const SettlementLimits& limits,
        CancelToken cancel);

    Result<void> run();
    qint64 rowCount() const { return m_rows.rowCount(); }

private:
    /// Sums of one unit of time, by sensor and by equipment.
    struct Sums
    {
        SummaryUnit unit = SummaryUnit::Month;
        SummaryCells sensors;
        SummaryCells equipment;
    };

    Result<void> settle(DayBucket bucket);
    Result<void> addCells(DayBucket bucket);
    Result<void> writeCells(std::span<const SummaryCell> cells);
    Result<void> addRecords(DayBucket bucket);
    Result<void> writeRecords(DayBucket bucket);
    void closeEvents();
    Result<void> addEvents(DayBucket bucket);
    Result<void> writeEvents();
    Result<void> writeEquipmentDays();
    void addToMonth(const SummaryCell& cell);
    Result<void> writePast(qint32 day);
    Result<void> writeAll(Sums& sums);
    Result<void> writeBefore(Sums& sums, qint32 start);

    PendingSummary& m_pending;
    const SettlementLimits m_limits;
    const CancelToken m_cancel;
    BackgroundCopy m_copies;
    SummaryRows m_rows;
    EventSettlement m_eventRows;
    RecordSort m_sort;
    SummaryCells m_days;          ///< Of sensors.
    SummaryCells m_equipmentDays; ///< Of the current bucket.
    Sums m_months{SummaryUnit::Month, {}, {}};
    Sums m_years{SummaryUnit::Year, {}, {}};
    std::vector<ReadingRecord> m_records; ///< Of the current bucket.
    std::vector<SensorCount> m_counts;
    std::vector<FailureEvent> m_events;
    std::vector<qint64> m_eventTimes; ///< Of m_eventsOf, not yet in m_events.
    FailureEvent m_eventsOf;
    CivilPeriod m_month; ///< Of the day that was looked up last.
};

} // namespace faultline
