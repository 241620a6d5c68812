// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "sources/input/InputFile.h"

#include <QByteArray>

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

namespace faultline {

/// Memory for the bytes of one chunk, which grows when needed and is used again and again.
class ChunkBytes
{
public:
    std::string_view view() const { return {m_data.get(), m_size}; }
    std::size_t size() const { return m_size; }
    void clear() { m_size = 0; }
    /// Makes sure that so many bytes fit without being moved. What isn't written to costs nothing.
    void reserve(std::size_t bytes);
    void append(std::string_view bytes);
    /// Room for `bytes` more at the end; what is filled is claimed with addFilled().
    char* room(std::size_t bytes);
    void addFilled(std::size_t bytes) { m_size += bytes; }
    /// Keeps the first `bytes`.
    void truncate(std::size_t bytes) { m_size = bytes; }

private:
    std::unique_ptr<char[]> m_data;
    std::size_t m_size = 0;
    std::size_t m_capacity = 0;
};

/// Where a chunk stands in its file. Offsets in bytes from the start of the file.
struct ChunkRange
{
    qint64 firstByte = 0;
    qint64 endByte = 0;
    qint64 firstLine = 1; ///< From 1.
    qint64 lines = 0;
};

/// Consecutive whole lines of a file.
struct RawChunk : ChunkRange
{
    ChunkBytes bytes; ///< All of it; for a giant line its first kMaxRawBytes bytes.
    /// Set when the chunk is one line that is longer than a line may be: it was passed over without
    /// keeping it in memory. These are its hash, and the hash of its last bytes.
    struct GiantLine
    {
        QByteArray contentHash;
        QByteArray tailHash;
        qint64 lineBytes = 0; ///< Without its line end.
    };
    std::optional<GiantLine> giantLine;
};

enum class ChunkHalf { First, Second };
/// One half of the lines of a chunk that has two or more: a chunk of its own.
RawChunk halfOf(const RawChunk& chunk, ChunkHalf half);

/// How many of a chunk's last bytes its tail hash covers.
inline constexpr qint64 kTailBytes = 4096;

/// How chunks are cut.
struct ChunkLimits
{
    qint64 rows = 100'000;                   ///< Lines in a chunk at most.
    qint64 bytes = qint64{16} * 1024 * 1024; ///< Bytes in a chunk at most.
    qint64 lineBytes = qint64{1024} * 1024;  ///< A longer line is a giant line.
    qint64 readBytes = qint64{1024} * 1024;  ///< Bytes asked of the file at once.
    /// The last so many chunks are cut into quarters: those who work at chunks side by side then
    /// end at nearly the same time.
    int quarteredChunks = 0;
};

/// Cuts the bytes [begin, end) of a file into chunks of whole lines, from front to back, in memory
/// that doesn't depend on the file's size nor on its longest line. A line ends with LF; CRLF is a
/// matter of the parser. A file that is rewritten meanwhile, as a rotation by copying does, is an
/// error: what is read would be of another file than what was planned. One thread.
class ChunkReader
{
public:
    /// `firstLine` is the number of the line at `begin`. With `isFinal`, a last line without LF
    /// counts as a line; else it is left alone, as somebody may still be writing it.
    ChunkReader(
        const InputFile& file, qint64 begin, qint64 end, qint64 firstLine, bool isFinal,
        const ChunkLimits& limits);

    /// Fills `chunk`, whose memory is used again. False at the end.
    Result<bool> next(RawChunk& chunk, const CancelToken& cancel = CancelToken());

    /// After the end: bytes of a last line without LF that were left alone.
    qint64 unfinishedBytes() const { return m_unfinishedBytes; }

private:
    Result<bool> readNext(RawChunk& chunk, const CancelToken& cancel);
    Result<QByteArray> readStart() const;
    Result<void> checkStart();
    qint64 rowsOfNext() const;
    Result<bool> readMore(ChunkBytes& bytes);
    void cut(RawChunk& chunk, std::size_t length, qint64 lines);
    Result<void> passGiantLine(RawChunk& chunk, const CancelToken& cancel);

    const InputFile& m_file;
    qint64 m_position; ///< Of the next byte that isn't in `m_carry`.
    qint64 m_end;
    qint64 m_chunkStart;
    qint64 m_line;
    bool m_isFinal;
    ChunkLimits m_limits;
    std::optional<QByteArray> m_start; ///< The file's first bytes, as they were at first.
    ChunkBytes m_carry;                ///< Read already, and not yet part of a chunk.
    qint64 m_largestChunkBytes = 0;
    qint64 m_unfinishedBytes = 0;
};

} // namespace faultline
