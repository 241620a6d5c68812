// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/input/ChunkReader.h"

#include <QtGlobal>

#include <map>
#include <vector>

namespace faultline {

/// Which lines of a file to skip, because other files have loaded their readings: one bit for each
/// line that was compared. It also knows the chunks that were compared, so that a file that changes
/// before it is loaded is noticed.
class SkippedLines
{
public:
    /// Notes a chunk before its lines are compared.
    void addChunk(const RawChunk& raw);
    /// `line` is the number of a line in one of the chunks.
    void skip(qint64 line);

    /// Whether the chunk is one of those that were compared.
    bool isSame(const RawChunk& raw) const;

    /// The bits of consecutive lines.
    class Bits
    {
    public:
        Bits() = default;
        bool contains(qint64 line) const
        {
            const auto index = static_cast<quint64>(line - m_firstLine);
            return (m_words[index / kWordBits] >> index % kWordBits & 1) != 0;
        }
        bool isEmpty() const { return !m_words; }

    private:
        friend class SkippedLines;
        const quint64* m_words = nullptr;
        qint64 m_firstLine = 0;
    };
    /// The bits of a chunk's lines, valid while this object lives; empty if none is skipped.
    Bits bitsOf(const ChunkRange& chunk) const;

private:
    static constexpr quint64 kWordBits = 64;
    struct Chunk
    {
        qint64 firstByte = 0;
        qint64 endByte = 0;
        quint64 hash = 0;
        qint64 lines = 0;
        std::vector<quint64> words; ///< Empty until a line is skipped.
    };
    static quint64 hashOf(const RawChunk& raw);

    std::map<qint64, Chunk> m_chunks; ///< By their first line.
};

} // namespace faultline
