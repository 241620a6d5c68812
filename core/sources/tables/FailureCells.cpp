// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/tables/FailureCells.h"

#include "sources/failures/Durations.h"
#include "sources/failures/PlannedWords.h"

#include <QUtf8StringView>

#include <algorithm>
#include <utility>

namespace faultline {

namespace {

constexpr std::size_t kMaxTextBytes = 8'192;

bool isText(std::string_view text)
{
    return text.size() <= kMaxTextBytes && text.find('\0') == std::string_view::npos
           && QUtf8StringView(text.data(), static_cast<qsizetype>(text.size())).isValidUtf8();
}

} // namespace

FailureCells::FailureCells(
    const TableFormat& format, const LocalTime& zone, const TimeFormat& times)
    : m_mode(format.columnOf(TableField::FailureMode))
    , m_cause(format.columnOf(TableField::Cause))
    , m_end(format.columnOf(TableField::End))
    , m_duration(format.columnOf(TableField::Duration))
    , m_planned(format.columnOf(TableField::Planned))
    , m_areUsed(std::max({m_mode, m_cause, m_end, m_duration, m_planned}) >= 0)
    , m_decimalMark(format.decimalMark)
    , m_clock(zone, times)
{
    if (m_duration >= 0)
        m_unit = format.columns[static_cast<std::size_t>(m_duration)].label;
    m_isUnplanned =
        m_planned >= 0 && format.columns[static_cast<std::size_t>(m_planned)].label == kUnplanned;
}

std::optional<RejectedCell> FailureCells::read(const std::vector<Cell>& cells, qint64 occurredAt)
{
    m_detail = {};
    const auto cellOf = [&cells](int column) -> const Cell* {
        const Cell* const cell = column < 0 ? nullptr : &cells[static_cast<std::size_t>(column)];
        return cell && (cell->isNested || !cell->text.empty()) ? cell : nullptr;
    };
    for (const auto& [column, text] :
         {std::pair(m_mode, &m_detail.mode), std::pair(m_cause, &m_detail.cause)}) {
        const Cell* const cell = cellOf(column);
        if (!cell)
            continue;
        if (cell->isNested || !isText(cell->text))
            return RejectedCell{0, RejectReason::FieldValue, cell->start};
        *text = cell->text;
    }
    if (const Cell* const end = cellOf(m_end)) {
        if (auto rejected = readEnd(*end, occurredAt))
            return rejected;
    }
    if (const Cell* const duration = cellOf(m_duration)) {
        m_detail.seconds = durationSeconds(duration->text, m_unit, m_decimalMark);
        if (!m_detail.seconds)
            return RejectedCell{0, RejectReason::FieldValue, duration->start};
    }
    if (const Cell* const planned = cellOf(m_planned))
        return readPlanned(*planned);
    return std::nullopt;
}

std::optional<RejectedCell> FailureCells::readEnd(const Cell& cell, qint64 occurredAt)
{
    if (!m_clock.read(cell.text))
        return RejectedCell{0, RejectReason::FieldValue, cell.start + m_clock.stoppedAt()};
    // An end without a time of day is some time on that day.
    constexpr qint64 kDay = qint64{86'400} * 1'000'000;
    qint64 endedAt = m_clock.occurredAt();
    // In the hour that comes twice, what ends before it began ended in the second one.
    if (endedAt < occurredAt)
        endedAt = m_clock.secondOccurrence().value_or(endedAt);
    const bool isBefore = endedAt < occurredAt;
    if (isBefore && (!m_clock.notes().isDateOnly || endedAt + kDay <= occurredAt))
        return RejectedCell{0, RejectReason::FieldValue, cell.start};
    if (!isBefore)
        m_detail.endedAt = endedAt;
    return std::nullopt;
}

std::optional<RejectedCell> FailureCells::readPlanned(const Cell& cell)
{
    const auto isPlanned = plannedWord(cell.text);
    if (!isPlanned)
        return RejectedCell{0, RejectReason::FieldValue, cell.start};
    m_detail.isPlanned = m_isUnplanned && isYesOrNo(cell.text) ? !*isPlanned : *isPlanned;
    return std::nullopt;
}

} // namespace faultline
