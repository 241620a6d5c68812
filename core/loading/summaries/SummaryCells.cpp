// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/summaries/SummaryCells.h"

#include <tuple>

namespace faultline {

void SummaryCells::clear()
{
    // For few cells in a large table, removing them is faster than clearing it.
    if (m_cells.size() * 8 < m_slots.size()) {
        for (const quint64 key : m_keys) {
            std::size_t slot = slotOf(key);
            while (m_slots[slot] != kFree) {
                m_slots[slot] = kFree;
                slot = (slot + 1) & (m_slots.size() - 1);
            }
        }
    } else {
        std::fill(m_slots.begin(), m_slots.end(), kFree);
    }
    m_keys.clear();
    m_cells.clear();
}

void SummaryCells::sort()
{
    std::sort(m_cells.begin(), m_cells.end(), [](const SummaryCell& a, const SummaryCell& b) {
        return std::tie(a.start, a.severity, a.equipmentKey, a.sensorKey)
               < std::tie(b.start, b.severity, b.equipmentKey, b.sensorKey);
    });
}

void SummaryCells::removeFirst(std::size_t count)
{
    m_cells.erase(m_cells.begin(), m_cells.begin() + static_cast<std::ptrdiff_t>(count));
    m_keys.clear();
    for (const SummaryCell& cell : m_cells)
        m_keys.push_back(keyOf(cell.start, cell.sensorKey, cell.equipmentKey, cell.severity));
    fillSlots();
}

SummaryCell& SummaryCells::added(
    std::size_t slot, quint64 key, qint32 start, qint32 sensorKey, qint32 equipmentKey,
    qint16 severity)
{
    m_slots[slot] = static_cast<quint32>(m_cells.size());
    m_keys.push_back(key);
    SummaryCell& cell = m_cells.emplace_back();
    cell.start = start;
    cell.sensorKey = sensorKey;
    cell.equipmentKey = equipmentKey;
    cell.severity = severity;
    if (m_cells.size() * 2 > m_slots.size())
        grow();
    return cell;
}

void SummaryCells::grow()
{
    m_slots.resize(m_slots.size() * 4);
    fillSlots();
}

void SummaryCells::fillSlots()
{
    std::fill(m_slots.begin(), m_slots.end(), kFree);
    for (quint32 index = 0; index < m_keys.size(); ++index) {
        std::size_t slot = slotOf(m_keys[index]);
        while (m_slots[slot] != kFree)
            slot = (slot + 1) & (m_slots.size() - 1);
        m_slots[slot] = index;
    }
}

} // namespace faultline
