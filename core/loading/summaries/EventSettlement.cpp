// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/summaries/EventSettlement.h"

#include "readings/Calendar.h"

#include <QtEndian>

#include <algorithm>
#include <limits>

namespace faultline {

namespace {

// Rows fetched at once: of at most a page, and with all the events of a day.
constexpr qint64 kRowsAtOnce = 256;
constexpr qint64 kDaysAtOnce = 16;
constexpr std::size_t kCopyBytes = 1024 * 1024;

constexpr auto kEvents = "SELECT start, events FROM faultline.chunk_summary"
                         " WHERE chunk_id = ANY ($1::integer[]) AND events <> '' ORDER BY start";
constexpr auto kCopyDays = "COPY faultline.failure_day (equipment_key, day, events, event_at)"
                           " FROM STDIN (FORMAT binary)";

// Days are counted from 2000-01-01, as PostgreSQL's own are.
constexpr auto kRowsOfDays =
    "SELECT equipment_key, day - date '2000-01-01', event_at FROM faultline.failure_day"
    " WHERE day = ANY (SELECT date '2000-01-01' + d FROM unnest($1::integer[]) d)"
    " ORDER BY equipment_key, day";
constexpr auto kDeleteRows =
    "DELETE FROM faultline.failure_day f"
    " USING unnest($1::integer[], $2::integer[]) AS x (equipment_key, day)"
    " WHERE f.equipment_key = x.equipment_key AND f.day = date '2000-01-01' + x.day";

// $1: first days of the months that changed.
constexpr auto kDeleteMonths = "DELETE FROM faultline.failure_month WHERE month = ANY ("
                               " SELECT date '2000-01-01' + d FROM unnest($1::integer[]) d)";
constexpr auto kAddMonths =
    "INSERT INTO faultline.failure_month (equipment_key, month, events)"
    " SELECT f.equipment_key, m.month, sum(f.events)"
    " FROM (SELECT date '2000-01-01' + d AS month FROM unnest($1::integer[]) d) m"
    " JOIN faultline.failure_day f"
    "  ON f.day >= m.month AND f.day < (m.month + interval '1 month')::date"
    " GROUP BY f.equipment_key, m.month";
constexpr auto kDeleteYears =
    "DELETE FROM faultline.failure_year WHERE year = ANY ("
    " SELECT faultline.start_of('year', date '2000-01-01' + d) FROM unnest($1::integer[]) d)";
constexpr auto kAddYears =
    "INSERT INTO faultline.failure_year (equipment_key, year, events)"
    " SELECT equipment_key, faultline.start_of('year', month), sum(events)"
    " FROM faultline.failure_month WHERE faultline.start_of('year', month) = ANY ("
    "  SELECT faultline.start_of('year', date '2000-01-01' + d) FROM unnest($1::integer[]) d)"
    " GROUP BY 1, 2";

qint32 dayOf(const FailureEvent& event)
{
    return faultline::dayOf(event.occurredAt);
}

// Sorts events by equipment and time, and removes duplicates.
void dropRepeated(std::vector<FailureEvent>& events)
{
    std::sort(events.begin(), events.end());
    events.erase(std::unique(events.begin(), events.end()), events.end());
}

// The elements of an array of timestamps in binary form; see CopyBuffer::addArray().
class EventTimes
{
public:
    explicit EventTimes(std::string_view array)
        : m_array(array)
    {}

    std::size_t size() const { return (m_array.size() - kHeaderBytes) / kElementBytes; }
    qint64 at(std::size_t index) const
    {
        return qFromBigEndian<qint64>(
            m_array.data() + kHeaderBytes + index * kElementBytes + sizeof(qint32));
    }

private:
    static constexpr std::size_t kHeaderBytes = 5 * sizeof(qint32);
    static constexpr std::size_t kElementBytes = sizeof(qint32) + sizeof(qint64);

    std::string_view m_array;
};

} // namespace

Result<void> EventSettlement::run(const QString& chunkIds)
{
    m_maxEvents = 2 * m_limits.events;
    m_events.reserve(m_maxEvents + kEventsInRow);
    if (const auto read = readAll(chunkIds); !read)
        return read;
    if (const auto written = writeBefore(std::numeric_limits<qint32>::max()); !written)
        return written;
    return addUp(m_connection, m_months);
}

Result<void> EventSettlement::readAll(const QString& chunkIds)
{
    auto cursor = BinaryCursor::open(m_connection, "events", kEvents, Parameters().add(chunkIds));
    if (!cursor)
        return cursor.error();
    for (;;) {
        if (m_cancel.isCancelled())
            return UserMessage::cancelled();
        const auto rows = cursor->fetch(kRowsAtOnce);
        if (!rows)
            return rows.error();
        for (int row = 0; row < rows->rowCount(); ++row) {
            if (m_events.size() > m_maxEvents) {
                if (const auto done = makeRoom(rows->binary<qint32>(row, 0)); !done)
                    return done;
            }
            if (!unpackEvents(rows->text(row, 1), m_events))
                return unreadableSummaries();
        }
        if (rows->rowCount() < kRowsAtOnce)
            return cursor->close();
    }
}

// `firstDay` is the first day with events still to be read.
Result<void> EventSettlement::makeRoom(qint32 firstDay)
{
    // Many of them may be duplicates.
    dropRepeated(m_events);
    if (m_events.size() > m_limits.events) {
        if (const auto written = writeBefore(firstDay); !written)
            return written;
    }
    // All events of one day stay together.
    m_maxEvents = 2 * std::max(m_limits.events, m_events.size());
    return {};
}

// Writes the days before `firstDay`; what is still to be read is of that day or later.
Result<void> EventSettlement::writeBefore(qint32 firstDay)
{
    const auto later =
        std::partition(m_events.begin(), m_events.end(), [firstDay](const FailureEvent& event) {
            return dayOf(event) < firstDay;
        });
    m_later.assign(later, m_events.end());
    m_events.erase(later, m_events.end());
    if (const auto written = write(); !written)
        return written;
    m_events.assign(m_later.begin(), m_later.end());
    return {};
}

Result<void> EventSettlement::write()
{
    if (m_events.empty())
        return {};
    dropRepeated(m_events);
    m_days.clear();
    for (std::size_t first = 0; first < m_events.size(); first += dayFrom(first).size())
        m_days.push_back(dayOf(m_events[first]));
    std::sort(m_days.begin(), m_days.end());
    m_days.erase(std::unique(m_days.begin(), m_days.end()), m_days.end());
    for (const qint32 day : m_days) {
        if (const qint32 month = monthOf(day).begin; m_months.empty() || m_months.back() != month)
            m_months.push_back(month);
    }
    const auto found = hasRows();
    if (!found)
        return found.error();
    if (*found) {
        if (const auto merged = mergeWithRows(); !merged)
            return merged;
    } else {
        for (std::size_t first = 0; first < m_events.size();) {
            const Day day = dayFrom(first);
            if (const auto added = addDay(day); !added)
                return added;
            first += day.size();
        }
    }
    return copyRows();
}

EventSettlement::Day EventSettlement::dayFrom(std::size_t first) const
{
    const FailureEvent& start = m_events[first];
    const auto next = std::find_if(
        m_events.begin() + static_cast<std::ptrdiff_t>(first), m_events.end(),
        [&start, day = dayOf(start)](const FailureEvent& event) {
            return event.equipmentKey != start.equipmentKey || dayOf(event) != day;
        });
    return {m_events.begin() + static_cast<std::ptrdiff_t>(first), next};
}

// Whether there are rows of these days or of days between them.
Result<bool> EventSettlement::hasRows()
{
    const auto rows = m_connection.execute(
        "SELECT EXISTS (SELECT FROM faultline.failure_day WHERE"
        " day >= date '2000-01-01' + $1::integer AND day <= date '2000-01-01' + $2::integer)",
        Parameters().add(qint64{m_days.front()}).add(qint64{m_days.back()}));
    if (!rows)
        return rows.error();
    return rows->boolean(0, 0);
}

// Merges the new events with the rows of their days, both ordered by equipment and day.
Result<void> EventSettlement::mergeWithRows()
{
    auto cursor =
        BinaryCursor::open(m_connection, "failure_days", kRowsOfDays, Parameters().add(m_days));
    if (!cursor)
        return cursor.error();

    std::optional<QueryResult> rows;
    int row = 0;
    std::size_t first = 0;
    while (first < m_events.size()) {
        const Day day = dayFrom(first);
        first += day.size();
        // Find the first row that isn't before this equipment and day.
        bool found = false;
        for (;; ++row) {
            if (!rows || (row == rows->rowCount() && row == kDaysAtOnce)) {
                auto more = cursor->fetch(kDaysAtOnce);
                if (!more)
                    return more.error();
                rows.emplace(*std::move(more));
                row = 0;
            }
            if (row == rows->rowCount())
                break;
            const std::pair current(rows->binary<qint32>(row, 0), rows->binary<qint32>(row, 1));
            const std::pair wanted(day.front().equipmentKey, dayOf(day.front()));
            found = current == wanted;
            if (current >= wanted)
                break;
        }
        const auto added = found ? addMerged(day, *rows, row) : addDay(day);
        if (!added)
            return added;
    }
    return cursor->close();
}

Result<void> EventSettlement::addMerged(Day day, const QueryResult& rows, int row)
{
    const EventTimes known(rows.text(row, 2));
    const qint32 equipment = day.front().equipmentKey;
    m_merged.clear();
    for (std::size_t index = 0; index < known.size(); ++index)
        m_merged.push_back({equipment, known.at(index)});
    m_merged.insert(m_merged.end(), day.begin(), day.end());
    dropRepeated(m_merged);
    if (m_merged.size() == known.size())
        return {};
    m_changedEquipment.push_back(equipment);
    m_changedDays.push_back(dayOf(day.front()));
    return addDay(m_merged);
}

Result<void> EventSettlement::addDay(Day day)
{
    constexpr qint16 kColumns = 4;
    m_rows.beginRow(kColumns);
    m_rows.addInt32(day.front().equipmentKey);
    m_rows.addInt32(dayOf(day.front()));
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
        const auto deleted = m_connection.execute(
            kDeleteRows, Parameters().add(m_changedEquipment).add(m_changedDays));
        if (!deleted)
            return deleted.error();
        m_changedEquipment.clear();
        m_changedDays.clear();
    }
    const auto copied = m_connection.copyIn(kCopyDays, m_rows.finish(), m_rows.rowCount());
    m_rows.clear();
    return copied;
}

Result<void> EventSettlement::addUp(Connection& connection, const std::vector<qint32>& months)
{
    if (months.empty())
        return {};
    const Parameters values = Parameters().add(months);
    for (const auto* const statement : {kDeleteMonths, kAddMonths, kDeleteYears, kAddYears}) {
        if (const auto done = connection.execute(statement, values); !done)
            return done.error();
    }
    return {};
}

} // namespace faultline
