// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/planning/SkippedLines.h"

#include "sources/input/ContentHash.h"

#include <iterator>

namespace faultline {

quint64 SkippedLines::hashOf(const RawChunk& raw)
{
    return contentHash64(raw.bytes.view());
}

void SkippedLines::addChunk(const RawChunk& raw)
{
    m_chunks[raw.firstLine] = {raw.firstByte, raw.endByte, hashOf(raw), raw.lines, {}};
}

void SkippedLines::skip(qint64 line)
{
    auto& [firstLine, chunk] = *std::prev(m_chunks.upper_bound(line));
    if (chunk.words.empty())
        chunk.words.resize(static_cast<quint64>(chunk.lines) / kWordBits + 1);
    const auto index = static_cast<quint64>(line - firstLine);
    chunk.words[index / kWordBits] |= quint64{1} << index % kWordBits;
}

bool SkippedLines::isSame(const RawChunk& raw) const
{
    const auto found = m_chunks.find(raw.firstLine);
    return found != m_chunks.end() && found->second.firstByte == raw.firstByte
           && found->second.endByte == raw.endByte && found->second.hash == hashOf(raw);
}

SkippedLines::Bits SkippedLines::bitsOf(const ChunkRange& chunk) const
{
    Bits bits;
    const auto after = m_chunks.upper_bound(chunk.firstLine);
    if (after == m_chunks.begin())
        return bits;
    const auto& [firstLine, found] = *std::prev(after);
    if (found.words.empty())
        return bits;
    bits.m_words = found.words.data();
    bits.m_firstLine = firstLine;
    return bits;
}

} // namespace faultline
