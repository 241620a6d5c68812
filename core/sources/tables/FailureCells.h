// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "readings/FailureDetail.h"
#include "readings/LocalTime.h"
#include "sources/records/RecordParser.h"
#include "sources/tables/Cells.h"
#include "sources/tables/TableClock.h"
#include "sources/tables/TableFormat.h"

#include <optional>
#include <string_view>
#include <vector>

namespace faultline {

/// The label of a column in which a yes says that a row isn't planned.
inline constexpr std::string_view kUnplanned = "unplanned";

/// Reads what a row of a failure list says about its failure.
class FailureCells
{
public:
    FailureCells(const TableFormat& format, const LocalTime& zone, const TimeFormat& times);

    /// Whether the format has such columns.
    bool areUsed() const { return m_areUsed; }

    /// Reads them from the cells of a row whose time is `occurredAt`. Returns what can't be read.
    std::optional<RejectedCell> read(const std::vector<Cell>& cells, qint64 occurredAt);
    /// What it read; its texts are those of the cells.
    const FailureDetail& detail() const { return m_detail; }

private:
    std::optional<RejectedCell> readEnd(const Cell& cell, qint64 occurredAt);
    std::optional<RejectedCell> readPlanned(const Cell& cell);

    int m_mode;
    int m_cause;
    int m_end;
    int m_duration;
    int m_planned;
    bool m_areUsed;
    std::string m_unit;
    bool m_isUnplanned = false; ///< A yes means that.
    char m_decimalMark;
    TableClock m_clock;
    FailureDetail m_detail;
};

} // namespace faultline
