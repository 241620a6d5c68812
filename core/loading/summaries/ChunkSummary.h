// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "loading/summaries/SensorMap.h"
#include "loading/summaries/SummaryCells.h"
#include "readings/LocalTime.h"

#include <compare>
#include <limits>
#include <vector>

namespace faultline {

/// A piece of equipment failed: at least one of its failure records has this instant. In order of
/// days, so that a settlement can write them day by day.
struct FailureEvent
{
    qint32 day = 0; ///< The plant's day at the instant.
    qint32 equipmentKey = 0;
    qint64 occurredAt = 0; ///< Like Reading::occurredAt.

    auto operator<=>(const FailureEvent&) const = default; // NOLINT(modernize-use-nullptr)
};

/// A reading as far as the summaries need it.
struct ReadingRecord
{
    qint64 occurredAt = 0;
    double temperature = kNoMeasurement;
    double vibration = kNoMeasurement;
    qint32 sensorKey = 0;
    qint16 severity = 0;
    bool isFailure = false; ///< Its severity is one of failures.
};

/// What the readings of a chunk add to the summaries, collected while they are parsed. Most logs
/// have many readings for each sensor, day and severity: these are added up at once. If a chunk has
/// nearly as many of these cells as readings, adding up costs more than it saves, so that from then
/// on the readings are kept as records, which a settlement sorts. One per thread.
class ChunkSummary
{
public:
    /// Forgets the readings, but not which kind of log they were.
    void clear();
    /// Days begin in this zone. Only while it is empty.
    void useZone(const LocalTime& zone);
    /// Reserves memory for this many readings.
    void reserve(std::size_t readings);

    /// Adds a reading with both measurements, as most have. `equipment` is the equipment that had
    /// the sensor at its time, or SensorMap::kNone.
    void addComplete(const Reading& reading, qint16 severityCode, qint32 equipment, bool isFailure)
    {
        if (m_isScattered) {
            addRecord(reading, severityCode, isFailure);
            return;
        }
        SummaryCell& cell = cellOf(reading, severityCode, equipment);
        cell.addTime(reading);
        cell.temperature.add(reading.temperature);
        cell.vibration.add(reading.vibration);
        added(reading, equipment, isFailure);
    }
    /// Adds any reading.
    void add(const Reading& reading, qint16 severityCode, qint32 equipment, bool isFailure)
    {
        if (m_isScattered) {
            addRecord(reading, severityCode, isFailure);
            return;
        }
        cellOf(reading, severityCode, equipment).add(reading);
        added(reading, equipment, isFailure);
    }
    /// The same for a reading whose row names its equipment. If the sensor has none yet, it
    /// probably gets this one when the readings are settled; until then it is a record.
    void addNamed(const Reading& reading, qint16 severityCode, qint32 equipment, bool isFailure)
    {
        if (equipment == SensorMap::kNone)
            addRecord(reading, severityCode, isFailure);
        else
            add(reading, severityCode, equipment, isFailure);
    }

    /// The cells, by day; the readings that aren't in them; and the events of those that are, in
    /// order, each once. Events of records are left to the settlement.
    const SummaryCells& cells() const { return m_cells; }
    const std::vector<ReadingRecord>& records() const { return m_records; }
    const std::vector<FailureEvent>& sortedEvents();

private:
    SummaryCell& cellOf(const Reading& reading, qint16 severityCode, qint32 equipment)
    {
        // Most lines repeat the time before them.
        if (reading.occurredAt != m_lastAt) {
            m_lastAt = reading.occurredAt;
            m_lastDay = m_clock.dayOf(reading.occurredAt);
        }
        return m_cells.at(m_lastDay, reading.sensorKey, equipment, severityCode);
    }
    void added(const Reading& reading, qint32 equipment, bool isFailure)
    {
        ++m_readings;
        if (isFailure && equipment != SensorMap::kNone) {
            const FailureEvent event{m_lastDay, equipment, reading.occurredAt};
            // All lines of a failure have the same time.
            if (m_events.empty() || m_events.back() != event)
                m_events.push_back(event);
        }
        m_isScattered =
            m_cells.size() > kManyCells && m_cells.size() > m_readings / kReadingsOfFullCell;
    }
    void addRecord(const Reading& reading, qint16 severityCode, bool isFailure)
    {
        m_records.push_back(
            {reading.occurredAt, reading.temperature, reading.vibration, reading.sensorKey,
             severityCode, isFailure});
    }

    // Below this many, cells cost little whatever they are for.
    static constexpr std::size_t kManyCells = 16'384;
    static constexpr std::size_t kReadingsOfFullCell = 8;
    static constexpr qint64 kNever = std::numeric_limits<qint64>::min();

    SummaryCells m_cells;
    std::vector<FailureEvent> m_events;
    std::vector<ReadingRecord> m_records;
    std::size_t m_readings = 0; ///< In the cells.
    bool m_isScattered = false;
    LocalClock m_clock{LocalTime::utc()};
    qint64 m_lastAt = kNever;
    qint32 m_lastDay = 0;
};

} // namespace faultline
