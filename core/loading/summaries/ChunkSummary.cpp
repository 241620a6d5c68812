// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/summaries/ChunkSummary.h"

#include "readings/Calendar.h"

#include <algorithm>
#include <map>
#include <span>
#include <tuple>

namespace faultline {

namespace {

struct Month
{
    qint32 start = 0;
    std::size_t first = 0; ///< Index of its first cell.
    std::size_t size = 0;
};

// The cells of a chunk by month, otherwise in their original order.
class CellsByMonth
{
public:
    explicit CellsByMonth(const std::vector<SummaryCell>& cells)
        : m_cells(cells.size())
    {
        // Neighbours are mostly of one month, so lookups are rare.
        std::map<qint32, std::size_t> counts;
        forEach(cells, counts, [](std::size_t& count, const SummaryCell&) { ++count; });
        std::size_t index = 0;
        for (auto& [start, count] : counts) {
            m_months.push_back({start, index, count});
            index += count;
            count = m_months.back().first; // from now on the index of its next cell
        }
        forEach(cells, counts, [this](std::size_t& next, const SummaryCell& cell) {
            m_cells[next++] = &cell;
        });
    }

    const std::vector<Month>& months() const { return m_months; }
    std::span<const SummaryCell* const> cellsOf(const Month& month) const
    {
        return std::span(m_cells).subspan(month.first, month.size);
    }

private:
    template<typename Action>
    static void forEach(
        const std::vector<SummaryCell>& cells, std::map<qint32, std::size_t>& counts,
        const Action& action)
    {
        CivilPeriod month;
        std::size_t* count = nullptr;
        for (const SummaryCell& cell : cells) {
            if (!count || !month.contains(cell.start)) {
                month = monthOf(cell.start);
                count = &counts[month.begin];
            }
            action(*count, cell);
        }
    }

    std::vector<const SummaryCell*> m_cells;
    std::vector<Month> m_months;
};

bool isEarlier(const FailureEvent& a, const FailureEvent& b)
{
    return std::tie(a.occurredAt, a.equipmentKey) < std::tie(b.occurredAt, b.equipmentKey);
}

} // namespace

void ChunkSummary::clear()
{
    m_cells.clear();
    m_events.clear();
}

void ChunkSummary::addRows(LoadId load, ChunkId chunk, qint32 mapVersion, CopyBuffer& rows)
{
    constexpr qint16 kColumns = 6;
    const auto beginRow = [&](qint32 start) {
        rows.beginRow(kColumns);
        rows.addInt32(toInt(load));
        rows.addInt32(toInt(chunk));
        rows.addInt32(mapVersion);
        rows.addInt32(start);
    };
    const CellsByMonth byMonth(m_cells.cells());
    for (const Month& month : byMonth.months()) {
        for (auto left = byMonth.cellsOf(month); !left.empty();) {
            const std::size_t count = std::min(left.size(), kCellsInRow);
            beginRow(month.start);
            SummaryPacker packer(rows.addRoom(packedCellBytes(count)));
            for (const SummaryCell* cell : left.first(count))
                packer.add(*cell);
            rows.addBytes({});
            left = left.subspan(count);
        }
    }
    std::sort(m_events.begin(), m_events.end(), isEarlier);
    m_events.erase(std::unique(m_events.begin(), m_events.end()), m_events.end());
    for (std::span<const FailureEvent> left = m_events; !left.empty();) {
        const std::size_t count = std::min(left.size(), kEventsInRow);
        beginRow(dayOf(left.front().occurredAt));
        rows.addBytes({});
        SummaryPacker packer(rows.addRoom(packedEventBytes(count)));
        for (const FailureEvent& event : left.first(count))
            packer.add(event);
        left = left.subspan(count);
    }
}

} // namespace faultline
