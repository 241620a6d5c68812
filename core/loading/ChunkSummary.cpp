// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/ChunkSummary.h"

#include "readings/Calendar.h"

#include <algorithm>
#include <limits>
#include <span>

namespace faultline {

namespace {

// The elements of a chunk, told apart by the first day of their month.
template<typename Element>
class ByMonth
{
public:
    struct Entry
    {
        qint32 month = 0;
        const Element* element = nullptr;
    };

    template<typename DayOf>
    ByMonth(const std::vector<Element>& elements, const DayOf& dayOf)
    {
        m_entries.reserve(elements.size());
        CivilPeriod month;
        for (const Element& element : elements) {
            const qint32 day = dayOf(element);
            if (!month.contains(day))
                month = monthOf(day);
            m_entries.push_back({month.begin, &element});
        }
        const auto earlier = [](const Entry& a, const Entry& b) { return a.month < b.month; };
        if (!std::is_sorted(m_entries.begin(), m_entries.end(), earlier))
            std::stable_sort(m_entries.begin(), m_entries.end(), earlier);
    }

    bool atEnd() const { return m_next == m_entries.size(); }
    /// After the last one, later than any month.
    qint32 nextMonth() const
    {
        return atEnd() ? std::numeric_limits<qint32>::max() : m_entries[m_next].month;
    }
    /// The entries of `month`, which are then passed; asked month by month, in order.
    std::span<const Entry> take(qint32 month)
    {
        const std::size_t first = m_next;
        while (!atEnd() && nextMonth() == month)
            ++m_next;
        return std::span(m_entries).subspan(first, m_next - first);
    }

private:
    std::vector<Entry> m_entries;
    std::size_t m_next = 0;
};

template<typename Entries>
void addPacked(CopyBuffer& rows, std::size_t bytes, const Entries& entries)
{
    char* const to = rows.addRoom(bytes);
    if (bytes == 0)
        return;
    SummaryPacker packer(to);
    for (const auto& entry : entries)
        packer.add(*entry.element);
}

} // namespace

void ChunkSummary::clear()
{
    m_cells.clear();
    m_events.clear();
}

void ChunkSummary::addRows(ChunkId chunk, qint32 mapVersion, CopyBuffer& rows) const
{
    constexpr qint16 kColumns = 5;
    ByMonth<SummaryCell> cells(m_cells.cells(), [](const SummaryCell& c) { return c.start; });
    ByMonth<FailureEvent> events(
        m_events, [](const FailureEvent& event) { return dayOf(event.occurredAt); });
    while (!cells.atEnd() || !events.atEnd()) {
        const qint32 month = std::min(cells.nextMonth(), events.nextMonth());
        const auto itsCells = cells.take(month);
        const auto itsEvents = events.take(month);
        rows.beginRow(kColumns);
        rows.addInt32(toInt(chunk));
        rows.addInt32(mapVersion);
        rows.addInt32(month);
        addPacked(rows, packedCellBytes(itsCells.size()), itsCells);
        addPacked(rows, packedEventBytes(itsEvents.size()), itsEvents);
    }
}

} // namespace faultline
