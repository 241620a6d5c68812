// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/planning/SkippedLines.h"

#include "sources/input/ContentHash.h"

#include <algorithm>
#include <iterator>

namespace faultline {

quint64 SkippedLines::hashOf(const RawChunk& raw)
{
    return contentHash64(raw.bytes.view());
}

qint64 SkippedLines::addChunk(const RawChunk& raw, int slots)
{
    const qint64 first = m_chunks.empty() ? 0 : m_chunks.back().first + m_chunks.back().positions;
    m_chunks.push_back(
        {raw.firstByte, raw.endByte, hashOf(raw), slots, first, raw.records * slots, {}});
    return first;
}

void SkippedLines::skip(qint64 position)
{
    const auto after = std::upper_bound(
        m_chunks.begin(), m_chunks.end(), position,
        [](qint64 wanted, const Chunk& chunk) { return wanted < chunk.first; });
    Chunk& chunk = *std::prev(after);
    if (chunk.words.empty())
        chunk.words.resize(static_cast<quint64>(chunk.positions) / kWordBits + 1);
    const auto index = static_cast<quint64>(position - chunk.first);
    chunk.words[index / kWordBits] |= quint64{1} << index % kWordBits;
}

// The chunk that the byte is in; null if there is none.
const SkippedLines::Chunk* SkippedLines::chunkAt(qint64 byte) const
{
    const auto after = std::upper_bound(
        m_chunks.begin(), m_chunks.end(), byte,
        [](qint64 wanted, const Chunk& chunk) { return wanted < chunk.firstByte; });
    return after == m_chunks.begin() ? nullptr : &*std::prev(after);
}

bool SkippedLines::isSame(const RawChunk& raw) const
{
    const Chunk* const found = chunkAt(raw.firstByte);
    return found && found->firstByte == raw.firstByte && found->endByte == raw.endByte
           && found->hash == hashOf(raw);
}

SkippedLines::Bits SkippedLines::bitsOf(const RawChunk& chunk) const
{
    Bits bits;
    const Chunk* const found = chunkAt(chunk.firstByte);
    if (!found || found->words.empty())
        return bits;
    bits.m_words = found->words.data();
    bits.m_first = chunk.firstRecord * found->slots;
    return bits;
}

} // namespace faultline
