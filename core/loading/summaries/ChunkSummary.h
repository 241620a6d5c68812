// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "database/connection/CopyBuffer.h"
#include "loading/summaries/SummaryCells.h"
#include "loading/summaries/SummaryFormat.h"
#include "readings/Calendar.h"

#include <vector>

namespace faultline {

/// COPY statement for the rows of ChunkSummary::addRows().
inline constexpr auto kCopyChunkSummaries =
    "COPY faultline.chunk_summary (load_id, chunk_id, map_version, start, cells, events)"
    " FROM STDIN (FORMAT binary)";

/// What the readings of a chunk add to the summaries, collected while they are parsed: counts,
/// times and measurements by day, sensor and severity, and failure events.
class ChunkSummary
{
public:
    void clear();
    /// Reserves memory for this many readings.
    void reserve(std::size_t readings) { m_cells.reserve(readings); }

    /// Adds a reading with both measurements, as most have.
    void addComplete(const Reading& reading, qint16 severityCode)
    {
        SummaryCell& cell = cellOf(reading, severityCode);
        cell.addTime(reading);
        cell.temperature.add(reading.temperature);
        cell.vibration.add(reading.vibration);
    }
    /// Adds any reading.
    void add(const Reading& reading, qint16 severityCode)
    {
        cellOf(reading, severityCode).add(reading);
    }
    /// Adds an error record of `equipmentId`. Records at one instant are one event.
    void addEvent(qint32 equipmentId, qint64 occurredAt)
    {
        const FailureEvent event{equipmentId, occurredAt};
        if (m_events.empty() || m_events.back() != event)
            m_events.push_back(event);
    }

    std::size_t cellCount() const { return m_cells.size(); }
    std::size_t eventCount() const { return m_events.size(); }

    /// Adds rows of chunk_summary, each with cells of one month or with events in order of time.
    /// Sorts the events and removes duplicates.
    void addRows(LoadId load, ChunkId chunk, qint32 mapVersion, CopyBuffer& rows);

private:
    SummaryCell& cellOf(const Reading& reading, qint16 severityCode)
    {
        // Most lines repeat the time before them.
        if (reading.occurredAt != m_lastAt) {
            m_lastAt = reading.occurredAt;
            m_lastDay = dayOf(reading.occurredAt);
        }
        return m_cells.at(m_lastDay, reading.sensorKey, severityCode);
    }

    SummaryCells m_cells;
    std::vector<FailureEvent> m_events;
    qint64 m_lastAt = 0; // Consistent from the start: day 0 begins at 0.
    qint32 m_lastDay = 0;
};

} // namespace faultline
