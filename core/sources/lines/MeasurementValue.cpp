// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/lines/MeasurementValue.h"

#include "sources/lines/LineCharacters.h"

#include <QtGlobal>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

using namespace std::string_view_literals;

namespace faultline {

namespace {

// In characters that words and units don't have, other measurements would hide.
constexpr CharacterSet kNotInWords("\"=;|"sv);
constexpr CharacterSet kBetweenWords(" \t\"=;|"sv);
constexpr std::size_t kMaxWordBytes = 64;
constexpr std::size_t kMaxUnitBytes = 16;

struct NumberPrefix
{
    std::size_t bytes = 0; ///< 0: it doesn't begin with a number.
    double value = 0;
    bool isUsable = false; ///< Finite, and not a mark for "none".
};

NumberPrefix numberAtStart(std::string_view text)
{
    // from_chars rejects a plus sign, and accepts "inf" and "nan", which aren't measurements.
    const std::size_t plus = text.starts_with('+') ? 1 : 0;
    const std::string_view digits = text.substr(plus);
    const bool hasMinus = plus == 0 && digits.starts_with('-');
    const bool canBegin = !digits.empty()
                          && (isDigit(digits.front()) || digits.front() == '.'
                              || (hasMinus && !digits.substr(1).empty() && !isLetter(digits[1])));
    if (!canBegin)
        return {};
    NumberPrefix number;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), number.value);
    if (error == std::errc::invalid_argument)
        return {};
    number.bytes = plus + static_cast<std::size_t>(end - digits.data());
    number.isUsable = error == std::errc() && std::abs(number.value) <= kLargestMeasurement;
    return number;
}

// Nearly all numbers are decimal and have at most 15 digits. These and the power of ten are exact
// doubles, so that one division rounds once, as from_chars does (see CommonLineParser).
bool isPlainNumber(std::string_view text, double& number)
{
    constexpr std::array<double, 16> kPowersOfTen{1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                  1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    constexpr std::size_t kMaxBytes = 16; // 15 digits and a point
    const bool isNegative = text.starts_with('-');
    text.remove_prefix(isNegative ? 1 : 0);
    if (text.empty() || text.size() > kMaxBytes)
        return false;
    qint64 mantissa = 0;
    std::size_t point = text.size();
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (isDigit(text[i]))
            mantissa = mantissa * 10 + (text[i] - '0');
        else if (text[i] == '.' && point == text.size())
            point = i;
        else
            return false;
    }
    const bool hasPoint = point < text.size();
    const std::size_t digits = text.size() - (hasPoint ? 1 : 0);
    if (digits == 0 || digits == kMaxBytes)
        return false;
    const std::size_t fraction = hasPoint ? text.size() - point - 1 : 0;
    const double magnitude = static_cast<double>(mantissa) / kPowersOfTen[fraction];
    number = isNegative ? -magnitude : magnitude;
    return true;
}

bool hasDigits(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), isDigit);
}

bool containsIgnoringCase(std::string_view text, std::string_view part)
{
    return std::search(
               text.begin(), text.end(), part.begin(), part.end(),
               [](char a, char b) { return toUpper(a) == toUpper(b); })
           != text.end();
}

// Of another measurement, whose separator or beginning was lost.
bool containsKnownName(std::string_view text)
{
    return text.size() >= kVibrationName.size()
           && (containsIgnoringCase(text, kTemperatureName)
               || containsIgnoringCase(text, kVibrationName));
}

// "err", "No Data", "-", or nothing.
bool isWord(std::string_view text)
{
    return text.size() <= kMaxWordBytes && !hasDigits(text) && !kNotInWords.isAnyIn(text)
           && !containsKnownName(text);
}

// "bar", "%", "m/s2"
bool isUnit(std::string_view text)
{
    return !text.empty() && text.size() <= kMaxUnitBytes
           && (isLetterOfAny(text.front()) || text.front() == '%' || text.front() == '/')
           && text.find_first_of(" \t:\"=;|"sv) == std::string_view::npos
           && !containsKnownName(text);
}

// Whether a word of it is a number, such as in "bearing 3 replaced": it may belong to another
// measurement.
bool hasNumberInside(std::string_view text)
{
    while (!text.empty()) {
        const auto* const end = std::find_if(
            text.begin(), text.end(), [](char c) { return kBetweenWords.contains(c); });
        const auto bytes = static_cast<std::size_t>(end - text.begin());
        if (bytes > 0 && numberAtStart(text.substr(0, bytes)).bytes == bytes)
            return true;
        text.remove_prefix(std::min(bytes + 1, text.size()));
    }
    return false;
}

} // namespace

// The C library of Windows writes 1.#QNAN, -1.#IND and 1.#INF, and pads them with zeros to the
// width that was asked for.
bool isMarkWithDigits(std::string_view text)
{
    constexpr std::array kWindows{"QNAN"sv, "SNAN"sv, "IND"sv, "INF"sv};
    constexpr std::array kSpreadsheets{"#DIV/0!"sv, "Err:502"sv, "Err:503"sv,
                                       "Err:511"sv, "Err:522"sv, "Err:523"sv};
    const NumberPrefix number = numberAtStart(text);
    if (number.bytes == text.size() && number.bytes > 0)
        return !number.isUsable;
    const auto isText = [text](std::string_view mark) { return equalsIgnoringCase(text, mark); };
    if (std::any_of(kSpreadsheets.begin(), kSpreadsheets.end(), isText))
        return true;
    if (text.starts_with('-') || text.starts_with('+'))
        text.remove_prefix(1);
    if (!text.starts_with("1.#"sv))
        return false;
    text.remove_prefix(3);
    while (text.ends_with('0'))
        text.remove_suffix(1);
    return std::any_of(kWindows.begin(), kWindows.end(), [text](std::string_view mark) {
        return equalsIgnoringCase(text, mark);
    });
}

std::optional<double> numberOf(std::string_view text)
{
    double plain = 0;
    if (isPlainNumber(text, plain)) [[likely]]
        return plain;
    const NumberPrefix number = numberAtStart(text);
    const bool isNumber = number.bytes == text.size() && number.isUsable;
    return isNumber ? std::optional(number.value) : std::nullopt;
}

ValueKind kindOfValue(std::string_view text, double& number)
{
    if (const auto found = numberOf(text)) {
        number = *found;
        return ValueKind::Number;
    }
    return isWord(text) || isMarkWithDigits(text) ? ValueKind::Mark : ValueKind::Other;
}

bool isOtherValue(std::string_view text)
{
    double plain = 0;
    if (isPlainNumber(text, plain))
        return true;
    // A quote without its other one is that of a cell, which has the rest of the text.
    if (std::count(text.begin(), text.end(), '"') % 2 != 0)
        return false;
    if (!hasDigits(text))
        return true;
    if (containsKnownName(text) || containsIgnoringCase(text, "sensor["sv))
        return false;
    const std::size_t number = numberAtStart(text).bytes;
    return number == text.size() || (number > 0 && isUnit(trimmed(text.substr(number))))
           || !hasNumberInside(text);
}

} // namespace faultline
