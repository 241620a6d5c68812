// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <algorithm>
#include <cstddef>
#include <vector>

namespace faultline {

/// Finds the places of elements in a vector that its owner keeps, by their hash. Made for the inner
/// loop of parsing: open addressing, no allocation for an element, memory kept when cleared.
class HashIndex
{
public:
    HashIndex()
        : m_slots(kFirstSlots, kFree)
    {}

    void clear() { std::fill(m_slots.begin(), m_slots.end(), kFree); }

    /// The place of the element for which `equals(place)` holds, or `count`, which is then taken
    /// to be its place: the owner appends it. `hashAt(place)` is the hash of an element, for when
    /// the index grows.
    template<typename Equals, typename HashAt>
    quint32 findOrAdd(quint64 hash, quint32 count, const Equals& equals, const HashAt& hashAt)
    {
        std::size_t slot = slotOf(hash);
        while (m_slots[slot] != kFree) {
            if (equals(m_slots[slot]))
                return m_slots[slot];
            slot = (slot + 1) & (m_slots.size() - 1);
        }
        m_slots[slot] = count;
        if (std::size_t{count} * 2 >= m_slots.size())
            grow(count, hash, hashAt);
        return count;
    }

private:
    static constexpr quint32 kFree = ~quint32{0};
    static constexpr std::size_t kFirstSlots = 1024; // a power of two, as all its sizes

    std::size_t slotOf(quint64 hash) const
    {
        // Fibonacci hashing: the high bits of the product depend on all bits of the hash.
        return static_cast<std::size_t>((hash * 0x9E3779B97F4A7C15U) >> 20U) & (m_slots.size() - 1);
    }

    // `count` is the place of the newest element, which its owner hasn't stored yet.
    template<typename HashAt>
    void grow(quint32 count, quint64 newestHash, const HashAt& hashAt)
    {
        m_slots.assign(m_slots.size() * 4, kFree);
        for (quint32 place = 0; place <= count; ++place) {
            std::size_t slot = slotOf(place == count ? newestHash : hashAt(place));
            while (m_slots[slot] != kFree)
                slot = (slot + 1) & (m_slots.size() - 1);
            m_slots[slot] = place;
        }
    }

    std::vector<quint32> m_slots;
};

} // namespace faultline
