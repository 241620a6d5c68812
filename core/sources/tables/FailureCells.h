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

    /// Reads them from the cells of a row whose time `start` has read. Returns what can't be read.
    std::optional<RejectedCell> read(const std::vector<Cell>& cells, const TableClock& start);
    /// What it read; its texts are those of the cells.
    const FailureDetail& detail() const { return m_detail; }
    /// The end is before the time, and isn't in the detail.
    bool isEndBefore() const { return m_isEndBefore; }
    /// The end has no time of day.
    bool isEndDateOnly() const { return m_clock.notes().isDateOnly; }
    /// The duration contradicts the end; both are in the detail.
    bool isContradictory() const { return m_isContradictory; }

private:
    std::optional<RejectedCell> readDuration(const Cell& cell);
    std::optional<RejectedCell>
    readEnd(const Cell* end, const Cell* timeOfDay, const TableClock& start);
    std::optional<RejectedCell> readPlanned(const Cell& cell);

    int m_mode;
    int m_cause;
    int m_end;
    int m_endTimeOfDay;
    int m_duration;
    int m_planned;
    bool m_areUsed;
    std::string m_unit;
    bool m_isUnplanned = false; ///< A yes means that.
    char m_decimalMark;
    TableClock m_clock;
    FailureDetail m_detail;
    bool m_isEndBefore = false;
    bool m_isContradictory = false;
};

} // namespace faultline
