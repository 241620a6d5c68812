// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/input/ChunkReader.h"

#include "readings/RejectedLine.h"
#include "sources/input/ContentHash.h"

#include <QCoreApplication>

#include <algorithm>
#include <cstring>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ChunkReader)
};

// Several lines, whose times distinguish one log from the next.
constexpr qint64 kStartBytes = 1024;

// Small enough to stay in the processor's cache for a second pass.
constexpr std::size_t kPieceBytes = 16 * 1024;

constexpr std::size_t kLanes = 16;
using Lanes [[gnu::vector_size(kLanes)]] = quint8;

// In each lane 255 (which is -1) for a line end, and 0 for any other byte.
Lanes lineEnds(const char* text)
{
    Lanes bytes;
    std::memcpy(&bytes, text, kLanes);
    return reinterpret_cast<Lanes>(bytes == static_cast<quint8>('\n'));
}

// Counts the line ends of `text`. Sixteen bytes are compared at once, four times in a row; a lane
// counts up to 255.
qint64 countLineEnds(std::string_view text)
{
    constexpr std::size_t kBlockBytes = 4 * kLanes;
    constexpr std::size_t kMaxBlocks = 255 / 4;
    qint64 count = 0;
    while (text.size() >= kBlockBytes) {
        const std::size_t blocks = std::min(text.size() / kBlockBytes, kMaxBlocks);
        Lanes found{};
        const char* at = text.data();
        for (const char* const end = at + blocks * kBlockBytes; at < end; at += kBlockBytes)
            found -= lineEnds(at) + lineEnds(at + kLanes) + lineEnds(at + 2 * kLanes)
                     + lineEnds(at + 3 * kLanes);
        for (std::size_t lane = 0; lane < kLanes; ++lane)
            count += found[lane];
        text.remove_prefix(blocks * kBlockBytes);
    }
    return count + std::count(text.begin(), text.end(), '\n');
}

struct LineEnds
{
    qint64 count = 0;
    std::size_t behindLast = 0; ///< Where the last of them ends, or 0.
};

// The line ends of `text`, at most `max` of them.
LineEnds findLineEnds(std::string_view text, qint64 max)
{
    const qint64 count = countLineEnds(text);
    if (count <= max)
        return {count, text.rfind('\n') + 1};
    LineEnds found;
    for (; found.count < max; ++found.count)
        found.behindLast = text.find('\n', found.behindLast) + 1;
    return found;
}

} // namespace

void ChunkBytes::append(std::string_view bytes)
{
    if (bytes.empty())
        return;
    std::memcpy(room(bytes.size()), bytes.data(), bytes.size());
    m_size += bytes.size();
}

void ChunkBytes::reserve(std::size_t bytes)
{
    if (bytes <= m_capacity)
        return;
    // Not value-initialised: these megabytes are overwritten at once.
    std::unique_ptr<char[]> data(new char[bytes]);
    if (m_size > 0)
        std::memcpy(data.get(), m_data.get(), m_size);
    m_data = std::move(data);
    m_capacity = bytes;
}

char* ChunkBytes::room(std::size_t bytes)
{
    if (m_capacity - m_size < bytes)
        reserve(std::max(m_size + bytes, m_capacity + m_capacity / 2));
    return m_data.get() + m_size;
}

RawChunk halfOf(const RawChunk& chunk, ChunkHalf half)
{
    const std::string_view bytes = chunk.bytes.view();
    const LineEnds first = findLineEnds(bytes, chunk.lines / 2);
    RawChunk part;
    if (half == ChunkHalf::First) {
        part.bytes.append(bytes.substr(0, first.behindLast));
        part.firstByte = chunk.firstByte;
        part.firstLine = chunk.firstLine;
        part.lines = first.count;
    } else {
        part.bytes.append(bytes.substr(first.behindLast));
        part.firstByte = chunk.firstByte + static_cast<qint64>(first.behindLast);
        part.firstLine = chunk.firstLine + first.count;
        part.lines = chunk.lines - first.count;
    }
    part.endByte = part.firstByte + static_cast<qint64>(part.bytes.size());
    return part;
}

ChunkReader::ChunkReader(
    const InputFile& file, qint64 begin, qint64 end, qint64 firstLine, bool isFinal,
    const ChunkLimits& limits)
    : m_file(file)
    , m_position(begin)
    , m_end(end)
    , m_chunkStart(begin)
    , m_line(firstLine)
    , m_isFinal(isFinal)
    , m_limits(limits)
{}

Result<bool> ChunkReader::next(RawChunk& chunk, const CancelToken& cancel)
{
    if (!m_start) {
        auto start = readStart();
        if (!start)
            return start.error();
        m_start = *std::move(start);
    }
    const auto more = readNext(chunk, cancel);
    if (!more || !*more)
        return more;
    // Checked afterwards, so that the whole chunk was read before the file could be replaced.
    if (const auto same = checkStart(); !same)
        return same.error();
    return true;
}

Result<QByteArray> ChunkReader::readStart() const
{
    QByteArray start(std::min(kStartBytes, m_end), Qt::Uninitialized);
    const auto read = m_file.readExactly(0, {start.data(), static_cast<std::size_t>(start.size())});
    if (!read)
        return read.error();
    return start;
}

Result<void> ChunkReader::checkStart()
{
    const auto start = readStart();
    if (!start)
        return start.error();
    if (*start == *m_start)
        return {};
    return UserMessage::error(Text::tr("The file was rewritten while it was being read"))
        .because(Text::tr("Its beginning has changed."))
        .at(m_file.path())
        .withRemedy(
            Text::tr("Load again when no program is writing to it. What was loaded stays loaded."))
        .withCode(u"file-rewritten"_s);
}

Result<bool> ChunkReader::readNext(RawChunk& chunk, const CancelToken& cancel)
{
    chunk.giantLine.reset();
    chunk.bytes.clear();
    // A chunk ends with the read that fills it, so it can exceed the limit by one read.
    chunk.bytes.reserve(static_cast<std::size_t>(
        std::min(m_limits.bytes + m_limits.readBytes, m_end - m_chunkStart)));
    // Starts with what was read beyond the last chunk's end.
    chunk.bytes.append(m_carry.view());
    m_carry.clear();

    std::size_t scanned = 0; // bytes searched for line ends
    std::size_t length = 0;  // bytes of complete lines
    qint64 lines = 0;
    const qint64 maxLines = rowsOfNext();
    for (;;) {
        const std::string_view view = chunk.bytes.view();
        while (lines < maxLines && scanned < view.size()) {
            const std::string_view piece = view.substr(scanned, kPieceBytes);
            const LineEnds found = findLineEnds(piece, maxLines - lines);
            if (found.count > 0)
                length = scanned + found.behindLast;
            lines += found.count;
            scanned += lines == maxLines ? found.behindLast : piece.size();
        }
        const bool full =
            lines == maxLines || (lines > 0 && static_cast<qint64>(view.size()) >= m_limits.bytes);
        if (full) {
            cut(chunk, length, lines);
            return true;
        }
        if (static_cast<qint64>(view.size() - length) > m_limits.lineBytes) {
            // The complete lines before it become a chunk of their own.
            if (lines > 0) {
                cut(chunk, length, lines);
                return true;
            }
            if (const auto passed = passGiantLine(chunk, cancel); !passed)
                return passed.error();
            return chunk.endByte > chunk.firstByte;
        }
        const auto more = readMore(chunk.bytes);
        if (!more)
            return more.error();
        if (!*more)
            break;
    }
    const std::size_t left = chunk.bytes.size() - length;
    if (left > 0 && m_isFinal) {
        length += left;
        ++lines;
    } else if (left > 0) {
        m_unfinishedBytes = static_cast<qint64>(left);
    }
    cut(chunk, length, lines);
    m_carry.clear();
    return lines > 0;
}

qint64 ChunkReader::rowsOfNext() const
{
    constexpr qint64 kParts = 4;
    const bool isNearEnd = m_end - m_chunkStart <= m_limits.quarteredChunks * m_largestChunkBytes;
    return isNearEnd ? std::max(m_limits.rows / kParts, qint64{1}) : m_limits.rows;
}

Result<bool> ChunkReader::readMore(ChunkBytes& bytes)
{
    // Bytes read beyond a chunk's end are copied to the next one, so small chunks read small
    // pieces.
    constexpr qint64 kMinBytes = 4096;
    constexpr qint64 kUsualLineBytes = 128;
    const qint64 bite = m_limits.rows < m_limits.readBytes / kUsualLineBytes
                            ? std::max(kMinBytes, m_limits.rows * kUsualLineBytes)
                            : m_limits.readBytes;
    const qint64 wanted = std::min({bite, m_limits.readBytes, m_end - m_position});
    if (wanted <= 0)
        return false;
    const auto count = static_cast<std::size_t>(wanted);
    const auto read = m_file.readExactly(m_position, {bytes.room(count), count});
    if (!read)
        return read.error();
    bytes.addFilled(count);
    m_position += wanted;
    return true;
}

// Ends the chunk after `length` bytes; the rest is for the next one.
void ChunkReader::cut(RawChunk& chunk, std::size_t length, qint64 lines)
{
    m_carry.append(chunk.bytes.view().substr(length));
    chunk.bytes.truncate(length);
    chunk.firstByte = m_chunkStart;
    chunk.endByte = m_chunkStart + static_cast<qint64>(length);
    chunk.firstLine = m_line;
    chunk.lines = lines;
    m_largestChunkBytes = std::max(m_largestChunkBytes, chunk.endByte - chunk.firstByte);
    m_chunkStart = chunk.endByte;
    m_line += lines;
}

// The chunk contains the start of a line that is too long. Reads on to its end, keeping only the
// part that is shown, and makes it a chunk of one line.
Result<void> ChunkReader::passGiantLine(RawChunk& chunk, const CancelToken& cancel)
{
    ContentHasher hasher;
    ChunkBytes tail;
    ChunkBytes piece;
    piece.append(chunk.bytes.view());
    chunk.bytes.truncate(std::min(chunk.bytes.size(), static_cast<std::size_t>(kMaxRawBytes)));

    qint64 length = 0;
    bool ended = false;
    for (;;) {
        std::string_view view = piece.view();
        const std::size_t newline = view.find('\n');
        ended = newline != std::string_view::npos;
        if (ended) {
            m_carry.append(view.substr(newline + 1));
            view = view.substr(0, newline + 1);
        }
        hasher.add(view);
        length += static_cast<qint64>(view.size());
        const auto tailBytes = static_cast<std::size_t>(kTailBytes);
        tail.append(view.substr(view.size() - std::min(view.size(), tailBytes)));
        if (tail.size() > 2 * tailBytes) {
            ChunkBytes shorter;
            shorter.append(tail.view().substr(tail.size() - tailBytes));
            std::swap(tail, shorter);
        }
        if (ended)
            break;
        if (cancel.isCancelled())
            return UserMessage::cancelled();
        piece.clear();
        const auto more = readMore(piece);
        if (!more)
            return more.error();
        if (!*more)
            break;
    }
    chunk.firstByte = m_chunkStart;
    chunk.firstLine = m_line;
    if (!ended && !m_isFinal) {
        m_unfinishedBytes = length;
        chunk.endByte = chunk.firstByte;
        chunk.lines = 0;
        chunk.bytes.clear();
        return {};
    }
    chunk.endByte = m_chunkStart + length;
    chunk.lines = 1;
    const std::string_view last = tail.view();
    chunk.giantLine = RawChunk::GiantLine{
        hasher.result(),
        contentHash(
            last.substr(last.size() - std::min(last.size(), static_cast<std::size_t>(kTailBytes)))),
        length - (ended ? 1 : 0)};
    m_chunkStart = chunk.endByte;
    m_line += 1;
    return {};
}

} // namespace faultline
