// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/summaries/DailyRecords.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace faultline {

void DailyRecords::addRows(CopyBuffer& rows, LoadId load, std::span<const SummaryCell> cells)
{
    constexpr qint16 kColumns = 7;
    count(cells);
    for (auto first = m_counts.cbegin(); first != m_counts.cend();) {
        const auto past = std::find_if(first, m_counts.cend(), [first](const Count& c) {
            return c.severity != first->severity;
        });
        const std::span<const Count> all(first, past);
        // Those without equipment come first.
        const auto known = all.subspan(first->equipmentKey == SensorMap::kNone ? 1 : 0);
        const auto add = [](qint64 sum, const Count& c) { return sum + c.records; };
        const qint64 ofKnown = std::accumulate(known.begin(), known.end(), qint64{0}, add);
        const qint64 ofAll = std::accumulate(all.begin(), all.end(), qint64{0}, add);

        rows.beginRow(kColumns);
        rows.addInt32(toInt(load));
        rows.addInt32(cells.front().start);
        rows.addInt16(first->severity);
        rows.addInt64(ofAll);
        rows.addInt64(ofAll - ofKnown);
        rows.addArray<qint32>(
            ElementType::Int4, known, [](const Count& c) { return c.equipmentKey; });
        rows.addArray<qint64>(ElementType::Int8, known, [](const Count& c) { return c.records; });
        first = past;
    }
}

// Counts by severity and equipment, sorted, each pair once.
void DailyRecords::count(std::span<const SummaryCell> cells)
{
    m_counts.clear();
    for (const SummaryCell& cell : cells)
        m_counts.push_back({cell.severity, m_map.equipmentOf(cell.sensorKey), cell.readings});
    const auto key = [](const Count& c) { return std::tuple(c.severity, c.equipmentKey); };
    std::sort(m_counts.begin(), m_counts.end(), [key](const Count& a, const Count& b) {
        return key(a) < key(b);
    });
    std::size_t last = 0;
    for (std::size_t i = 1; i < m_counts.size(); ++i) {
        if (key(m_counts[i]) == key(m_counts[last]))
            m_counts[last].records += m_counts[i].records;
        else
            m_counts[++last] = m_counts[i];
    }
    m_counts.resize(std::min(m_counts.size(), last + 1));
}

} // namespace faultline
