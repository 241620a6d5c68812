// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cassert>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace faultline::reliability {

/// The ages of many systems in ascending order, taken from the ordered ages of each. Keeps one
/// entry a system; O(log systems) for each age.
class MergedAges
{
public:
    struct Entry
    {
        double age = 0;
        std::size_t system = 0;
    };

    /// Adds the ages of a system, each multiplied with `scale`. All must be added before the first
    /// is taken, and outlive this.
    void add(std::size_t system, std::span<const double> ages, double scale = 1)
    {
        if (ages.empty())
            return;
        m_heap.push_back(
            {{ages.front() * scale, system}, ages.data(), ages.data() + ages.size(), scale});
        for (std::size_t at = m_heap.size() - 1; at > 0;) {
            const std::size_t parent = (at - 1) / 2;
            if (m_heap[parent].entry.age <= m_heap[at].entry.age)
                break;
            std::swap(m_heap[parent], m_heap[at]);
            at = parent;
        }
    }

    bool empty() const { return m_heap.empty(); }
    const Entry& front() const
    {
        assert(!empty());
        return m_heap.front().entry;
    }
    void removeFront()
    {
        assert(!empty());
        Source source = m_heap.front();
        if (++source.next == source.end) {
            source = m_heap.back();
            m_heap.pop_back();
            if (m_heap.empty())
                return;
        } else {
            source.entry.age = *source.next * source.scale;
        }
        sink(source);
    }

private:
    struct Source
    {
        Entry entry;
        const double* next = nullptr;
        const double* end = nullptr;
        double scale = 1;
    };

    /// Replaces the front with `source`, and moves it to where it belongs.
    void sink(const Source& source)
    {
        const std::size_t size = m_heap.size();
        std::size_t at = 0;
        for (std::size_t child = 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && m_heap[child + 1].entry.age < m_heap[child].entry.age)
                ++child;
            if (source.entry.age <= m_heap[child].entry.age)
                break;
            m_heap[at] = m_heap[child];
            at = child;
        }
        m_heap[at] = source;
    }

    std::vector<Source> m_heap; // the least age first, as a binary heap
};

} // namespace faultline::reliability
