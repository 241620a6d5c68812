// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/input/InputFile.h"

#include <cstddef>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

namespace faultline {

/// A file, or a text, as a stream of characters that also counts lines. A failed read ends it and
/// is stored. It also ends where the current record exceeds kMaxRecordBytes. One thread.
class JsonFileStream
{
public:
    static constexpr qint64 kMaxRecordBytes = qint64{1024} * 1024;

    JsonFileStream(const InputFile& file, qint64 begin);
    explicit JsonFileStream(std::string_view text);

    char peek() const { return m_index < m_filled ? m_buffer[m_index] : '\0'; }
    char take()
    {
        const char c = peek();
        if (m_index >= m_filled)
            return c;
        if (c == '\n')
            ++m_line;
        if (++m_index == m_filled)
            fill();
        return c;
    }
    bool atEnd() const { return m_index >= m_filled; }
    qint64 position() const { return m_bufferStart + static_cast<qint64>(m_index); }
    qint64 line() const { return m_line; }
    const std::optional<UserMessage>& failure() const { return m_failure; }

    /// Marks the start of a record.
    void beginRecord() { limitTo(position() + kMaxRecordBytes); }
    void noRecord() { limitTo(std::numeric_limits<qint64>::max()); }
    bool isRecordTooLong() const { return atEnd() && position() >= m_limit; }

    void skipWhitespace();
    void seek(qint64 position, qint64 line);
    void skipLine();

private:
    void limitTo(qint64 limit);
    void fill();

    const InputFile* m_file = nullptr; ///< None: a text.
    qint64 m_bufferStart = 0;
    qint64 m_limit = std::numeric_limits<qint64>::max();
    std::vector<char> m_buffer;
    std::size_t m_index = 0;
    std::size_t m_filled = 0;
    qint64 m_line = 1;
    std::optional<UserMessage> m_failure;
};

} // namespace faultline
