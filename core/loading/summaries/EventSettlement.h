// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "database/connection/BinaryCursor.h"
#include "database/connection/Connection.h"
#include "database/connection/CopyBuffer.h"
#include "loading/summaries/SettlementLimits.h"
#include "loading/summaries/SummaryFormat.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <span>
#include <vector>

namespace faultline {

/// Moves the failure events in chunk_summary into failure_day, each instant of a piece of equipment
/// once, and adds up days to months and years. Reads them nearly in order of time, so it holds a
/// bounded number of events and writes a day when all of it was read. Merges with events of other
/// loads. Runs in the caller's transaction; used once.
class EventSettlement
{
public:
    EventSettlement(Connection& connection, const SettlementLimits& limits, CancelToken cancel)
        : m_connection(connection)
        , m_limits(limits)
        , m_cancel(std::move(cancel))
    {}

    /// `chunkIds` is an array in PostgreSQL's text form.
    Result<void> run(const QString& chunkIds);

    /// Adds up the days of these months to months and years; `months` are first days.
    static Result<void> addUp(Connection& connection, const std::vector<qint32>& months);

private:
    /// The events of one piece of equipment on one day, in order.
    using Day = std::span<const FailureEvent>;

    Result<void> readAll(const QString& chunkIds);
    Result<void> makeRoom(qint32 firstDay);
    Result<void> writeBefore(qint32 firstDay);
    Result<void> write();
    Day dayFrom(std::size_t first) const;
    Result<bool> hasRows();
    Result<void> mergeWithRows();
    Result<void> addDay(Day day);
    Result<void> addMerged(Day day, const QueryResult& rows, int row);
    Result<void> copyRows();

    Connection& m_connection;
    const SettlementLimits m_limits;
    const CancelToken m_cancel;
    std::size_t m_maxEvents = 0; ///< When exceeded, events are written.
    std::vector<FailureEvent> m_events;
    std::vector<FailureEvent> m_later; ///< Of days with events still to be read.
    std::vector<FailureEvent> m_merged;
    std::vector<qint32> m_days;             ///< The days of m_events, in order.
    std::vector<qint32> m_changedEquipment; ///< With m_changedDays: rows to replace.
    std::vector<qint32> m_changedDays;
    std::vector<qint32> m_months; ///< First days of months that got events.
    CopyBuffer m_rows;
};

} // namespace faultline
