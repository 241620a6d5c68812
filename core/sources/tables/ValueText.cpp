// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/tables/ValueText.h"

#include "readings/SourceId.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

using namespace std::string_view_literals;

namespace faultline {

namespace {

// A larger value is a logger's mark for "none", such as the largest double; and sums of such values
// would overflow.
constexpr double kLargestMeasurement = 1e290;
constexpr std::size_t kMaxWordBytes = 64;

constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

// A plain decimal number of few digits: the two doubles of the division are exact, so that it
// rounds once, like std::from_chars.
std::optional<double> shortNumberOf(std::string_view text)
{
    constexpr std::array<double, 16> kPowersOfTen{1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                  1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    const bool isNegative = text.starts_with('-');
    if (isNegative)
        text.remove_prefix(1);
    if (text.empty() || text.size() >= kPowersOfTen.size() || !isDigit(text.front())
        || !isDigit(text.back()))
        return std::nullopt;
    qint64 digits = 0;
    std::size_t point = text.size() - 1;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (isDigit(text[i]))
            digits = digits * 10 + (text[i] - '0');
        else if (text[i] == '.' && point == text.size() - 1)
            point = i;
        else
            return std::nullopt;
    }
    const double value = static_cast<double>(digits) / kPowersOfTen.at(text.size() - 1 - point);
    return isNegative ? -value : value;
}

// What spreadsheets and old C libraries write for "no number", though it has digits.
bool isMarkWithDigits(std::string_view text)
{
    static constexpr std::array kMarks{"1.#QNAN"sv, "-1.#QNAN"sv, "1.#IND"sv,
                                       "-1.#IND"sv, "1.#INF"sv,   "-1.#INF"sv,
                                       "1.#SNAN"sv, "#DIV/0!"sv,  "-1.#SNAN"sv};
    return std::find(kMarks.begin(), kMarks.end(), text) != kMarks.end();
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

std::optional<double> numberOf(std::string_view text)
{
    if (const auto value = shortNumberOf(text))
        return value;
    // from_chars rejects a plus sign, and accepts "inf" and "nan", which aren't measurements.
    const bool hasPlus = text.starts_with('+');
    if (hasPlus)
        text.remove_prefix(1);
    const std::string_view unsignedText = !hasPlus && text.starts_with('-') ? text.substr(1) : text;
    if (unsignedText.empty() || !(isDigit(unsignedText.front()) || unsignedText.front() == '.'))
        return std::nullopt;
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()
        || !(std::abs(value) <= kLargestMeasurement))
        return std::nullopt;
    return value;
}

ValueKind kindOfValue(std::string_view text, char decimalMark)
{
    if (text.empty())
        return ValueKind::Empty;
    if (decimalMark == '.' ? numberOf(text).has_value() : isNumberWithComma(text))
        return ValueKind::Number;
    return isWord(text) ? ValueKind::Word : ValueKind::Bad;
}

} // namespace faultline
