// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "database/connection/Connection.h"
#include "database/connection/CopyBuffer.h"
#include "loading/summaries/ChunkSummary.h"

#include <span>
#include <vector>

namespace faultline {

/// Adds failure events of a plant to failure_day, each instant of a piece of equipment once, also
/// when other loads have it too; and adds up days to months and years in failure_summary. Runs in
/// the caller's transaction; used once.
class EventSettlement
{
public:
    EventSettlement(Connection& connection, PlantId plant)
        : m_connection(connection)
        , m_plant(plant)
    {}

    /// Adds events that are in order, each once.
    Result<void> add(std::span<const FailureEvent> events);
    /// Sends what is left, and adds up.
    Result<void> finish();

    /// Adds up these days again, with their months and years.
    static Result<void>
    addUp(Connection& connection, PlantId plant, const std::vector<qint32>& days);

private:
    /// The events of one piece of equipment on one day, in order.
    using Day = std::span<const FailureEvent>;

    Result<bool> hasRows(qint32 firstDay, qint32 lastDay);
    Result<void>
    mergeWithRows(std::span<const FailureEvent> events, const std::vector<qint32>& days);
    Result<void> addDay(Day day);
    Result<void> addMerged(Day day, const QueryResult& rows, int row);
    Result<void> copyRows();

    Connection& m_connection;
    const PlantId m_plant;
    std::vector<FailureEvent> m_merged;
    std::vector<qint32> m_changedEquipment; ///< With m_changedDays: rows to replace.
    std::vector<qint32> m_changedDays;
    std::vector<qint32> m_days; ///< Days that got events.
    CopyBuffer m_rows;
};

} // namespace faultline
