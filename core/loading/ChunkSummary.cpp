// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/ChunkSummary.h"

#include "readings/Calendar.h"

#include <algorithm>
#include <limits>
#include <map>
#include <span>

namespace faultline {

namespace {

// The elements of a chunk in the order of their months, and otherwise in their own.
template<typename Element>
class ByMonth
{
public:
    template<typename DayOf>
    ByMonth(const std::vector<Element>& elements, const DayOf& dayOf)
        : m_elements(elements.size())
    {
        // Neighbours are mostly of one month, so that its row is seldom looked for.
        CivilPeriod month;
        std::size_t* count = nullptr;
        std::map<qint32, std::size_t> counts;
        for (const Element& element : elements) {
            const qint32 day = dayOf(element);
            if (!count || !month.contains(day)) {
                month = monthOf(day);
                count = &counts[month.begin];
            }
            ++*count;
        }
        std::size_t place = 0;
        for (auto& [start, size] : counts) {
            m_months.push_back({start, place, size});
            place += size;
            size = m_months.back().first; // from now on the place of its next element
        }
        month = {};
        for (const Element& element : elements) {
            const qint32 day = dayOf(element);
            if (!month.contains(day)) {
                month = monthOf(day);
                count = &counts[month.begin];
            }
            m_elements[(*count)++] = &element;
        }
    }

    /// The month that take() hasn't given yet; after the last one, later than any.
    qint32 nextMonth() const
    {
        return m_next == m_months.size() ? std::numeric_limits<qint32>::max()
                                         : m_months[m_next].start;
    }
    /// The elements of `month`; asked month by month, in order.
    std::span<const Element* const> take(qint32 month)
    {
        if (nextMonth() != month)
            return {};
        const Month& found = m_months[m_next++];
        return std::span(m_elements).subspan(found.first, found.size);
    }

private:
    struct Month
    {
        qint32 start = 0;
        std::size_t first = 0;
        std::size_t size = 0;
    };

    std::vector<const Element*> m_elements;
    std::vector<Month> m_months;
    std::size_t m_next = 0;
};

template<typename Element>
void addPacked(CopyBuffer& rows, std::size_t bytes, std::span<const Element* const> elements)
{
    char* const to = rows.addRoom(bytes);
    if (elements.empty())
        return;
    SummaryPacker packer(to);
    for (const Element* element : elements)
        packer.add(*element);
}

} // namespace

void ChunkSummary::clear()
{
    m_cells.clear();
    m_events.clear();
}

void ChunkSummary::addRows(ChunkId chunk, qint32 mapVersion, CopyBuffer& rows)
{
    constexpr qint16 kColumns = 5;
    using Cells = std::span<const SummaryCell* const>;
    using Events = std::span<const FailureEvent* const>;
    std::sort(m_events.begin(), m_events.end());
    m_events.erase(std::unique(m_events.begin(), m_events.end()), m_events.end());
    ByMonth<SummaryCell> cells(m_cells.cells(), [](const SummaryCell& c) { return c.start; });
    ByMonth<FailureEvent> events(
        m_events, [](const FailureEvent& event) { return dayOf(event.occurredAt); });
    const auto addRow = [&](qint32 month, Cells ofCells, Events ofEvents) {
        rows.beginRow(kColumns);
        rows.addInt32(toInt(chunk));
        rows.addInt32(mapVersion);
        rows.addInt32(month);
        addPacked(rows, packedCellBytes(ofCells.size()), ofCells);
        addPacked(rows, packedEventBytes(ofEvents.size()), ofEvents);
    };
    for (;;) {
        const qint32 month = std::min(cells.nextMonth(), events.nextMonth());
        if (month == std::numeric_limits<qint32>::max())
            return;
        for (Cells left = cells.take(month); !left.empty();) {
            const std::size_t count = std::min(left.size(), kCellsInRow);
            addRow(month, left.first(count), {});
            left = left.subspan(count);
        }
        for (Events left = events.take(month); !left.empty();) {
            const std::size_t count = std::min(left.size(), kEventsInRow);
            addRow(month, {}, left.first(count));
            left = left.subspan(count);
        }
    }
}

} // namespace faultline
