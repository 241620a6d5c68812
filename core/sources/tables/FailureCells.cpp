// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/tables/FailureCells.h"

#include "readings/Calendar.h"
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
    , m_endTimeOfDay(format.columnOf(TableField::EndTimeOfDay))
    , m_duration(format.columnOf(TableField::Duration))
    , m_planned(format.columnOf(TableField::Planned))
    , m_areUsed(std::max({m_mode, m_cause, m_end, m_endTimeOfDay, m_duration, m_planned}) >= 0)
    , m_decimalMark(format.decimalMark)
    , m_clock(zone, times)
{
    if (m_duration >= 0)
        m_unit = format.columns[static_cast<std::size_t>(m_duration)].label;
    m_isUnplanned =
        m_planned >= 0 && format.columns[static_cast<std::size_t>(m_planned)].label == kUnplanned;
}

std::optional<RejectedCell>
FailureCells::read(const std::vector<Cell>& cells, const TableClock& start)
{
    m_detail = {};
    m_isEndBefore = false;
    m_isContradictory = false;
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
    // First, as it says on which day an end without a date is.
    if (const Cell* const duration = cellOf(m_duration)) {
        if (auto rejected = readDuration(*duration))
            return rejected;
    }
    const Cell* const end = cellOf(m_end);
    const Cell* const timeOfDay = cellOf(m_endTimeOfDay);
    if (end || timeOfDay) {
        if (auto rejected = readEnd(end, timeOfDay, start))
            return rejected;
    }
    if (const Cell* const planned = cellOf(m_planned))
        return readPlanned(*planned);
    return std::nullopt;
}

std::optional<RejectedCell> FailureCells::readDuration(const Cell& cell)
{
    // Only in a preview: such a file isn't loaded.
    if (m_unit == kUnknownUnit && isPlainNumber(cell.text, m_decimalMark))
        return std::nullopt;
    m_detail.seconds = durationSeconds(cell.text, m_unit, m_decimalMark);
    return m_detail.seconds ? std::nullopt
                            : std::optional(RejectedCell{0, RejectReason::FieldValue, cell.start});
}

std::optional<RejectedCell>
FailureCells::readEnd(const Cell* end, const Cell* timeOfDay, const TableClock& start)
{
    constexpr double kMicroseconds = 1e6;
    const qint64 occurredAt = start.occurredAt();
    if (!end) {
        if (!m_clock.readAfter(timeOfDay->text, occurredAt, m_detail.seconds))
            return RejectedCell{0, RejectReason::FieldValue, timeOfDay->start};
    } else if (const auto stoppedAt = m_clock.read(*end, timeOfDay)) {
        return RejectedCell{
            0, m_clock.isSkipped() ? RejectReason::SkippedHour : RejectReason::FieldValue,
            *stoppedAt};
    }
    qint64 endedAt = m_clock.occurredAt();
    // In the hour that comes twice, what ends before it began ended in the second one.
    if (endedAt < occurredAt)
        endedAt = m_clock.secondOccurrence().value_or(endedAt);
    // An end without a time of day is some time on that day.
    const qint64 latest = endedAt + (m_clock.notes().isDateOnly ? kMicrosecondsPerDay - 1 : 0);
    m_isEndBefore = latest < occurredAt;
    if (endedAt >= occurredAt)
        m_detail.endedAt = endedAt;
    if (m_detail.seconds && !m_isEndBefore) {
        // So is a beginning without one.
        const qint64 latestStart =
            occurredAt + (start.notes().isDateOnly ? kMicrosecondsPerDay - 1 : 0);
        const double shortest = static_cast<double>(endedAt - latestStart) / kMicroseconds;
        const double longest = static_cast<double>(latest - occurredAt) / kMicroseconds;
        m_isContradictory =
            areContradictory(*m_detail.seconds, std::clamp(*m_detail.seconds, shortest, longest));
    }
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
