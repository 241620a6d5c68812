// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "sources/input/InputFile.h"
#include "sources/records/RecordCutter.h"

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
    qint64 firstLine = 1; ///< From 1; where the first record begins.
    qint64 lines = 0;     ///< How many lines end in it.
    qint64 records = 0;
};

/// Consecutive whole records of a file; in a log these are lines.
struct RawChunk : ChunkRange
{
    ChunkBytes bytes; ///< All of them; if they weren't kept, the first kMaxRawBytes.
    /// Set when the bytes weren't kept: of a single record that is too long, or, without records,
    /// of what follows the end of a JSON array. These are their hash and the hash of the last ones.
    struct Unkept
    {
        QByteArray contentHash;
        QByteArray tailHash;
        qint64 recordBytes = 0; ///< Without its line end.
    };
    std::optional<Unkept> unkept;
    qint64 firstRecord = 0; ///< Of the second half of a chunk: how many were in the first one.
};

enum class ChunkHalf { First, Second };
/// Half of the records of a chunk with at least two, as a chunk. `cutter` finds them.
RawChunk halfOf(const RawChunk& chunk, ChunkHalf half, RecordCutter cutter);

/// How many of a chunk's last bytes its tail hash covers.
inline constexpr qint64 kTailBytes = 4096;

/// How chunks are cut.
struct ChunkLimits
{
    qint64 rows = 100'000;                    ///< Maximum records in a chunk.
    qint64 bytes = qint64{16} * 1024 * 1024;  ///< Maximum bytes in a chunk.
    qint64 recordBytes = qint64{1024} * 1024; ///< A longer record isn't kept.
    qint64 readBytes = qint64{1024} * 1024;   ///< Bytes read from the file at once.
    /// This many of the last chunks are cut into quarters, so that parallel workers finish at
    /// nearly the same time.
    int quarteredChunks = 0;
};

class PassedBytes;

/// Cuts the bytes [begin, end) of a file into chunks of whole records, from front to back. Memory
/// depends neither on the file's size nor on its longest record. It is an error if the file is
/// rewritten meanwhile, as rotation by copying does: the bytes would be of another file than the
/// planned one. One thread.
class ChunkReader
{
public:
    /// `firstLine` is the number of the line at `begin`, where a record begins that `cutter` finds.
    /// With `isFinal`, a last line without LF counts as one; otherwise it is left, since a program
    /// may still be writing it.
    ChunkReader(
        const InputFile& file, qint64 begin, qint64 end, qint64 firstLine, bool isFinal,
        const ChunkLimits& limits, const RecordCutter& cutter = RecordCutter::lines());

    /// Fills `chunk`, reusing its memory. False at the end.
    Result<bool> next(RawChunk& chunk, const CancelToken& cancel = CancelToken());

    /// After the end: the bytes of a last record that has no end, which were not loaded.
    qint64 unfinishedBytes() const { return m_unfinishedBytes; }

private:
    Result<bool> readNext(RawChunk& chunk, const CancelToken& cancel);
    Result<QByteArray> readStart() const;
    Result<void> checkStart();
    qint64 rowsOfNext() const;
    Result<bool> readMore(ChunkBytes& bytes);
    bool isAtEnd() const { return m_position >= m_end; }
    bool endsFile() const { return m_end >= m_file.size(); }
    void end(RawChunk& chunk, const RecordCutter::Cut& cut);
    bool endsArray(std::string_view text) const;
    bool isBriefRest(std::string_view rest) const;
    Result<bool> passRecord(RawChunk& chunk, const CancelToken& cancel);
    Result<bool> passRest(RawChunk& chunk, const CancelToken& cancel);
    void endPassed(RawChunk& chunk, const PassedBytes& passed);

    const InputFile& m_file;
    qint64 m_position; ///< Of the next byte to read.
    qint64 m_end;
    qint64 m_chunkStart;
    qint64 m_line;
    bool m_isFinal;
    ChunkLimits m_limits;
    RecordCutter m_cutter;
    bool m_isBehindRecords = false;    ///< The JSON array has ended.
    std::optional<QByteArray> m_start; ///< The file's first bytes, as they were at the beginning.
    ChunkBytes m_carry;                ///< Read, but not yet part of a chunk.
    qint64 m_largestChunkBytes = 0;
    qint64 m_unfinishedBytes = 0;
};

} // namespace faultline
