// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <cstddef>
#include <string_view>

namespace faultline {

/// Takes the parts of a timestamp from left to right.
class TimestampCursor
{
public:
    explicit TimestampCursor(std::string_view text)
        : m_text(text)
    {}

    std::size_t position() const { return m_position; }
    bool atEnd() const { return m_position == m_text.size(); }
    char peek() const { return atEnd() ? '\0' : m_text[m_position]; }
    std::string_view rest() const { return m_text.substr(m_position); }
    void skip(std::size_t bytes) { m_position += bytes; }
    void rewind(std::size_t position) { m_position = position; }

    std::size_t digitsAhead() const
    {
        return countWhile([](char c) { return c >= '0' && c <= '9'; });
    }
    /// The letters that follow, also those beyond ASCII.
    std::string_view nameAhead() const
    {
        return m_text.substr(m_position, countWhile([](char c) {
                                 return isLetter(c) || static_cast<unsigned char>(c) >= 0x80;
                             }));
    }
    /// "America/Sao_Paulo", "Etc/UTC"
    std::string_view zoneNameAhead() const
    {
        return m_text.substr(m_position, countWhile([](char c) {
                                 return isLetter(c) || (c >= '0' && c <= '9') || c == '/'
                                        || c == '_' || c == '+' || c == '-';
                             }));
    }

    /// From `min` to `max` digits; -1 without moving if there are fewer.
    int number(int min, int max)
    {
        const std::size_t digits = digitsAhead();
        if (digits < static_cast<std::size_t>(min))
            return -1;
        int value = 0;
        for (int i = 0; i < max && static_cast<std::size_t>(i) < digits; ++i)
            value = value * 10 + (m_text[m_position++] - '0');
        return value;
    }
    /// All digits that follow; at most 18.
    qint64 longNumber()
    {
        qint64 value = 0;
        for (std::size_t digits = digitsAhead(); digits > 0; --digits)
            value = value * 10 + (m_text[m_position++] - '0');
        return value;
    }

    /// Skips and returns one of `accepted`; '\0' if there is none.
    char oneOf(std::string_view accepted)
    {
        if (atEnd() || accepted.find(peek()) == std::string_view::npos)
            return '\0';
        return m_text[m_position++];
    }
    bool word(std::string_view text)
    {
        if (!rest().starts_with(text))
            return false;
        m_position += text.size();
        return true;
    }
    /// False if there are none.
    bool skipSpaces()
    {
        const std::size_t spaces = countWhile([](char c) { return c == ' ' || c == '\t'; });
        m_position += spaces;
        return spaces > 0;
    }

    enum class Half { None, Morning, Afternoon };
    /// Skips "AM", "pm" or "p. m.", also after spaces; no longer word that only begins like it.
    Half halfOfDay()
    {
        const std::size_t start = m_position;
        // Unicode has two that keep it on the line of the time.
        while (skipSpaces() || word("\xC2\xA0") || word("\xE2\x80\xAF")) {}
        const char half = oneOf("AaPp");
        if (half && oneOf("."))
            skipHalfSpace();
        if (!half || !oneOf("Mm") || isLetter(peek())) {
            rewind(start);
            return Half::None;
        }
        oneOf(".");
        return half == 'A' || half == 'a' ? Half::Morning : Half::Afternoon;
    }

private:
    static constexpr bool isLetter(char c)
    {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }
    template<typename Predicate>
    std::size_t countWhile(Predicate accepts) const
    {
        std::size_t end = m_position;
        while (end < m_text.size() && accepts(m_text[end]))
            ++end;
        return end - m_position;
    }
    // Between "p." and "m."
    void skipHalfSpace() { static_cast<void>(word(" ") || word("\xC2\xA0")); }

    std::string_view m_text;
    std::size_t m_position = 0;
};

} // namespace faultline
