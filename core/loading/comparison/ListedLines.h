// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Ids.h"
#include "base/Result.h"
#include "database/connection/BinaryCursor.h"
#include "database/connection/Connection.h"

#include <QtGlobal>

#include <limits>
#include <optional>
#include <set>
#include <span>
#include <string_view>

namespace faultline {

/// The rejected lines of forgotten ranges (load_chunk.forgotten). When such a range is loaded
/// again, the list has its lines already, under the load that rejected them. Works in the caller's
/// transaction; one thread.
class ListedLines
{
public:
    /// Those of these files.
    static Result<ListedLines> fetch(Connection& connection, std::span<const FileId> files);

    /// Begins with the first line of a file.
    Result<void> begin(FileId file, const CancelToken& cancel);
    /// Whether the line at this byte is one of them. Ask about a file's lines in their order.
    Result<bool> contains(qint64 byteOffset, std::string_view line)
    {
        return byteOffset < m_offset ? Result<bool>(false) : find(byteOffset, line);
    }

private:
    static constexpr qint64 kNone = std::numeric_limits<qint64>::max();

    explicit ListedLines(Connection& connection)
        : m_connection(&connection)
    {}
    Result<bool> find(qint64 byteOffset, std::string_view line);
    Result<void> advance();

    Connection* m_connection;
    std::set<FileId> m_files; ///< With such lines.
    CancelToken m_cancel;
    std::optional<BinaryCursor> m_cursor; ///< Of the file, if it has such lines.
    std::optional<QueryResult> m_rows;
    int m_row = 0;
    qint64 m_offset = kNone; ///< Of the next line.
};

} // namespace faultline
