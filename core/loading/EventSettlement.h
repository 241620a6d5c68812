// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/BinaryCursor.h"
#include "database/Connection.h"
#include "database/CopyBuffer.h"
#include "loading/SettlementLimits.h"
#include "loading/SummaryFormat.h"
#include "readings/Calendar.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <span>
#include <vector>

namespace faultline {

/// Brings the failure events that chunks left in chunk_summary into failure_day, each instant of an
/// equipment once, and adds up the days to months and years. Reads them month by month; holds a
/// bounded number of events, and merges with what is there already, be it of another load or of
/// the same month a moment ago. Within the transaction of its caller; used once.
class EventSettlement
{
public:
    EventSettlement(Connection& connection, const SettlementLimits& limits)
        : m_connection(connection)
        , m_limits(limits)
    {}

    /// `chunkIds` is an array in PostgreSQL's text form.
    Result<void> run(const QString& chunkIds);

private:
    /// The events of one equipment on one day, in order.
    using Day = std::span<const FailureEvent>;

    Result<void> readAll(const QString& chunkIds);
    Result<void> write();
    /// The day that begins at that place of m_events.
    Day dayFrom(std::size_t first) const;
    Result<bool> hasRowsInMonth();
    Result<void> mergeWithRows();
    Result<void> addDay(Day day);
    Result<void> addMerged(Day day, const QueryResult& rows, int row);
    Result<void> copyRows();
    Result<void> addUp();

    Connection& m_connection;
    const SettlementLimits m_limits;
    CivilPeriod m_month; ///< Empty until there is one.
    std::vector<FailureEvent> m_events;
    std::vector<FailureEvent> m_merged;
    std::vector<qint32> m_changedEquipment; ///< Beside m_changedDays: rows to be replaced.
    std::vector<qint32> m_changedDays;
    std::vector<qint32> m_months; ///< First days of months that got events.
    CopyBuffer m_rows;
};

} // namespace faultline
