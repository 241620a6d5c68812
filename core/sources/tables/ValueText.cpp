// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/tables/ValueText.h"

#include "readings/SourceId.h"

#include <algorithm>
#include <array>

namespace faultline {

namespace {

constexpr std::size_t kMaxWordBytes = 64;

constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isWord(std::string_view text)
{
    return text.size() <= kMaxWordBytes && isShortText(text)
           && (isMarkWithDigits(text) || std::none_of(text.begin(), text.end(), isDigit));
}

// A point would be a mark for thousands there, or isn't a mark at all.
bool isNumberWithComma(std::string_view text)
{
    constexpr std::size_t kMaxBytes = 512;
    const std::size_t comma = text.find(',');
    if (text.size() > kMaxBytes || text.find('.') != std::string_view::npos)
        return false;
    if (comma == std::string_view::npos)
        return numberOf(text).has_value();
    std::array<char, kMaxBytes> copy{};
    std::copy(text.begin(), text.end(), copy.begin());
    copy.at(comma) = '.';
    return numberOf({copy.data(), text.size()}).has_value();
}

} // namespace

bool isShortText(std::string_view text)
{
    return text.size() <= kMaxIdBytes && validIdPrefix(text) == text.size();
}

CellKind kindOfCell(std::string_view text, char decimalMark)
{
    if (text.empty())
        return CellKind::Empty;
    if (decimalMark == '.' ? numberOf(text).has_value() : isNumberWithComma(text))
        return CellKind::Number;
    return isWord(text) ? CellKind::Word : CellKind::Bad;
}

} // namespace faultline
