// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/Connection.h"
#include "loading/HashIndex.h"
#include "readings/Reading.h"

#include <limits>
#include <vector>

namespace faultline {

/// What the readings of one chunk add to the summaries, gathered while they are parsed: counts,
/// times and measurements by day, sensor and severity, and the failure events seen.
class ChunkSummary
{
public:
    void clear();

    void add(const Reading& reading, qint16 severityCode);
    /// An error record of `equipmentId`; records of one instant are one event.
    void addEvent(qint32 equipmentId, qint64 occurredAt);

    std::size_t cellCount() const { return m_cells.size(); }
    std::size_t eventCount() const { return m_events.size(); }

    /// The arrays of a row of chunk_summary, in the order of its columns from `day`.
    void addTo(Parameters& parameters) const;

private:
    /// Infinite ends stand for "none": arrays are sent without nulls.
    struct Measurement
    {
        qint32 count = 0;
        double min = std::numeric_limits<double>::infinity();
        double max = -std::numeric_limits<double>::infinity();
        double sum = 0;

        void add(double value);
    };
    struct Cell
    {
        qint32 day = 0; ///< Since 2000-01-01, UTC.
        qint32 sensorId = 0;
        qint16 severity = 0;
        qint32 readings = 0;
        qint64 firstAt = 0;
        qint64 lastAt = 0;
        Measurement temperature;
        Measurement vibration;

        quint64 hash() const;
    };
    struct Event
    {
        qint64 occurredAt = 0;
        qint32 equipmentId = 0;

        bool operator==(const Event&) const = default;
        quint64 hash() const;
    };

    std::vector<Cell> m_cells;
    std::vector<Event> m_events;
    HashIndex m_cellIndex;
    HashIndex m_eventIndex;
};

} // namespace faultline
