// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <cstddef>
#include <vector>

namespace faultline {

/// Tells which readings of a chunk are exact copies of earlier ones, for a finding. Remembers the
/// newest reading of each of many hashes: a copy soon after its original is always found, one that
/// is 100,000 readings away only sometimes. A reading that is none is taken for one once in some
/// 10^9 times.
class CopyDetector
{
public:
    void beginChunk() { m_seed += 0x9E37'79B9'7F4A'7C15U; }
    /// `contents` is a hash of all values.
    bool isCopy(quint64 contents)
    {
        // What earlier chunks left has another seed.
        const quint64 hash = contents + m_seed;
        quint32& newest = m_newest[static_cast<std::size_t>(hash >> (64U - kSlotBits))];
        const auto rest = static_cast<quint32>(hash);
        const bool isCopy = newest == rest;
        newest = rest;
        return isCopy;
    }

private:
    static constexpr unsigned kSlotBits = 17; // 512 KiB
    std::vector<quint32> m_newest = std::vector<quint32>(std::size_t{1} << kSlotBits);
    quint64 m_seed = 0;
};

} // namespace faultline
