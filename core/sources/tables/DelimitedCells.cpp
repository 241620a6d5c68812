// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/tables/RowCells.h"

#include <algorithm>

namespace faultline {

// Collects the cells of a row.
class DelimitedCells::Row
{
public:
    Row(std::string_view text, std::size_t columns, std::vector<Cell>& cells)
        : m_begin(text.data())
        , m_columns(columns)
        , m_cells(cells)
    {}

    void add(std::string_view text, const char* start)
    {
        const auto position = static_cast<std::size_t>(start - m_begin);
        if (m_count < m_columns)
            m_cells[m_count] = {text, position};
        else if (!text.empty() && !m_hasMore)
            noteMore(position);
        m_textBytes += text.size();
        ++m_count;
    }
    // `end`: where its line end begins; `bytes`: with it.
    RowSplit finish(const char* end, std::size_t bytes) const
    {
        RowSplit split{bytes, m_textBytes == 0};
        split.columns = m_count;
        split.isRejected = !split.isBlank && (m_hasMore || m_count < m_columns);
        split.stoppedAt = m_hasMore ? m_moreAt : static_cast<std::size_t>(end - m_begin);
        return split;
    }

private:
    void noteMore(std::size_t position)
    {
        m_hasMore = true;
        m_moreAt = position;
    }

    const char* m_begin;
    std::size_t m_columns;
    std::vector<Cell>& m_cells;
    std::size_t m_count = 0;
    std::size_t m_textBytes = 0;
    bool m_hasMore = false;
    std::size_t m_moreAt = 0;
};

const char* DelimitedCells::cellEnd(const char* at, const char* end) const
{
    for (; at < end; at += sizeof(quint64)) {
        const quint64 eight = eightBytes(at, end);
        const quint64 stops = bytesLike(eight, m_delimiter) | bytesLike(eight, '\n');
        if (stops != 0)
            return at + static_cast<unsigned>(std::countr_zero(stops)) / 8;
    }
    return end;
}

// The quote that closes a cell, if there are no others in it and it is followed by a delimiter or a
// line feed; null otherwise.
const char* DelimitedCells::simpleClose(const char* open, const char* end) const
{
    const char* const limit =
        open + std::min(static_cast<std::size_t>(end - open), RowScanner::kMaxQuotedBytes);
    for (const char* at = open + 1; at < limit; at += sizeof(quint64)) {
        const quint64 quotes = bytesLike(eightBytes(at, end), m_quote);
        if (quotes == 0)
            continue;
        at += static_cast<unsigned>(std::countr_zero(quotes)) / 8;
        const bool isShort = static_cast<std::size_t>(at - open) < RowScanner::kMaxQuotedBytes - 1;
        return isShort && at + 1 < end && (at[1] == m_delimiter || at[1] == '\n') ? at : nullptr;
    }
    return nullptr;
}

std::string_view DelimitedCells::trimmed(std::string_view text) const
{
    while (!text.empty() && isSpace(text.back()))
        text.remove_suffix(1);
    while (!text.empty() && isSpace(text.front()))
        text.remove_prefix(1);
    return text;
}

RowSplit
DelimitedCells::split(std::string_view text, std::vector<Cell>& cells, TextArena& arena) const
{
    Row row(text, m_columns, cells);
    const char* const end = text.data() + text.size();
    const char* at = text.data();
    for (;;) {
        const char* start = at;
        while (start != end && isSpace(*start))
            ++start;
        if (start != end && *start == m_quote && m_quote != '\0') {
            const char* const close = simpleClose(start, end);
            if (!close)
                return splitQuoted(text, cells, arena);
            row.add(trimmed({start + 1, static_cast<std::size_t>(close - start - 1)}), start + 1);
            at = close + 2;
            if (close[1] == '\n')
                return row.finish(close + 1, static_cast<std::size_t>(at - text.data()));
            continue;
        }
        const char* const stop = cellEnd(start, end);
        const bool isLast = stop == end || *stop == '\n';
        const char* textEnd = stop;
        if (isLast && textEnd != start && textEnd[-1] == '\r')
            --textEnd;
        while (textEnd != start && isSpace(textEnd[-1]))
            --textEnd;
        row.add({start, static_cast<std::size_t>(textEnd - start)}, start);
        if (isLast) {
            const std::size_t bytes =
                static_cast<std::size_t>(stop - text.data()) + (stop == end ? 0 : 1);
            return row.finish(textEnd, bytes);
        }
        at = stop + 1;
    }
}

RowSplit
DelimitedCells::splitQuoted(std::string_view text, std::vector<Cell>& cells, TextArena& arena) const
{
    RowScanner scanner(m_delimiter, m_quote);
    const std::size_t bytes = scanner.scan(text, true);
    if (!scanner.isWellFormed())
        return {bytes, false, true, RejectReason::Shape, scanner.damagedAt()};
    std::string_view content = text.substr(0, bytes);
    if (content.ends_with('\n'))
        content.remove_suffix(1);
    if (content.ends_with('\r'))
        content.remove_suffix(1);
    Row row(text, m_columns, cells);
    const char* const end = content.data() + content.size();
    const char* at = content.data();
    for (;;) {
        const char* start = at;
        while (start != end && isSpace(*start))
            ++start;
        if (start == end || *start != m_quote) {
            at = cellEnd(start, end);
            // Not a line feed: the scanner would have ended there.
            row.add(trimmed({start, static_cast<std::size_t>(at - start)}), start);
        } else {
            char* const unquoted = arena.room(static_cast<std::size_t>(end - start));
            std::size_t size = 0;
            for (at = start + 1; *at != m_quote || (at + 1 != end && at[1] == m_quote); ++at) {
                at += *at == m_quote ? 1 : 0;
                unquoted[size++] = *at;
            }
            row.add(trimmed(arena.keep(unquoted, size)), start + 1);
            at = cellEnd(at + 1, end);
        }
        if (at == end)
            return row.finish(end, bytes);
        ++at;
    }
}

} // namespace faultline
