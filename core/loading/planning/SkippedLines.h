// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/input/ChunkReader.h"

#include <QtGlobal>

#include <vector>

namespace faultline {

/// Which readings of a file to skip, because other files have loaded them: one bit for each
/// position that was compared; in a log, each line. It also knows the chunks that were compared, so
/// that a file that changes before it is loaded is noticed.
class SkippedLines
{
public:
    /// Notes a chunk before its records are compared, from the front of the file to its end.
    /// Returns the first of its positions (ReadingId), which follow those of the chunks before.
    qint64 addChunk(const RawChunk& raw, int slots);
    void skip(qint64 position);

    /// Whether the chunk is one of those that were compared.
    bool isSame(const RawChunk& raw) const;

    /// The bits of a chunk's positions.
    class Bits
    {
    public:
        Bits() = default;
        /// `position` counts from 0 at the chunk's start.
        bool contains(qint64 position) const
        {
            const auto index = static_cast<quint64>(m_first + position);
            return (m_words[index / kWordBits] >> index % kWordBits & 1) != 0;
        }
        bool isEmpty() const { return !m_words; }

    private:
        friend class SkippedLines;
        const quint64* m_words = nullptr;
        qint64 m_first = 0; ///< Of the chunk; it may be half of one that was compared.
    };
    /// Those of a chunk, or of a half of one, valid while this object lives; empty if none is
    /// skipped.
    Bits bitsOf(const RawChunk& chunk) const;

private:
    static constexpr quint64 kWordBits = 64;
    struct Chunk
    {
        qint64 firstByte = 0;
        qint64 endByte = 0;
        quint64 hash = 0;
        int slots = 1;
        qint64 first = 0; ///< Of its positions.
        qint64 positions = 0;
        std::vector<quint64> words; ///< Empty until one is skipped.
    };
    static quint64 hashOf(const RawChunk& raw);
    const Chunk* chunkAt(qint64 byte) const;

    std::vector<Chunk> m_chunks; ///< From the front of the file to its end.
};

} // namespace faultline
