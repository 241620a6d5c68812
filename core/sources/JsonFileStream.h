// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/InputFile.h"

#include <cstddef>
#include <limits>
#include <optional>
#include <vector>

namespace faultline {

/// A file as an input stream of RapidJSON's, which also counts lines. A failed read ends it and is
/// kept. It also ends where a record is longer than kMostRecordBytes, as RapidJSON would hold all
/// of it in memory. One thread.
class JsonFileStream
{
public:
    using Ch = char;

    static constexpr qint64 kMostRecordBytes = qint64{1024} * 1024;

    JsonFileStream(const InputFile& file, qint64 begin);

    char Peek() const { return m_index < m_filled ? m_buffer[m_index] : '\0'; }
    char Take()
    {
        const char c = Peek();
        if (m_index >= m_filled)
            return c;
        if (c == '\n')
            ++m_line;
        if (++m_index == m_filled)
            fill();
        return c;
    }
    std::size_t Tell() const { return static_cast<std::size_t>(position()); }
    // RapidJSON asks for these of streams that it writes to; this is none.
    char* PutBegin() { return nullptr; }
    void Put(char) {}
    void Flush() {}
    std::size_t PutEnd(char*) { return 0; }

    bool atEnd() const { return m_index >= m_filled; }
    qint64 position() const { return m_bufferStart + static_cast<qint64>(m_index); }
    qint64 line() const { return m_line; }
    const std::optional<UserMessage>& failure() const { return m_failure; }

    /// A record begins here, or has just ended.
    void beginRecord() { limitTo(position() + kMostRecordBytes); }
    void noRecord() { limitTo(std::numeric_limits<qint64>::max()); }
    bool isRecordTooLong() const { return atEnd() && position() >= m_limit; }

    void skipWhitespace();
    void seek(qint64 position, qint64 line);
    void skipLine();

private:
    void limitTo(qint64 limit);
    void fill();

    const InputFile& m_file;
    qint64 m_bufferStart;
    qint64 m_limit = std::numeric_limits<qint64>::max();
    std::vector<char> m_buffer;
    std::size_t m_index = 0;
    std::size_t m_filled = 0;
    qint64 m_line = 1;
    std::optional<UserMessage> m_failure;
};

} // namespace faultline
