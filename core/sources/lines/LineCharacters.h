// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace faultline {

// The characters that lines of a log are made of. A locale doesn't change what they mean.

constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

constexpr bool isSpace(char c)
{
    return c == ' ' || c == '\t';
}

constexpr char toUpper(char c)
{
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

constexpr bool isLetter(char c)
{
    return toUpper(c) >= 'A' && toUpper(c) <= 'Z';
}

/// Any character beyond ASCII counts as one, since units and names have some (°C, µm).
constexpr bool isLetterOfAny(char c)
{
    return isLetter(c) || static_cast<unsigned char>(c) >= 0x80;
}

/// What may be between fields and measurements, besides spaces.
constexpr bool isSeparator(char c)
{
    return c == ',' || c == ';' || c == '|';
}

inline bool equalsIgnoringCase(std::string_view a, std::string_view b)
{
    // Most texts are written in one way.
    return a.size() == b.size()
           && (a == b || std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
                   return toUpper(x) == toUpper(y);
               }));
}

inline bool startsWithIgnoringCase(std::string_view text, std::string_view start)
{
    return text.size() >= start.size() && equalsIgnoringCase(text.substr(0, start.size()), start);
}

inline bool endsWithIgnoringCase(std::string_view text, std::string_view end)
{
    return text.size() >= end.size()
           && equalsIgnoringCase(text.substr(text.size() - end.size()), end);
}

/// Some characters; answers in a few instructions whether one is among them.
class CharacterSet
{
public:
    constexpr explicit CharacterSet(std::string_view characters)
    {
        for (const char c : characters)
            m_has[static_cast<unsigned char>(c)] = true;
    }

    constexpr bool contains(char c) const { return m_has[static_cast<unsigned char>(c)]; }
    constexpr bool isAnyIn(std::string_view text) const
    {
        return std::any_of(text.begin(), text.end(), [this](char c) { return contains(c); });
    }

private:
    std::array<bool, 256> m_has{};
};

/// Without the spaces and tabs around it.
inline std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && isSpace(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isSpace(text.back()))
        text.remove_suffix(1);
    return text;
}

} // namespace faultline
