// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/comparison/ListedLines.h"

#include "readings/RejectedLine.h"

#include <vector>

namespace faultline {

namespace {

// Of up to 8 KiB each.
constexpr qint64 kLinesAtOnce = 500;

constexpr auto kFiles = "SELECT DISTINCT file_id FROM faultline.load_chunk"
                        " WHERE file_id = ANY ($1::integer[]) AND forgotten AND rejected > 0";
constexpr auto kLines = "SELECT r.byte_offset, r.raw FROM faultline.load_chunk c"
                        " JOIN faultline.rejected_line r USING (chunk_id)"
                        " WHERE c.file_id = $1::integer AND c.forgotten ORDER BY r.byte_offset";

} // namespace

Result<ListedLines> ListedLines::fetch(Connection& connection, std::span<const FileId> files)
{
    std::vector<qint32> ids;
    ids.reserve(files.size());
    for (const FileId file : files)
        ids.push_back(toInt(file));
    const auto rows = connection.execute(kFiles, Parameters().add(ids));
    if (!rows)
        return rows.error();
    ListedLines lines(connection);
    for (int row = 0; row < rows->rowCount(); ++row)
        lines.m_files.insert(static_cast<FileId>(rows->integer(row, 0)));
    return lines;
}

Result<void> ListedLines::begin(FileId file, const CancelToken& cancel)
{
    m_cancel = cancel;
    m_rows.reset();
    m_offset = kNone;
    if (m_cursor) {
        if (const auto closed = m_cursor->close(); !closed)
            return closed;
        m_cursor.reset();
    }
    if (!m_files.contains(file))
        return {};
    auto cursor = BinaryCursor::open(
        *m_connection, "listed_lines", kLines, Parameters().add(qint64{toInt(file)}));
    if (!cursor)
        return cursor.error();
    m_cursor = *std::move(cursor);
    return advance();
}

Result<bool> ListedLines::find(qint64 byteOffset, std::string_view line)
{
    const std::string_view stored = storedPartOf(line);
    bool isFound = false;
    while (m_offset <= byteOffset) {
        isFound = isFound || (m_offset == byteOffset && m_rows->text(m_row, 1) == stored);
        if (const auto advanced = advance(); !advanced)
            return advanced.error();
    }
    return isFound;
}

Result<void> ListedLines::advance()
{
    if (!m_rows || ++m_row == m_rows->rowCount()) {
        auto rows = m_cursor->fetch(kLinesAtOnce, m_cancel);
        if (!rows)
            return rows.error();
        m_rows = *std::move(rows);
        m_row = 0;
    }
    m_offset = m_rows->rowCount() > 0 ? m_rows->binary<qint64>(m_row, 0) : kNone;
    return {};
}

} // namespace faultline
