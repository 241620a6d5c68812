// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/streamed/FailureRows.h"

#include "readings/Calendar.h"
#include "reports/computed/ComputedReport.h"

#include <map>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// PostgreSQL's times count from 2000-01-01 00:00 UTC.
constexpr qint64 kPostgresEpoch = 946'684'800'000'000;

QVariant textOrNone(const QString& text)
{
    return text.isNull() ? QVariant() : QVariant(text);
}

// As PostgreSQL divides the difference of two times.
double hoursOf(qint64 microseconds)
{
    constexpr double kSecondsPerDay = 86'400;
    constexpr double kPerSecond = 1e6;
    constexpr double kSecondsPerHour = 3600;
    const qint64 wholeDays = microseconds / kMicrosecondsPerDay;
    const auto days = static_cast<double>(wholeDays);
    const auto rest = static_cast<double>(microseconds % kMicrosecondsPerDay);
    return (rest / kPerSecond + days * kSecondsPerDay) / kSecondsPerHour;
}

} // namespace

FailureRows::FailureRows(
    const FailureList& list, const ReportDefinition& report, const PlantClocks& clocks)
{
    static const QHash<QString, Cell> cells{
        {u"plant"_s, Cell::Plant},
        {u"code"_s, Cell::Code},
        {u"group_name"_s, Cell::Group},
        {u"failed_at"_s, Cell::FailedAt},
        {u"last_event_at"_s, Cell::LastEvent},
        {u"hours_since"_s, Cell::Hours}};
    for (const ReportColumn& column : report.columns) {
        m_cells.push_back(cells.value(column.name));
        if (m_cells.back() == Cell::Hours)
            m_decimals = column.decimals;
    }
    const bool showsPlants = report.plantColumn() >= 0;
    std::map<QString, std::size_t> known;
    m_names.reserve(list.equipment().size());
    for (const ListedEquipment& each : list.equipment()) {
        const QString plant = showsPlants ? each.plant : QString();
        const auto [clock, isNew] = known.try_emplace(plant, m_clocks.size());
        if (isNew)
            m_clocks.push_back(clocks.clockOf(plant));
        m_names.push_back(
            {textOrNone(each.plant), textOrNone(each.code), textOrNone(each.group), clock->second});
    }
}

ReportRow FailureRows::rowOf(const ListedFailure& failure)
{
    const Names& names = m_names[failure.equipment];
    ZonedClock& clock = m_clocks[names.clock];
    const QVariant failedAt = QVariant::fromValue(clock.at({failure.at + kPostgresEpoch}));
    ReportRow row;
    row.reserve(static_cast<qsizetype>(m_cells.size()));
    for (const Cell cell : m_cells) {
        switch (cell) {
        case Cell::Plant:
            row << names.plant;
            break;
        case Cell::Code:
            row << names.code;
            break;
        case Cell::Group:
            row << names.group;
            break;
        case Cell::FailedAt:
            row << failedAt;
            break;
        case Cell::LastEvent:
            row
                << (failure.lastEvent == failure.at
                        ? failedAt
                        : QVariant::fromValue(clock.at({failure.lastEvent + kPostgresEpoch})));
            break;
        case Cell::Hours:
            row
                << (failure.previous == ListedFailure::kNone
                        ? QVariant()
                        : decimalText(hoursOf(failure.at - failure.previous), m_decimals));
            break;
        }
    }
    return row;
}

FailureOrder::FailureOrder(const FailureList& list, const QString& column, bool descending)
    : m_list(&list)
    , m_descending(descending)
{
    static const QHash<QString, By> columns{
        {u"plant"_s, By::Plant},
        {u"code"_s, By::Code},
        {u"group_name"_s, By::Group},
        {u"failed_at"_s, By::FailedAt},
        {u"last_event_at"_s, By::LastEvent},
        {u"hours_since"_s, By::Hours}};
    m_by = columns.value(column);
}

bool FailureOrder::operator()(const ListedFailure& one, const ListedFailure& other) const
{
    const auto first = keyOf(one);
    const auto second = keyOf(other);
    if (first != second) {
        if (!first || !second)
            return first.has_value();
        return m_descending ? *first > *second : *first < *second;
    }
    return m_list->comesBefore(one, other);
}

std::optional<qint64> FailureOrder::keyOf(const ListedFailure& failure) const
{
    const ListedEquipment& equipment = m_list->equipment()[failure.equipment];
    const auto orderOf = [](const QString& name, qint32 order) {
        return name.isNull() ? std::nullopt : std::optional<qint64>(order);
    };
    switch (m_by) {
    case By::Plant:
        return orderOf(equipment.plant, equipment.plantOrder);
    case By::Code:
        return orderOf(equipment.code, equipment.codeOrder);
    case By::Group:
        return orderOf(equipment.group, equipment.groupOrder);
    case By::FailedAt:
        return failure.at;
    case By::LastEvent:
        return failure.lastEvent;
    case By::Hours:
        break;
    }
    return failure.previous == ListedFailure::kNone ? std::nullopt
                                                    : std::optional(failure.at - failure.previous);
}

} // namespace faultline
