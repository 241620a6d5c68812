// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/settlement/EventSettlement.h"

#include "database/connection/BinaryCursor.h"
#include "database/connection/BinaryFields.h"

#include <algorithm>
#include <iterator>
#include <optional>

namespace faultline {

namespace {

// Rows fetched at once, each with all the events of a day.
constexpr qint64 kDaysAtOnce = 16;
constexpr std::size_t kCopyBytes = 1024 * 1024;

constexpr auto kCopyDays = "COPY faultline.failure_day (equipment_key, plant_id, day, events,"
                           " event_at) FROM STDIN (FORMAT binary)";

// Days are counted from 2000-01-01, as PostgreSQL's own are.
constexpr auto kRowsOfDays =
    "SELECT day - date '2000-01-01', equipment_key, event_at FROM faultline.failure_day"
    " WHERE day = ANY (SELECT date '2000-01-01' + d FROM unnest($1::integer[]) d)"
    " AND plant_id = $2 ORDER BY day, equipment_key";
constexpr auto kDeleteRows =
    "DELETE FROM faultline.failure_day f"
    " USING unnest($1::integer[], $2::integer[]) AS x (equipment_key, day)"
    " WHERE f.equipment_key = x.equipment_key AND f.day = date '2000-01-01' + x.day";

// The events of the first day and piece of equipment.
std::span<const FailureEvent> firstDay(std::span<const FailureEvent> events)
{
    const FailureEvent& first = events.front();
    const auto past = std::find_if(events.begin(), events.end(), [&first](const FailureEvent& e) {
        return e.day != first.day || e.equipmentKey != first.equipmentKey;
    });
    return events.first(static_cast<std::size_t>(past - events.begin()));
}

} // namespace

Result<void> EventSettlement::add(std::span<const FailureEvent> events)
{
    if (events.empty())
        return {};
    std::vector<qint32> days;
    for (const FailureEvent& event : events) {
        if (days.empty() || days.back() != event.day)
            days.push_back(event.day);
    }
    const auto mayHaveRows = hadRows();
    if (!mayHaveRows)
        return mayHaveRows.error();
    // Rows of these days may still be in m_rows.
    const bool isAgain = m_lastDay >= days.front();
    if (isAgain) {
        if (const auto copied = copyRows(); !copied)
            return copied;
    }
    m_lastDay = std::max(m_lastDay, days.back());
    if (*mayHaveRows || isAgain) {
        const auto found = hasRows(days.front(), days.back());
        if (!found)
            return found.error();
        if (*found)
            return mergeWithRows(events, days);
    }
    while (!events.empty()) {
        const Day day = firstDay(events);
        events = events.subspan(day.size());
        if (const auto added = addNew(day); !added)
            return added;
    }
    return {};
}

Result<void> EventSettlement::finish()
{
    if (const auto copied = copyRows(); !copied)
        return copied;
    if (const auto sent = m_copies.wait(); !sent)
        return sent;
    return m_sums.finish();
}

// Whether there are rows of these days or of days between them.
Result<bool> EventSettlement::hasRows(qint32 firstDay, qint32 lastDay)
{
    if (const auto sent = m_copies.wait(); !sent)
        return sent.error();
    const auto rows = m_connection.execute(
        "SELECT EXISTS (SELECT FROM faultline.failure_day WHERE"
        " day >= date '2000-01-01' + $1::integer AND day <= date '2000-01-01' + $2::integer"
        " AND plant_id = $3)",
        Parameters().add(qint64{firstDay}).add(qint64{lastDay}).add(qint64{toInt(m_plant)}));
    if (!rows)
        return rows.error();
    return rows->boolean(0, 0);
}

Result<bool> EventSettlement::hadRows()
{
    if (!m_hadRows) {
        if (const auto sent = m_copies.wait(); !sent)
            return sent.error();
        const auto rows = m_connection.execute(
            "SELECT EXISTS (SELECT FROM faultline.failure_day WHERE plant_id = $1)",
            Parameters().add(qint64{toInt(m_plant)}));
        if (!rows)
            return rows.error();
        m_hadRows = rows->boolean(0, 0);
    }
    return *m_hadRows;
}

// Merges the new events with the rows of their days, both ordered by day and equipment.
Result<void> EventSettlement::mergeWithRows(
    std::span<const FailureEvent> events, const std::vector<qint32>& days)
{
    auto cursor = BinaryCursor::open(
        m_connection, "failure_days", kRowsOfDays,
        Parameters().add(days).add(qint64{toInt(m_plant)}));
    if (!cursor)
        return cursor.error();

    std::optional<QueryResult> rows;
    int row = 0;
    while (!events.empty()) {
        const Day day = firstDay(events);
        events = events.subspan(day.size());
        // Find the first row that isn't before this day and equipment.
        bool found = false;
        for (;; ++row) {
            if (!rows || (row == rows->rowCount() && row == kDaysAtOnce)) {
                if (const auto sent = m_copies.wait(); !sent)
                    return sent;
                auto more = cursor->fetch(kDaysAtOnce);
                if (!more)
                    return more.error();
                rows.emplace(*std::move(more));
                row = 0;
            }
            if (row == rows->rowCount())
                break;
            const std::pair current(rows->binary<qint32>(row, 0), rows->binary<qint32>(row, 1));
            const std::pair wanted(day.front().day, day.front().equipmentKey);
            found = current == wanted;
            if (current >= wanted)
                break;
        }
        const auto added = found ? addMerged(day, *rows, row) : addNew(day);
        if (!added)
            return added;
    }
    const auto sent = m_copies.wait();
    return sent ? cursor->close() : sent;
}

Result<void> EventSettlement::addMerged(Day day, const QueryResult& rows, int row)
{
    const BinaryArray<qint64> times(rows.text(row, 2));
    FailureEvent event = day.front();
    m_known.clear();
    for (std::size_t index = 0; index < times.size(); ++index) {
        event.occurredAt = times[index];
        m_known.push_back(event);
    }
    m_new.clear();
    std::set_difference(
        day.begin(), day.end(), m_known.begin(), m_known.end(), std::back_inserter(m_new));
    if (m_new.empty())
        return {};
    if (const auto added = m_sums.add(m_new); !added)
        return added;
    m_merged.clear();
    std::merge(
        m_known.begin(), m_known.end(), m_new.begin(), m_new.end(), std::back_inserter(m_merged));
    m_changedEquipment.push_back(event.equipmentKey);
    m_changedDays.push_back(event.day);
    return addRow(m_merged);
}

// A day without a row.
Result<void> EventSettlement::addNew(Day day)
{
    const auto added = m_sums.add(day);
    return added ? addRow(day) : added;
}

Result<void> EventSettlement::addRow(Day day)
{
    constexpr qint16 kColumns = 5;
    m_rows.beginRow(kColumns);
    m_rows.addInt32(day.front().equipmentKey);
    m_rows.addInt16(toInt(m_plant));
    m_rows.addInt32(day.front().day);
    m_rows.addInt32(static_cast<qint32>(day.size()));
    m_rows.addArray<qint64>(
        ElementType::TimestampTz, day, [](const FailureEvent& event) { return event.occurredAt; });
    return m_rows.byteCount() < kCopyBytes ? Result<void>() : copyRows();
}

// Replaces the rows of changed days, and adds those of new ones.
Result<void> EventSettlement::copyRows()
{
    if (m_rows.rowCount() == 0)
        return {};
    if (!m_changedDays.empty()) {
        if (const auto sent = m_copies.wait(); !sent)
            return sent;
        const auto deleted = m_connection.execute(
            kDeleteRows, Parameters().add(m_changedEquipment).add(m_changedDays));
        if (!deleted)
            return deleted.error();
        m_changedEquipment.clear();
        m_changedDays.clear();
    }
    return m_copies.send(kCopyDays, m_rows);
}

} // namespace faultline
