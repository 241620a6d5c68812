// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cassert>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace faultline::reliability {

/// The ages of many systems in ascending order, taken from the ordered ages of each. Keeps two
/// entries a system; O(log systems) for each age.
class MergedAges
{
public:
    struct Entry
    {
        double age = 0;
        std::size_t system = 0; ///< how many were added before it
    };

    /// Adds the ages of the next system, each multiplied with `scale`. All must be added before the
    /// first is removed, and outlive this.
    void add(std::span<const double> ages, double scale = 1)
    {
        m_sources.push_back({ages.data(), ages.data() + ages.size(), scale});
        if (ages.empty())
            return;
        m_heap.push_back({ages.front() * scale, m_sources.size() - 1});
        for (std::size_t at = m_heap.size() - 1; at > 0;) {
            const std::size_t parent = (at - 1) / 2;
            if (m_heap[parent].age <= m_heap[at].age)
                break;
            std::swap(m_heap[parent], m_heap[at]);
            at = parent;
        }
    }

    bool empty() const { return m_heap.empty(); }
    const Entry& front() const
    {
        assert(!empty());
        return m_heap.front();
    }
    void removeFront()
    {
        assert(!empty());
        Entry entry = m_heap.front();
        Source& source = m_sources[entry.system];
        if (++source.next != source.end) {
            entry.age = *source.next * source.scale;
        } else {
            entry = m_heap.back();
            m_heap.pop_back();
            if (m_heap.empty())
                return;
        }
        sink(entry);
    }

private:
    struct Source
    {
        const double* next = nullptr;
        const double* end = nullptr;
        double scale = 1;
    };

    /// Replaces the front with `entry`, and moves it to where it belongs.
    void sink(const Entry& entry)
    {
        const std::size_t size = m_heap.size();
        std::size_t at = 0;
        for (std::size_t child = 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size) // added, because which of them is less can't be predicted
                child += m_heap[child + 1].age < m_heap[child].age ? 1 : 0;
            if (entry.age <= m_heap[child].age)
                break;
            m_heap[at] = m_heap[child];
            at = child;
        }
        m_heap[at] = entry;
    }

    std::vector<Source> m_sources;
    std::vector<Entry> m_heap; // the least age first, as a binary heap
};

} // namespace faultline::reliability
