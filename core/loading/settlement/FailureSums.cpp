// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/settlement/FailureSums.h"

#include "database/connection/BinaryCursor.h"
#include "database/connection/BinaryFields.h"
#include "database/connection/CopyBuffer.h"

#include <QString>

#include <algorithm>
#include <initializer_list>

namespace faultline {

namespace {

// Instead of a piece of equipment: keys begin at 1.
constexpr qint32 kAllEquipment = 0;
// Hours take more memory than other sums, but come in order of months, so few are waiting.
constexpr std::size_t kMaxHourSums = 4096;
constexpr qint64 kRowsAtOnce = 32;
constexpr qint64 kHourRowsAtOnce = 1000;
constexpr std::size_t kCopyBytes = 1024 * 1024;
constexpr qint64 kMicrosecondsPerHour = 3'600'000'000;
constexpr std::size_t kHoursPerDay = 24;

constexpr auto kCopySums = "COPY faultline.failure_summary (unit, start, plant_id, events,"
                           " equipment_key, equipment_events) FROM STDIN (FORMAT binary)";
constexpr auto kCopyHours = "COPY faultline.failure_hours (equipment_key, unit, start, plant_id,"
                            " hour_of_week, events) FROM STDIN (FORMAT binary)";

// $1: the unit; $2: the plant; $3: days from 2000-01-01.
constexpr auto kOfStarts = " WHERE unit = $1 AND plant_id = $2"
                           " AND start = ANY (SELECT date '2000-01-01' + d"
                           " FROM unnest($3::integer[]) d)";
constexpr auto kRowsOfSums = "SELECT start - date '2000-01-01', equipment_key, equipment_events"
                             " FROM faultline.failure_summary";
enum SumColumn { Start, Equipment, Events };
// $4: the equipment. Arrays, because a join with them was planned as a scan for each of them.
constexpr auto kOfHours = " WHERE unit = $1 AND plant_id = $2"
                          " AND start = ANY (ARRAY(SELECT date '2000-01-01' + d"
                          " FROM unnest($3::integer[]) d)) AND equipment_key = ANY ($4::integer[])";
constexpr auto kRowsOfHours = "SELECT start - date '2000-01-01', equipment_key, hour_of_week,"
                              " events FROM faultline.failure_hours";
enum HourColumn { HoursStart, HoursEquipment, HourOfWeek, HourEvents };

// $1: first days of months; $2: the plant.
constexpr auto kDeleteMonths = R"sql(
DELETE FROM faultline.{table} s
USING (SELECT date '2000-01-01' + d AS month FROM unnest($1::integer[]) d) AS changed
WHERE s.plant_id = $2
  AND ((s.unit = 'day' AND faultline.start_of('month', s.start) = changed.month)
       OR (s.unit = 'month' AND s.start = changed.month)))sql";
// $1: first days of years; $2: the plant.
constexpr auto kDeleteYears = R"sql(
DELETE FROM faultline.{table} WHERE plant_id = $2 AND unit = 'year'
  AND start IN (SELECT date '2000-01-01' + d FROM unnest($1::integer[]) d))sql";
constexpr auto kAddUpYears = R"sql(
INSERT INTO faultline.failure_summary (
    unit, start, plant_id, events, equipment_key, equipment_events)
SELECT 'year', year, $2::smallint, sum(events), array_agg(equipment_key ORDER BY equipment_key),
       array_agg(events ORDER BY equipment_key)
FROM (
    SELECT year, equipment_key, sum(events)::bigint AS events
    FROM (
        SELECT y.year, unnest(s.equipment_key) AS equipment_key,
               unnest(s.equipment_events) AS events
        FROM (SELECT date '2000-01-01' + d AS year FROM unnest($1::integer[]) d) AS y
        JOIN faultline.failure_summary s
            ON s.unit = 'month' AND s.start >= y.year AND s.start < y.year + interval '1 year'
               AND s.plant_id = $2
    ) AS months
    GROUP BY year, equipment_key
) AS sums
GROUP BY year)sql";
// In order of years and equipment, to be added up.
constexpr auto kMonthsOfHours = R"sql(
SELECT y.day, h.equipment_key, h.hour_of_week, h.events
FROM unnest($1::integer[]) AS y (day)
JOIN faultline.failure_hours h
    ON h.unit = 'month' AND h.start >= date '2000-01-01' + y.day
       AND h.start < date '2000-01-01' + y.day + interval '1 year' AND h.plant_id = $2
ORDER BY y.day, h.equipment_key)sql";

QString wordOf(SummaryUnit unit)
{
    const std::string_view word = summaryUnitWord(unit);
    return QString::fromLatin1(word.data(), static_cast<qsizetype>(word.size()));
}

// Calls `use` with each result and the number of a row in it.
template<typename Use>
Result<void> forEachRow(
    Connection& connection, const QByteArray& sql, const Parameters& values, qint64 atOnce,
    const Use& use)
{
    auto cursor = BinaryCursor::open(connection, "failure_sums", sql, values);
    if (!cursor)
        return cursor.error();
    for (;;) {
        const auto rows = cursor->fetch(atOnce);
        if (!rows)
            return rows.error();
        for (int row = 0; row < rows->rowCount(); ++row) {
            if (const auto used = use(*rows, row); !used)
                return used;
        }
        if (rows->rowCount() < atOnce)
            return cursor->close();
    }
}

Result<void> copy(Connection& connection, const char* sql, CopyBuffer& rows)
{
    if (rows.rowCount() == 0)
        return {};
    const auto copied = connection.copyIn(sql, rows.finish(), rows.rowCount());
    rows.clear();
    return copied;
}

Result<void> execute(Connection& connection, const QByteArray& sql, const Parameters& values)
{
    const auto done = connection.execute(sql, values);
    return done ? Result<void>() : done.error();
}

// Monday is 0.
qint32 weekdayOf(qint32 day)
{
    constexpr qint32 kDaysPerWeek = 7;
    constexpr qint32 kFirstWeekday = 5; // 2000-01-01 was a Saturday
    return ((day + kFirstWeekday) % kDaysPerWeek + kDaysPerWeek) % kDaysPerWeek;
}

template<typename Hours>
void addHours(Hours& sum, const QueryResult& rows, int row)
{
    const BinaryArray<qint16> hours(rows.text(row, HourOfWeek));
    const BinaryArray<qint64> events(rows.text(row, HourEvents));
    for (std::size_t i = 0; i < hours.size(); ++i)
        sum[static_cast<std::size_t>(hours[i])] += events[i];
}

} // namespace

FailureSums::FailureSums(
    Connection& connection, BackgroundCopy& copies, const SummaryRules& rules, std::size_t maxCells)
    : m_connection(connection)
    , m_copies(copies)
    , m_plant(rules.plant())
    , m_clock(rules.zone())
    , m_maxCells(maxCells)
{}

Result<void> FailureSums::add(std::span<const FailureEvent> events)
{
    if (events.empty())
        return {};
    const qint32 day = events.front().day;
    const qint32 equipment = events.front().equipmentKey;
    if (!m_month.contains(day)) {
        if (const auto written = writeAll(); !written)
            return written;
        m_month = monthOf(day);
        m_years.insert(yearOf(day).begin);
    } else if (
        m_days.size() + m_months.size() > m_maxCells
        || m_monthHours.size() > std::min(m_maxCells, kMaxHourSums)) {
        if (const auto written = writeAll(); !written)
            return written;
    }

    std::array<qint64, kHoursPerDay> hours{};
    for (const FailureEvent& event : events) {
        const qint64 local = m_clock.localOf(event.occurredAt) - day * kMicrosecondsPerDay;
        ++hours[static_cast<std::size_t>(local / kMicrosecondsPerHour)];
    }
    const auto count = static_cast<qint64>(events.size());
    m_days[{day, equipment}] += count;
    m_months[{m_month.begin, equipment}] += count;

    Hours& ofAllDay = m_dayHours[{day, kAllEquipment}];
    Hours& ofAllMonth = m_monthHours[{m_month.begin, kAllEquipment}];
    Hours& ofEquipment = m_monthHours[{m_month.begin, equipment}];
    const std::size_t firstHour = static_cast<std::size_t>(weekdayOf(day)) * kHoursPerDay;
    for (std::size_t hour = 0; hour < hours.size(); ++hour) {
        ofAllDay[firstHour + hour] += hours[hour];
        ofAllMonth[firstHour + hour] += hours[hour];
        ofEquipment[firstHour + hour] += hours[hour];
    }
    return {};
}

Result<void> FailureSums::finish()
{
    const auto written = writeAll();
    return written ? addUpYears(m_connection, m_plant, m_years) : written;
}

Result<void> FailureSums::writeAll()
{
    using enum SummaryUnit;
    if (m_months.empty())
        return {};
    if (const auto sent = m_copies.wait(); !sent)
        return sent;
    const auto isKnown = hasMonth();
    if (!isKnown)
        return isKnown.error();
    for (const auto& [unit, sums] : {std::pair(Day, &m_days), std::pair(Month, &m_months)}) {
        if (const auto written = write(unit, *sums, *isKnown); !written)
            return written;
    }
    const auto written = writeHours(Day, m_dayHours, *isKnown);
    return written ? writeHours(Month, m_monthHours, *isKnown) : written;
}

// Whether there are rows of the month or its days.
Result<bool> FailureSums::hasMonth()
{
    const auto found = m_connection.execute(
        "SELECT EXISTS (SELECT FROM faultline.failure_summary WHERE unit = 'month'"
        " AND start = date '2000-01-01' + $1::integer AND plant_id = $2)",
        Parameters().add(qint64{m_month.begin}).add(qint64{toInt(m_plant)}));
    if (!found)
        return found.error();
    return found->boolean(0, 0);
}

// A row has all equipment of its unit, so rows that are there are replaced.
Result<void> FailureSums::write(SummaryUnit unit, Sums& sums, bool isKnown)
{
    if (sums.empty())
        return {};
    if (isKnown) {
        std::vector<qint32> starts;
        for (const auto& [key, sum] : sums) {
            if (starts.empty() || starts.back() != key.first)
                starts.push_back(key.first);
        }
        const Parameters which =
            Parameters().add(wordOf(unit)).add(qint64{toInt(m_plant)}).add(starts);
        const auto read = forEachRow(
            m_connection, QByteArray(kRowsOfSums) + kOfStarts, which, kRowsAtOnce,
            [&](const QueryResult& rows, int row) {
                const auto start = rows.binary<qint32>(row, Start);
                const BinaryArray<qint32> equipment(rows.text(row, Equipment));
                const BinaryArray<qint64> events(rows.text(row, Events));
                for (std::size_t i = 0; i < equipment.size(); ++i)
                    sums[{start, equipment[i]}] += events[i];
                return Result<void>();
            });
        if (!read)
            return read;
        const auto deleted = execute(
            m_connection, QByteArray("DELETE FROM faultline.failure_summary") + kOfStarts, which);
        if (!deleted)
            return deleted;
    }

    constexpr qint16 kColumns = 6;
    using enum ElementType;
    CopyBuffer rows;
    for (auto first = sums.cbegin(); first != sums.cend();) {
        const qint32 start = first->first.first;
        qint64 events = 0;
        std::vector<std::pair<Key, qint64>> ofStart;
        for (; first != sums.cend() && first->first.first == start; ++first) {
            ofStart.emplace_back(*first);
            events += first->second;
        }
        rows.beginRow(kColumns);
        rows.addBytes(summaryUnitWord(unit));
        rows.addInt32(start);
        rows.addInt16(toInt(m_plant));
        rows.addInt64(events);
        rows.addArray<qint32>(Int4, ofStart, [](const auto& x) { return x.first.second; });
        rows.addArray<qint64>(Int8, ofStart, [](const auto& x) { return x.second; });
        if (rows.byteCount() < kCopyBytes)
            continue;
        if (const auto copied = copy(m_connection, kCopySums, rows); !copied)
            return copied;
    }
    sums.clear();
    return copy(m_connection, kCopySums, rows);
}

Result<void> FailureSums::writeHours(SummaryUnit unit, HourSums& sums, bool isKnown)
{
    if (sums.empty())
        return {};
    if (isKnown) {
        // All are of all equipment, or all of one month: each pair of a start and a key is wanted.
        std::set<qint32> starts;
        std::set<qint32> equipment;
        for (const auto& [key, hours] : sums) {
            starts.insert(key.first);
            equipment.insert(key.second);
        }
        const Parameters which = Parameters()
                                     .add(wordOf(unit))
                                     .add(qint64{toInt(m_plant)})
                                     .add(std::vector<qint32>(starts.begin(), starts.end()))
                                     .add(std::vector<qint32>(equipment.begin(), equipment.end()));
        const auto read = forEachRow(
            m_connection, QByteArray(kRowsOfHours) + kOfHours, which, kHourRowsAtOnce,
            [&](const QueryResult& rows, int row) {
                const Key key(
                    rows.binary<qint32>(row, HoursStart), rows.binary<qint32>(row, HoursEquipment));
                addHours(sums[key], rows, row);
                return Result<void>();
            });
        if (!read)
            return read;
        const auto deleted = execute(
            m_connection, QByteArray("DELETE FROM faultline.failure_hours") + kOfHours, which);
        if (!deleted)
            return deleted;
    }

    CopyBuffer rows;
    for (const auto& [key, hours] : sums) {
        if (const auto added = addHoursRow(m_connection, m_plant, unit, key, hours, rows); !added)
            return added;
    }
    sums.clear();
    return copy(m_connection, kCopyHours, rows);
}

// Sends the rows when there are many.
Result<void> FailureSums::addHoursRow(
    Connection& connection, PlantId plant, SummaryUnit unit, const Key& key, const Hours& hours,
    CopyBuffer& rows)
{
    constexpr qint16 kColumns = 6;
    using enum ElementType;
    std::vector<qint16> filled;
    for (std::size_t hour = 0; hour < hours.size(); ++hour) {
        if (hours[hour] > 0)
            filled.push_back(static_cast<qint16>(hour));
    }
    rows.beginRow(kColumns);
    rows.addInt32(key.second);
    rows.addBytes(summaryUnitWord(unit));
    rows.addInt32(key.first);
    rows.addInt16(toInt(plant));
    rows.addArray<qint16>(Int2, filled, [](qint16 hour) { return hour; });
    rows.addArray<qint64>(
        Int8, filled, [&](qint16 hour) { return hours[static_cast<std::size_t>(hour)]; });
    return rows.byteCount() < kCopyBytes ? Result<void>() : copy(connection, kCopyHours, rows);
}

Result<void>
FailureSums::addUpYears(Connection& connection, PlantId plant, const std::set<qint32>& years)
{
    if (years.empty())
        return {};
    const Parameters values =
        Parameters().add(std::vector<qint32>(years.begin(), years.end())).add(qint64{toInt(plant)});
    for (const char* const table : {"failure_summary", "failure_hours"}) {
        const auto deleted =
            execute(connection, QByteArray(kDeleteYears).replace("{table}", table), values);
        if (!deleted)
            return deleted;
    }
    if (const auto added = execute(connection, kAddUpYears, values); !added)
        return added;

    CopyBuffer rows;
    Key key;
    Hours hours{};
    bool isAny = false;
    const auto addRow = [&] {
        return isAny ? addHoursRow(connection, plant, SummaryUnit::Year, key, hours, rows)
                     : Result<void>();
    };
    const auto read = forEachRow(
        connection, kMonthsOfHours, values, kHourRowsAtOnce,
        [&](const QueryResult& months, int row) -> Result<void> {
            const Key next(
                months.binary<qint32>(row, HoursStart), months.binary<qint32>(row, HoursEquipment));
            if (!isAny || next != key) {
                if (const auto added = addRow(); !added)
                    return added;
                hours.fill(0);
                key = next;
                isAny = true;
            }
            addHours(hours, months, row);
            return {};
        });
    if (!read)
        return read;
    const auto added = addRow();
    return added ? copy(connection, kCopyHours, rows) : added;
}

Result<void>
FailureSums::deleteMonths(Connection& connection, PlantId plant, const std::vector<qint32>& months)
{
    const Parameters values = Parameters().add(months).add(qint64{toInt(plant)});
    for (const char* const table : {"failure_summary", "failure_hours"}) {
        const auto deleted =
            execute(connection, QByteArray(kDeleteMonths).replace("{table}", table), values);
        if (!deleted)
            return deleted;
    }
    std::set<qint32> years;
    for (const qint32 month : months)
        years.insert(yearOf(month).begin);
    return addUpYears(connection, plant, years);
}

} // namespace faultline
