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

/// Reusable memory for the bytes of one chunk; grows when needed.
class ChunkBytes
{
public:
    std::string_view view() const { return {m_data.get(), m_size}; }
    std::size_t size() const { return m_size; }
    void clear() { m_size = 0; }
    /// Makes room for so many bytes without moving them. Memory that isn't written to costs
    /// nothing.
    void reserve(std::size_t bytes);
    void append(std::string_view bytes);
    /// Room for `bytes` more at the end; claim what you fill with addFilled().
    char* room(std::size_t bytes);
    void addFilled(std::size_t bytes) { m_size += bytes; }
    /// Keeps the first `bytes`.
    void truncate(std::size_t bytes) { m_size = bytes; }

private:
    std::unique_ptr<char[]> m_data;
    std::size_t m_size = 0;
    std::size_t m_capacity = 0;
};

/// The range of its file that a chunk covers. Offsets in bytes from the start of the file.
struct ChunkRange
{
    qint64 firstByte = 0;
    qint64 endByte = 0;
    qint64 firstLine = 1; ///< From 1.
    qint64 lines = 0;
};

/// Consecutive complete lines of a file.
struct RawChunk : ChunkRange
{
    ChunkBytes bytes; ///< All of them; of a giant line the first kMaxRawBytes.
    /// Set when the chunk is a single line that is too long. It was skipped without keeping it in
    /// memory; these are its hash and the hash of its last bytes.
    struct GiantLine
    {
        QByteArray contentHash;
        QByteArray tailHash;
        qint64 lineBytes = 0; ///< Without its line end.
    };
    std::optional<GiantLine> giantLine;
};

enum class ChunkHalf { First, Second };
/// Half of the lines of a chunk with at least two lines, as a chunk.
RawChunk halfOf(const RawChunk& chunk, ChunkHalf half);

/// How many of a chunk's last bytes its tail hash covers.
inline constexpr qint64 kTailBytes = 4096;

/// How chunks are cut.
struct ChunkLimits
{
    qint64 rows = 100'000;                   ///< Maximum lines in a chunk.
    qint64 bytes = qint64{16} * 1024 * 1024; ///< Maximum bytes in a chunk.
    qint64 lineBytes = qint64{1024} * 1024;  ///< A longer line is a giant line.
    qint64 readBytes = qint64{1024} * 1024;  ///< Bytes read from the file at once.
    /// This many of the last chunks are cut into quarters, so that parallel workers finish at
    /// nearly the same time.
    int quarteredChunks = 0;
};

/// Cuts the bytes [begin, end) of a file into chunks of complete lines, from front to back. Memory
/// depends neither on the file's size nor on its longest line. A line ends with LF; the parser
/// handles CRLF. It is an error if the file is rewritten meanwhile, as rotation by copying does:
/// the bytes would be of another file than the planned one. One thread.
class ChunkReader
{
public:
    /// `firstLine` is the number of the line at `begin`. With `isFinal`, a last line without LF
    /// counts as a line; otherwise it is left, since a program may still be writing it.
    ChunkReader(
        const InputFile& file, qint64 begin, qint64 end, qint64 firstLine, bool isFinal,
        const ChunkLimits& limits);

    /// Fills `chunk`, reusing its memory. False at the end.
    Result<bool> next(RawChunk& chunk, const CancelToken& cancel = CancelToken());

    /// After the end: the bytes of a last line without LF, which were not loaded.
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
    qint64 m_position; ///< Of the next byte to read.
    qint64 m_end;
    qint64 m_chunkStart;
    qint64 m_line;
    bool m_isFinal;
    ChunkLimits m_limits;
    std::optional<QByteArray> m_start; ///< The file's first bytes, as they were at the beginning.
    ChunkBytes m_carry;                ///< Read, but not yet part of a chunk.
    qint64 m_largestChunkBytes = 0;
    qint64 m_unfinishedBytes = 0;
};

} // namespace faultline
