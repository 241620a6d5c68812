// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/lines/LineCharacters.h"

#include <cstddef>
#include <optional>
#include <string_view>

namespace faultline {

/// Reads a line from left to right. Positions are bytes from its start.
class LineScanner
{
public:
    explicit LineScanner(std::string_view line)
        : m_line(line)
    {}

    std::size_t position() const { return m_position; }
    bool atEnd() const { return m_position == m_line.size(); }
    char peek() const { return m_line[m_position]; }
    bool isAt(char c) const { return !atEnd() && peek() == c; }
    std::string_view rest() const { return m_line.substr(m_position); }

    void advance(std::size_t bytes) { m_position += bytes; }
    /// Returns whether there was any.
    bool skipSpaces()
    {
        const std::size_t start = m_position;
        while (!atEnd() && isSpace(m_line[m_position]))
            ++m_position;
        return m_position > start;
    }
    bool skip(char c)
    {
        const bool found = isAt(c);
        m_position += found ? 1 : 0;
        return found;
    }
    /// On failure the position is where the line differs.
    bool skipIgnoringCase(std::string_view word)
    {
        if (rest().starts_with(word)) {
            m_position += word.size();
            return true;
        }
        for (const char c : word) {
            if (atEnd() || toUpper(peek()) != toUpper(c))
                return false;
            ++m_position;
        }
        return true;
    }
    /// The text up to `stop`; none if there is none.
    std::optional<std::string_view> until(char stop)
    {
        const std::size_t end = m_line.find(stop, m_position);
        if (end == std::string_view::npos)
            return std::nullopt;
        const std::string_view text = m_line.substr(m_position, end - m_position);
        m_position = end;
        return text;
    }
    template<typename Predicate>
    std::string_view takeWhile(Predicate accepts)
    {
        const std::size_t start = m_position;
        while (!atEnd() && accepts(m_line[m_position]))
            ++m_position;
        return m_line.substr(start, m_position - start);
    }

private:
    std::string_view m_line;
    std::size_t m_position = 0;
};

} // namespace faultline
