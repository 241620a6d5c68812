// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/input/ChunkReader.h"

#include "readings/RejectedLine.h"
#include "sources/input/ContentHash.h"
#include "sources/records/LineFeeds.h"

#include <QCoreApplication>

#include <algorithm>
#include <cstring>
#include <string>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ChunkReader)
};

// Several lines, whose times distinguish one log from the next.
constexpr qint64 kStartBytes = 1024;

} // namespace

// Bytes that are read but not kept.
class PassedBytes
{
public:
    void add(std::string_view bytes)
    {
        if (bytes.empty())
            return;
        m_hasher.add(bytes);
        m_bytes += static_cast<qint64>(bytes.size());
        m_lineFeeds += static_cast<qint64>(countLineFeeds(bytes));
        const auto tailBytes = static_cast<std::size_t>(kTailBytes);
        m_tail.append(bytes.substr(bytes.size() - std::min(bytes.size(), tailBytes)));
        if (m_tail.size() > tailBytes)
            m_tail.erase(0, m_tail.size() - tailBytes);
    }
    qint64 bytes() const { return m_bytes; }
    qint64 lineFeeds() const { return m_lineFeeds; }
    bool endsLine() const { return m_tail.ends_with('\n'); }
    RawChunk::Unkept hashes() const
    {
        return {m_hasher.result(), contentHash(m_tail), m_bytes - (endsLine() ? 1 : 0)};
    }

private:
    ContentHasher m_hasher;
    std::string m_tail;
    qint64 m_bytes = 0;
    qint64 m_lineFeeds = 0;
};

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

RawChunk halfOf(const RawChunk& chunk, ChunkHalf half, RecordCutter cutter)
{
    const std::string_view bytes = chunk.bytes.view();
    const auto first = cutter.cut(bytes, static_cast<std::size_t>(chunk.records / 2), true);
    RawChunk part;
    if (half == ChunkHalf::First) {
        part.bytes.append(bytes.substr(0, first.bytes));
        part.firstByte = chunk.firstByte;
        part.firstLine = chunk.firstLine;
        part.lines = static_cast<qint64>(first.lineFeeds);
        part.records = static_cast<qint64>(first.records);
        part.firstRecord = chunk.firstRecord;
    } else {
        part.bytes.append(bytes.substr(first.bytes));
        part.firstByte = chunk.firstByte + static_cast<qint64>(first.bytes);
        part.firstLine = chunk.firstLine + static_cast<qint64>(first.lineFeeds);
        part.lines = chunk.lines - static_cast<qint64>(first.lineFeeds);
        part.records = chunk.records - static_cast<qint64>(first.records);
        part.firstRecord = chunk.firstRecord + static_cast<qint64>(first.records);
    }
    part.endByte = part.firstByte + static_cast<qint64>(part.bytes.size());
    return part;
}

ChunkReader::ChunkReader(
    const InputFile& file, qint64 begin, qint64 end, qint64 firstLine, bool isFinal,
    const ChunkLimits& limits, const RecordCutter& cutter)
    : m_file(file)
    , m_position(begin)
    , m_end(end)
    , m_chunkStart(begin)
    , m_line(firstLine)
    , m_isFinal(isFinal)
    , m_limits(limits)
    , m_cutter(cutter)
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
    chunk.unkept.reset();
    chunk.firstRecord = 0;
    chunk.bytes.clear();
    // A chunk ends with the read that fills it, so it can exceed the limit by one read.
    chunk.bytes.reserve(static_cast<std::size_t>(
        std::min(m_limits.bytes + m_limits.readBytes, m_end - m_chunkStart)));
    // Starts with what was read beyond the last chunk's end.
    chunk.bytes.append(m_carry.view());
    m_carry.clear();

    RecordCutter::Cut found;
    const auto most = static_cast<std::size_t>(rowsOfNext());
    while (!m_isBehindRecords) {
        const std::string_view view = chunk.bytes.view();
        const bool isLast = isAtEnd() && (m_isFinal || endsArray(view.substr(found.bytes)));
        const auto more = m_cutter.cut(view.substr(found.bytes), most - found.records, isLast);
        found.records += more.records;
        found.lineFeeds += more.lineFeeds;
        found.bytes += more.bytes;
        // The last line may have no end.
        if (isLast && more.records > 0 && found.bytes == view.size() && !view.ends_with('\n')
            && endsFile())
            ++found.lineFeeds;
        m_isBehindRecords = more.ended;
        const bool isFull =
            found.records == most
            || (found.records > 0 && static_cast<qint64>(view.size()) >= m_limits.bytes);
        const std::string_view rest = view.substr(found.bytes);
        const bool isTooLong = static_cast<qint64>(rest.size()) > m_limits.recordBytes;
        if (m_isBehindRecords) {
            if (found.records == 0)
                break;
            if (isBriefRest(rest)) {
                found.bytes = view.size();
                found.lineFeeds += countLineFeeds(rest);
            }
        }
        // The whole records before a long one become a chunk of their own.
        if (isFull || m_isBehindRecords || (isTooLong && found.records > 0)) {
            end(chunk, found);
            return true;
        }
        if (isTooLong)
            return passRecord(chunk, cancel);
        const auto read = readMore(chunk.bytes);
        if (!read)
            return read.error();
        if (!*read) {
            if (!rest.empty())
                m_unfinishedBytes = static_cast<qint64>(rest.size());
            end(chunk, found);
            m_carry.clear();
            return found.records > 0;
        }
    }
    return passRest(chunk, cancel);
}

// Whether the array is closed in the last text of the file. A bracket alone doesn't show that, as
// long as more may follow; but a program that still writes the file has not closed it.
bool ChunkReader::endsArray(std::string_view text) const
{
    if (!m_cutter.findsElements())
        return false;
    if (RecordCutter(m_cutter).cut(text, text.size(), true).ended)
        return true;
    // Objects one after another: the last one is whole if its line is.
    RecordCutter last = m_cutter;
    static_cast<void>(last.cut(text, text.size(), false));
    return last.isElementClosed() && text.ends_with('\n');
}

// What follows an array is mostly a bracket, which the last chunk can have too.
bool ChunkReader::isBriefRest(std::string_view rest) const
{
    return isAtEnd() && static_cast<qint64>(rest.size()) <= kTailBytes;
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

// Ends the chunk behind these records; the rest is for the next one.
void ChunkReader::end(RawChunk& chunk, const RecordCutter::Cut& cut)
{
    m_carry.append(chunk.bytes.view().substr(cut.bytes));
    chunk.bytes.truncate(cut.bytes);
    chunk.firstByte = m_chunkStart;
    chunk.endByte = m_chunkStart + static_cast<qint64>(cut.bytes);
    chunk.firstLine = m_line;
    chunk.lines = static_cast<qint64>(cut.lineFeeds);
    chunk.records = static_cast<qint64>(cut.records);
    m_largestChunkBytes = std::max(m_largestChunkBytes, chunk.endByte - chunk.firstByte);
    m_chunkStart = chunk.endByte;
    m_line += chunk.lines;
}

// The chunk contains the start of a record that is too long. Reads on to its end, keeping only the
// part that is shown, and makes it a chunk of one record. False if it has no end.
Result<bool> ChunkReader::passRecord(RawChunk& chunk, const CancelToken& cancel)
{
    PassedBytes passed;
    std::string piece(chunk.bytes.view());
    chunk.bytes.truncate(std::min(chunk.bytes.size(), static_cast<std::size_t>(kMaxRawBytes)));
    ChunkBytes read;
    for (;;) {
        const auto cut = m_cutter.cut(piece, 1, isAtEnd() && m_isFinal);
        if (cut.records == 1) {
            passed.add(std::string_view(piece).substr(0, cut.bytes));
            m_carry.append(std::string_view(piece).substr(cut.bytes));
            break;
        }
        const std::size_t released = m_cutter.release(piece);
        passed.add(std::string_view(piece).substr(0, released));
        piece.erase(0, released);
        if (cancel.isCancelled())
            return UserMessage::cancelled();
        read.clear();
        const auto more = readMore(read);
        if (!more)
            return more.error();
        if (!*more) {
            passed.add(piece);
            if (m_isFinal)
                break;
            m_unfinishedBytes = passed.bytes();
            return false;
        }
        piece.append(read.view());
    }
    chunk.records = 1;
    endPassed(chunk, passed);
    if (isAtEnd() && m_carry.size() == 0 && !passed.endsLine() && endsFile()) {
        ++chunk.lines;
        ++m_line;
    }
    return true;
}

// What follows the last record, up to the end. False if there is nothing.
Result<bool> ChunkReader::passRest(RawChunk& chunk, const CancelToken& cancel)
{
    PassedBytes passed;
    passed.add(chunk.bytes.view());
    for (;;) {
        if (cancel.isCancelled())
            return UserMessage::cancelled();
        chunk.bytes.clear();
        const auto more = readMore(chunk.bytes);
        if (!more)
            return more.error();
        if (!*more)
            break;
        passed.add(chunk.bytes.view());
    }
    chunk.records = 0;
    endPassed(chunk, passed);
    return passed.bytes() > 0;
}

void ChunkReader::endPassed(RawChunk& chunk, const PassedBytes& passed)
{
    chunk.firstByte = m_chunkStart;
    chunk.endByte = m_chunkStart + passed.bytes();
    chunk.firstLine = m_line;
    chunk.lines = passed.lineFeeds();
    chunk.unkept = passed.hashes();
    m_chunkStart = chunk.endByte;
    m_line += chunk.lines;
}

} // namespace faultline
