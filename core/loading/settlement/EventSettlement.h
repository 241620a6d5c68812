// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "database/connection/Connection.h"
#include "database/connection/CopyBuffer.h"
#include "loading/settlement/BackgroundCopy.h"
#include "loading/settlement/FailureSums.h"
#include "loading/summaries/ChunkSummary.h"
#include "loading/summaries/SettlementLimits.h"
#include "loading/summaries/SummaryRules.h"

#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace faultline {

/// Adds failure events of a plant to failure_day, each instant of a piece of equipment once, also
/// when other loads have it too; and what is new to FailureSums. Runs in the caller's transaction;
/// used once.
class EventSettlement
{
public:
    /// References must outlive it; `copies` uses the same connection.
    EventSettlement(
        Connection& connection, BackgroundCopy& copies, const SummaryRules& rules,
        const SettlementLimits& limits)
        : m_connection(connection)
        , m_copies(copies)
        , m_plant(rules.plant())
        , m_sums(connection, copies, rules, limits.cells)
    {}

    /// Adds events that are in order, each once.
    Result<void> add(std::span<const FailureEvent> events);
    /// Sends what is left, and adds up.
    Result<void> finish();

private:
    /// The events of one piece of equipment on one day, in order.
    using Day = std::span<const FailureEvent>;

    Result<bool> hasRows(qint32 firstDay, qint32 lastDay);
    Result<bool> hadRows();
    Result<void>
    mergeWithRows(std::span<const FailureEvent> events, const std::vector<qint32>& days);
    Result<void> addNew(Day day);
    Result<void> addRow(Day day);
    Result<void> addMerged(Day day, const QueryResult& rows, int row);
    Result<void> copyRows();

    Connection& m_connection; ///< Only after m_copies.wait().
    BackgroundCopy& m_copies;
    const PlantId m_plant;
    FailureSums m_sums;
    std::vector<FailureEvent> m_known; ///< Of one row.
    std::vector<FailureEvent> m_new;
    std::vector<FailureEvent> m_merged;
    std::vector<qint32> m_changedEquipment; ///< With m_changedDays: rows to replace.
    std::vector<qint32> m_changedDays;
    std::optional<bool> m_hadRows;                         ///< The plant, before the settlement.
    qint32 m_lastDay = std::numeric_limits<qint32>::min(); ///< That got events.
    CopyBuffer m_rows;
};

} // namespace faultline
