// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "readings/PlantClocks.h"
#include "reports/definition/ReportDefinition.h"
#include "reports/definition/ReportRow.h"
#include "reports/streamed/FailureList.h"

namespace faultline {

/// Makes rows of the report failure_events from failures.
class FailureRows
{
public:
    /// `list` must outlive it.
    FailureRows(const FailureList& list, const ReportDefinition& report, const PlantClocks& clocks);

    ReportRow rowOf(const ListedFailure& failure);

private:
    enum class Cell { Plant, Code, Group, FailedAt, LastEvent, Hours };

    struct Names
    {
        QVariant plant;
        QVariant code;
        QVariant group;
        std::size_t clock = 0; ///< In m_clocks.
    };

    std::vector<Cell> m_cells; ///< Of the report's columns.
    int m_decimals = 0;        ///< Of the hours.
    std::vector<Names> m_names;
    std::vector<ZonedClock> m_clocks; ///< Of each plant.
};

/// The order of failures by a column of the report; failures with the same value are in their own
/// order.
class FailureOrder
{
public:
    /// `list` must outlive it.
    FailureOrder(const FailureList& list, const QString& column, bool descending);

    bool operator()(const ListedFailure& one, const ListedFailure& other) const;
    /// It is the failures' own order.
    bool isOwn() const { return m_by == By::FailedAt && m_descending; }

private:
    enum class By { Plant, Code, Group, FailedAt, LastEvent, Hours };

    /// None: no value, which comes last.
    std::optional<qint64> keyOf(const ListedFailure& failure) const;

    const FailureList* m_list;
    By m_by = By::FailedAt;
    bool m_descending;
};

} // namespace faultline
