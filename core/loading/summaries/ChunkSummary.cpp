// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/summaries/ChunkSummary.h"

#include <algorithm>

namespace faultline {

void ChunkSummary::clear()
{
    if (m_isScattered)
        m_cells = SummaryCells(); // from now on there are none
    else
        m_cells.clear();
    m_events.clear();
    m_records.clear();
    m_readings = 0;
}

void ChunkSummary::useZone(const LocalTime& zone)
{
    m_clock = LocalClock(zone);
    m_lastAt = kNever;
}

void ChunkSummary::reserve(std::size_t readings)
{
    if (m_isScattered)
        m_records.reserve(readings);
}

const std::vector<FailureEvent>& ChunkSummary::sortedEvents()
{
    std::sort(m_events.begin(), m_events.end());
    m_events.erase(std::unique(m_events.begin(), m_events.end()), m_events.end());
    return m_events;
}

} // namespace faultline
