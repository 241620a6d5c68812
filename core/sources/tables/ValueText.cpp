// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/tables/ValueText.h"

#include "readings/SourceId.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>

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

} // namespace

bool isShortText(std::string_view text)
{
    return text.size() <= kMaxIdBytes && validIdPrefix(text) == text.size();
}

std::optional<double> numberOf(std::string_view text)
{
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
    if (decimalMark == ',') {
        // The other mark would be one for thousands, or isn't a mark at all.
        if (std::count(text.begin(), text.end(), ',') == 1
            && text.find('.') == std::string_view::npos) {
            std::string point(text);
            std::replace(point.begin(), point.end(), ',', '.');
            return numberOf(point) ? ValueKind::Number
                   : isWord(text)  ? ValueKind::Word
                                   : ValueKind::Bad;
        }
        if (text.find('.') != std::string_view::npos)
            return isWord(text) ? ValueKind::Word : ValueKind::Bad;
    }
    if (numberOf(text))
        return ValueKind::Number;
    return isWord(text) ? ValueKind::Word : ValueKind::Bad;
}

} // namespace faultline
