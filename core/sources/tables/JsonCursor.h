// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/tables/Cells.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstring>
#include <optional>
#include <string_view>

namespace faultline {

/// A JSON string without its escapes; none if one of them is invalid.
std::optional<std::string_view> unescapedJson(std::string_view text, TextArena& arena);

/// Moves over JSON text; each function stays where it is if there is nothing to take. `isLine`: a
/// line feed ends the text.
class JsonCursor
{
public:
    JsonCursor(std::string_view text, bool isLine)
        : m_begin(text.data())
        , m_at(text.data())
        , m_end(text.data() + text.size())
        , m_isLine(isLine)
    {}

    std::size_t position() const { return static_cast<std::size_t>(m_at - m_begin); }
    void moveTo(std::size_t position) { m_at = m_begin + position; }
    bool atEnd() const { return m_at == m_end; }
    bool isNext(char c) const { return m_at != m_end && *m_at == c; }
    void skipSpace(char separator = ' ')
    {
        while (m_at != m_end
               && (*m_at == ' ' || *m_at == '\t' || *m_at == '\r' || *m_at == separator
                   || (*m_at == '\n' && !m_isLine)))
            ++m_at;
    }
    bool skip(char c)
    {
        if (!isNext(c))
            return false;
        ++m_at;
        return true;
    }
    // A string without escapes that is known, with its quotes.
    bool skipString(std::string_view text)
    {
        const auto left = static_cast<std::size_t>(m_end - m_at);
        if (left < text.size() + 2 || *m_at != '"' || m_at[text.size() + 1] != '"'
            || std::memcmp(m_at + 1, text.data(), text.size()) != 0)
            return false;
        m_at += text.size() + 2;
        return true;
    }
    // What is between the quotes of a string.
    std::optional<std::string_view> takeString(bool& hasEscapes)
    {
        hasEscapes = false;
        const char* at = m_at + 1;
        for (;;) {
            if (m_at == m_end || *m_at != '"' || at >= m_end)
                return std::nullopt;
            const quint64 eight = eightBytes(at, m_end);
            const quint64 control = (eight - kOnesInBytes * ' ') & ~eight & kHighBits;
            const quint64 stops = bytesLike(eight, '"') | bytesLike(eight, '\\') | control;
            if (stops == 0) {
                at += sizeof(quint64);
                continue;
            }
            at += static_cast<unsigned>(std::countr_zero(stops)) / 8;
            if (at >= m_end || (*at != '"' && *at != '\\'))
                return std::nullopt;
            if (*at == '"')
                break;
            if (m_end - at < 2 || static_cast<unsigned char>(at[1]) < ' ')
                return std::nullopt;
            hasEscapes = true;
            at += 2;
        }
        const std::string_view text(m_at + 1, static_cast<std::size_t>(at - m_at - 1));
        m_at = at + 1;
        return text;
    }
    // A number, or one of the words that JSON and its writers know.
    std::optional<std::string_view> takeWord()
    {
        const char* at = m_at;
        while (at != m_end && isWordCharacter(*at))
            ++at;
        const std::string_view word(m_at, static_cast<std::size_t>(at - m_at));
        static constexpr std::array<std::string_view, 6> kWords{"null", "true",     "false",
                                                                "NaN",  "Infinity", "-Infinity"};
        const bool isNumber =
            !word.empty()
            && (isDigit(word[0]) || (word[0] == '-' && word.size() > 1 && isDigit(word[1])));
        if (!isNumber && std::find(kWords.begin(), kWords.end(), word) == kWords.end())
            return std::nullopt;
        m_at = at;
        return word;
    }
    // An object or array: its brackets and strings, whatever is between them.
    bool skipNested()
    {
        constexpr std::size_t kMaxDepth = 32;
        std::array<char, kMaxDepth> closers{};
        std::size_t depth = 0;
        do {
            skipSpace();
            if (isNext('"')) {
                bool hasEscapes = false;
                if (!takeString(hasEscapes))
                    return false;
                continue;
            }
            if (m_at == m_end || *m_at == '\n')
                return false;
            const char c = *m_at++;
            if (c == '{' || c == '[') {
                if (depth == kMaxDepth)
                    return false;
                closers.at(depth++) = c == '{' ? '}' : ']';
            } else if (c == '}' || c == ']') {
                if (closers.at(--depth) != c)
                    return false;
            }
        } while (depth > 0);
        return true;
    }

private:
    static constexpr bool isDigit(char c) { return c >= '0' && c <= '9'; }
    static constexpr bool isWordCharacter(char c)
    {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-'
               || c == '+' || c == '.';
    }

    const char* m_begin;
    const char* m_at;
    const char* m_end;
    bool m_isLine;
};

} // namespace faultline
