// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/settlement/PendingSettlement.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace faultline {

namespace {

// Days of sensors keep measurements only if they have at least this many readings for each sensor.
// Otherwise they would take nearly as much space as the readings, which can answer instead.
constexpr qint64 kReadingsOfFullCell = 8;
// With as many counts of sensors, the next severity or day begins new rows.
constexpr std::size_t kManyCounts = 4096;

void add(SummaryCell& cell, const ReadingRecord& record)
{
    Reading reading;
    reading.occurredAt = record.occurredAt;
    reading.temperature = record.temperature;
    reading.vibration = record.vibration;
    cell.add(reading);
}

void mergeInto(SummaryCells& cells, qint32 start, qint32 sensorKey, const SummaryCell& cell)
{
    cells.at(start, sensorKey, cell.equipmentKey, cell.severity).merge(cell);
}

} // namespace

PendingSettlement::PendingSettlement(
    Connection& connection, PendingSummary& pending, const SettlementLimits& limits,
    CancelToken cancel)
    : m_pending(pending)
    , m_limits(limits)
    , m_cancel(std::move(cancel))
    , m_copies(connection)
    , m_rows(m_copies, pending.rules().plant())
    , m_eventRows(connection, m_copies, pending.rules(), limits)
    , m_sort(pending.rules())
{}

Result<void> PendingSettlement::run()
{
    for (const DayBucket bucket : m_pending.buckets()) {
        if (m_cancel.isCancelled())
            return UserMessage::cancelled();
        if (const auto settled = settle(bucket); !settled)
            return settled;
    }
    if (const auto written = writePast(std::numeric_limits<qint32>::max()); !written)
        return written;
    if (const auto finished = m_rows.finish(); !finished)
        return finished;
    return m_eventRows.finish();
}

Result<void> PendingSettlement::settle(DayBucket bucket)
{
    if (const auto written = writePast(bucket.firstDay); !written)
        return written;
    if (const auto added = addCells(bucket); !added)
        return added;
    if (const auto added = addRecords(bucket); !added)
        return added;
    if (const auto added = addEvents(bucket); !added)
        return added;
    return writeEquipmentDays();
}

// What was added up while it was parsed.
Result<void> PendingSettlement::addCells(DayBucket bucket)
{
    const auto read =
        m_pending.cells().read(bucket, [this](std::span<const SummaryCell> part) -> Result<void> {
            for (const SummaryCell& cell : part)
                mergeInto(m_days, cell.start, cell.sensorKey, cell);
            if (m_days.size() <= m_limits.cells)
                return {};
            m_days.sort();
            const auto written = writeCells(m_days.cells());
            m_days.clear();
            return written;
        });
    if (!read)
        return read;
    m_days.sort();
    const auto written = writeCells(m_days.cells());
    m_days.clear();
    return written;
}

Result<void> PendingSettlement::writeCells(std::span<const SummaryCell> cells)
{
    while (!cells.empty()) {
        qint64 readings = 0;
        std::size_t count = 0;
        for (; count < cells.size() && cells[count].start == cells.front().start
               && cells[count].severity == cells.front().severity;
             ++count) {
            const SummaryCell& cell = cells[count];
            readings += cell.readings;
            addToMonth(cell);
            mergeInto(m_equipmentDays, cell.start, kAllSensors, cell);
        }
        const auto alike = cells.first(count);
        cells = cells.subspan(count);
        Result<void> added;
        if (readings >= kReadingsOfFullCell * static_cast<qint64>(count)) {
            added = m_rows.addSensors(SummaryUnit::Day, alike);
        } else {
            m_counts.clear();
            for (const SummaryCell& cell : alike) {
                m_counts.push_back(
                    {cell.start, cell.sensorKey, cell.equipmentKey, cell.severity, cell.readings});
            }
            added = m_rows.addSensors(m_counts);
        }
        if (added && m_months.sensors.size() > m_limits.cells)
            added = writeAll(m_months);
        if (!added)
            return added;
    }
    return {};
}

// What was kept as records.
Result<void> PendingSettlement::addRecords(DayBucket bucket)
{
    m_records.reserve(m_limits.records);
    const auto read = m_pending.records().read(
        bucket, [this, bucket](std::span<const ReadingRecord> part) -> Result<void> {
            while (!part.empty()) {
                const auto some =
                    part.first(std::min(part.size(), m_limits.records - m_records.size()));
                m_records.insert(m_records.end(), some.begin(), some.end());
                part = part.subspan(some.size());
                if (m_records.size() < m_limits.records)
                    continue;
                if (const auto written = writeRecords(bucket); !written)
                    return written;
            }
            return {};
        });
    return read ? writeRecords(bucket) : read;
}

Result<void> PendingSettlement::writeRecords(DayBucket bucket)
{
    m_sort.sort(m_records, bucket.firstDay);
    m_counts.clear();
    SummaryCell* ofEquipment = nullptr;
    SummaryCell* ofMonth = nullptr;
    Result<void> written;
    m_sort.forEach([&](const RecordSort::Item& item) {
        const ReadingRecord& record = item.record;
        // The first one is of a new group and cell.
        if (item.isNewGroup || !ofEquipment) {
            closeEvents();
            if (m_counts.size() > kManyCounts && written
                && (m_counts.back().start != item.day
                    || m_counts.back().severity != record.severity)) {
                written = m_rows.addSensors(m_counts);
                m_counts.clear();
            }
            if (!m_month.contains(item.day))
                m_month = monthOf(item.day);
            m_eventsOf = {item.day, item.equipmentKey, 0};
            ofEquipment =
                &m_equipmentDays.at(item.day, kAllSensors, item.equipmentKey, record.severity);
        }
        if (item.isNewCell || !ofMonth) {
            if (m_months.sensors.size() > m_limits.cells && written)
                written = writeAll(m_months);
            m_counts.push_back({item.day, record.sensorKey, item.equipmentKey, record.severity, 0});
            ofMonth = &m_months.sensors.at(
                m_month.begin, record.sensorKey, item.equipmentKey, record.severity);
        }
        ++m_counts.back().readings;
        add(*ofEquipment, record);
        add(*ofMonth, record);
        if (record.isFailure && item.equipmentKey != SensorMap::kNone)
            m_eventTimes.push_back(record.occurredAt);
    });
    closeEvents();
    if (!written)
        return written;
    m_records.clear();
    if (const auto added = m_rows.addSensors(m_counts); !added)
        return added;
    return m_events.size() > m_limits.records ? writeEvents() : Result<void>();
}

// Moves the times of one piece of equipment and day to the events.
void PendingSettlement::closeEvents()
{
    std::sort(m_eventTimes.begin(), m_eventTimes.end());
    const auto past = std::unique(m_eventTimes.begin(), m_eventTimes.end());
    for (auto time = m_eventTimes.begin(); time != past; ++time)
        m_events.push_back({m_eventsOf.day, m_eventsOf.equipmentKey, *time});
    m_eventTimes.clear();
}

Result<void> PendingSettlement::addEvents(DayBucket bucket)
{
    const auto read =
        m_pending.events().read(bucket, [this](std::span<const FailureEvent> part) -> Result<void> {
            m_events.insert(m_events.end(), part.begin(), part.end());
            return m_events.size() > m_limits.records ? writeEvents() : Result<void>();
        });
    return read ? writeEvents() : read;
}

Result<void> PendingSettlement::writeEvents()
{
    if (!std::is_sorted(m_events.begin(), m_events.end()))
        std::sort(m_events.begin(), m_events.end());
    m_events.erase(std::unique(m_events.begin(), m_events.end()), m_events.end());
    const auto written = m_eventRows.add(m_events);
    m_events.clear();
    return written;
}

Result<void> PendingSettlement::writeEquipmentDays()
{
    m_equipmentDays.sort();
    for (const SummaryCell& cell : m_equipmentDays.cells()) {
        if (!m_month.contains(cell.start))
            m_month = monthOf(cell.start);
        mergeInto(m_months.equipment, m_month.begin, kAllSensors, cell);
    }
    const auto added = m_rows.addEquipment(SummaryUnit::Day, m_equipmentDays.cells());
    m_equipmentDays.clear();
    return added;
}

void PendingSettlement::addToMonth(const SummaryCell& cell)
{
    if (!m_month.contains(cell.start))
        m_month = monthOf(cell.start);
    mergeInto(m_months.sensors, m_month.begin, cell.sensorKey, cell);
}

// Writes the months and years that end before `day`.
Result<void> PendingSettlement::writePast(qint32 day)
{
    if (day == std::numeric_limits<qint32>::max()) {
        const auto written = writeAll(m_months);
        return written ? writeAll(m_years) : written;
    }
    const auto hasPast = [](const Sums& sums, qint32 start) {
        const auto& cells = sums.equipment.cells();
        return std::any_of(cells.begin(), cells.end(), [start](const SummaryCell& cell) {
            return cell.start < start;
        });
    };
    const qint32 month = monthOf(day).begin;
    if (hasPast(m_months, month)) {
        if (const auto written = writeBefore(m_months, month); !written)
            return written;
    }
    const qint32 year = yearOf(day).begin;
    return hasPast(m_years, year) ? writeBefore(m_years, year) : Result<void>();
}

Result<void> PendingSettlement::writeAll(Sums& sums)
{
    return writeBefore(sums, std::numeric_limits<qint32>::max());
}

// Writes the sums that start before `start`, and keeps the others; months also go into the years.
Result<void> PendingSettlement::writeBefore(Sums& sums, qint32 start)
{
    const auto isPast = [start](const SummaryCell& cell) { return cell.start < start; };
    const auto takePast = [&](SummaryCells Sums::*part, const auto& addRows) -> Result<void> {
        SummaryCells& cells = sums.*part;
        cells.sort();
        const auto past = std::span(cells.cells())
                              .first(static_cast<std::size_t>(std::count_if(
                                  cells.cells().begin(), cells.cells().end(), isPast)));
        if (sums.unit == SummaryUnit::Month) {
            for (const SummaryCell& cell : past)
                mergeInto(m_years.*part, yearOf(cell.start).begin, cell.sensorKey, cell);
        }
        if (const auto added = addRows(past); !added)
            return added;
        cells.removeFirst(past.size());
        return {};
    };
    const auto sensors = takePast(&Sums::sensors, [&](std::span<const SummaryCell> past) {
        return m_rows.addSensors(sums.unit, past);
    });
    if (!sensors)
        return sensors;
    const auto taken = takePast(&Sums::equipment, [&](std::span<const SummaryCell> past) {
        return m_rows.addEquipment(sums.unit, past);
    });
    if (!taken)
        return taken;
    return m_years.sensors.size() > m_limits.cells ? writeAll(m_years) : Result<void>();
}

} // namespace faultline
