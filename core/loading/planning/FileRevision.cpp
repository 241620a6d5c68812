// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/planning/FileRevision.h"

#include "loading/ledger/FileIdentity.h"
#include "sources/input/ChunkReader.h"
#include "sources/input/ContentHash.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

namespace faultline {

namespace {

constexpr qint64 kReadBytes = qint64{1024} * 1024;
// After this many missing ranges in a row it is another file: the rest are only checked at their
// expected offsets.
constexpr int kMaxMisses = 64;

} // namespace

UnchangedRangeFinder::UnchangedRangeFinder(
    const InputFile& file, const SourceFile& source, const CancelToken& cancel)
    : m_file(file)
    , m_cancel(cancel)
    , m_source(source)
{}

Result<QList<UnchangedRange>> UnchangedRangeFinder::find(const QList<JournalledRange>& ranges)
{
    m_end = m_source.dataBegin;
    m_line = m_source.firstLine;
    m_moved = 0;
    m_misses = 0;
    QList<UnchangedRange> kept;
    for (const JournalledRange& range : ranges) {
        const auto offset = offsetOf(range);
        if (!offset)
            return offset.error();
        if (!*offset)
            continue;
        const auto unchanged = keep(range, **offset);
        if (!unchanged)
            return unchanged.error();
        kept << *unchanged;
    }
    return kept;
}

// Where the range begins now; none if it no longer exists.
Result<std::optional<qint64>> UnchangedRangeFinder::offsetOf(const JournalledRange& range)
{
    const qint64 expected = range.firstByte + m_moved;
    const auto same = isAt(range, expected);
    if (!same)
        return same.error();
    if (*same)
        return std::optional(expected);
    if (m_misses == kMaxMisses)
        return std::optional<qint64>();
    ++m_misses;
    return search(range, expected);
}

// A range ends with a line. So it is compared completely only where a line ends and the bytes
// before it match the range's tail.
Result<std::optional<qint64>>
UnchangedRangeFinder::search(const JournalledRange& range, qint64 expected) const
{
    const qint64 length = range.endByte - range.firstByte;
    const qint64 tail = std::min(length, kTailBytes);
    const qint64 from = std::max(m_end, expected - kMaxMove) + length - tail;
    const qint64 to = std::min(m_file.size(), expected + length + kMaxMove);
    if (from + tail > to)
        return std::optional<qint64>();
    std::vector<char> bytes(static_cast<std::size_t>(to - from));
    if (const auto read = m_file.readExactly(from, bytes); !read)
        return read.error();
    const std::string_view window(bytes.data(), bytes.size());
    const auto tailBytes = static_cast<std::size_t>(tail);
    for (std::size_t end = tailBytes; end <= window.size(); ++end) {
        if (window[end - 1] != '\n'
            || contentHash(window.substr(end - tailBytes, tailBytes)) != range.tailHash)
            continue;
        const qint64 offset = from + static_cast<qint64>(end) - length;
        const auto found = isAt(range, offset);
        if (!found)
            return found.error();
        if (*found)
            return std::optional(offset);
    }
    return std::optional<qint64>();
}

Result<bool> UnchangedRangeFinder::isAt(const JournalledRange& range, qint64 offset) const
{
    const qint64 end = offset + range.endByte - range.firstByte;
    const bool isTaken =
        std::any_of(m_taken.begin(), m_taken.end(), [offset, end](const auto& taken) {
            return offset < taken.second && taken.first < end;
        });
    if (offset < m_end || end > m_file.size() || isTaken)
        return false;
    const auto startsRecord = isRecordStart(offset);
    if (!startsRecord || !*startsRecord)
        return startsRecord;
    // Not where reading back means decoding again.
    if (!m_file.isDecoded()) {
        const auto tail = tailHash(m_file, offset, end);
        if (!tail)
            return tail.error();
        if (*tail != range.tailHash)
            return false;
    }
    const auto content = rangeHash(m_file, offset, end, m_cancel);
    if (!content)
        return content.error();
    return *content == range.contentHash;
}

Result<bool> UnchangedRangeFinder::isRecordStart(qint64 offset) const
{
    // Objects of an array needn't begin with a line.
    const bool isInArray =
        m_source.format.table && m_source.format.table->shape == TableShape::JsonElements;
    if (offset == m_source.dataBegin || isInArray)
        return true;
    char before = 0;
    if (const auto read = m_file.readExactly(offset - 1, {&before, 1}); !read)
        return read.error();
    return before == '\n';
}

Result<UnchangedRange> UnchangedRangeFinder::keep(const JournalledRange& range, qint64 offset)
{
    for (qint64 position = m_end; position < offset;) {
        if (m_cancel.isCancelled())
            return UserMessage::cancelled();
        std::vector<char> bytes(static_cast<std::size_t>(std::min(kReadBytes, offset - position)));
        if (const auto read = m_file.readExactly(position, bytes); !read)
            return read.error();
        m_line += std::count(bytes.begin(), bytes.end(), '\n');
        position += static_cast<qint64>(bytes.size());
    }
    const UnchangedRange kept{range.firstByte, offset - range.firstByte, m_line - range.firstLine};
    m_moved = offset - range.firstByte;
    m_end = offset + range.endByte - range.firstByte;
    m_taken.emplace_back(offset, m_end);
    m_line += range.lines;
    m_misses = 0;
    return kept;
}

} // namespace faultline
