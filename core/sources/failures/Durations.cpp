// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/failures/Durations.h"

#include "sources/failures/WordList.h"
#include "sources/lines/MeasurementValue.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

using namespace std::string_view_literals;

namespace faultline {

namespace {

constexpr double kMaxSeconds = 3'155'760'000; // a century

struct Unit
{
    std::string_view name;
    double seconds = 0;
    std::string_view words; ///< Separated by spaces.
};
constexpr std::array kUnits{
    Unit{"d"sv, 86'400, "d day days tag tage jour jours j día dia días dias giorni dagen"sv},
    Unit{
        "h"sv, 3'600,
        "h hr hrs hour hours std std. stunde stunden heure heures hora horas ore uur"sv},
    Unit{"min"sv, 60, "min min. mins minute minutes m minuten minuto minutos minuti minuut"sv},
    Unit{
        "s"sv, 1,
        "s sec sec. secs second seconds sek sek. sekunde sekunden seconde secondes segundo "
        "segundos "
        "secondi"sv}};

constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    return text;
}

// A number of digits with at most one mark. Moves behind it.
std::optional<double> takeNumber(std::string_view& text, char decimalMark)
{
    std::size_t size = 0;
    while (size < text.size() && (isDigit(text[size]) || text[size] == decimalMark))
        ++size;
    std::string number(text.substr(0, size));
    std::replace(number.begin(), number.end(), decimalMark, '.');
    text.remove_prefix(size);
    return number.starts_with('.') ? std::nullopt : numberOf(number);
}

// "2:30" or "2:30:15".
std::optional<double> clockSeconds(std::string_view text)
{
    std::array<double, 3> parts{};
    std::size_t count = 0;
    while (count < parts.size()) {
        const std::string_view part = text.substr(0, text.find(':'));
        const bool isLast = part.size() == text.size();
        const bool mayHaveFraction = isLast && count == 2;
        const std::string_view whole = mayHaveFraction ? part.substr(0, part.find('.')) : part;
        if (whole.empty() || whole.size() > (count == 0 ? 6 : 2)
            || !std::all_of(whole.begin(), whole.end(), isDigit))
            return std::nullopt;
        const auto number = numberOf(part);
        if (!number || (count > 0 && *number >= 60))
            return std::nullopt;
        parts.at(count++) = *number;
        text.remove_prefix(std::min(text.size(), part.size() + 1));
        if (isLast)
            break;
    }
    if (count < 2 || !text.empty())
        return std::nullopt;
    return (parts[0] * 60 + parts[1]) * 60 + parts[2];
}

// "1 h 30 min", "PT1H30M".
std::optional<double> sumOfUnits(std::string_view text, char decimalMark)
{
    std::string lower = lowered(text);
    if (lower.starts_with('p')) {
        // Before the T, an m would be a month.
        if (lower.substr(0, lower.find('t')).find('m') != std::string::npos)
            return std::nullopt;
        lower.erase(0, 1);
        std::replace(lower.begin(), lower.end(), 't', ' ');
    }
    std::string_view rest = trimmed(lower);
    double sum = 0;
    double before = kMaxSeconds;
    while (!rest.empty()) {
        const auto number = takeNumber(rest, decimalMark);
        rest = trimmed(rest);
        std::size_t size = 0;
        while (size < rest.size() && !isDigit(rest[size]) && rest[size] != ' ' && rest[size] != ',')
            ++size;
        const auto seconds = secondsOfUnit(unitOfDuration(rest.substr(0, size)));
        // Each unit is smaller than the one before.
        if (!number || !seconds || *seconds >= before)
            return std::nullopt;
        sum += *number * *seconds;
        before = *seconds;
        rest = trimmed(rest.substr(size));
        if (rest.starts_with(','))
            rest = trimmed(rest.substr(1));
    }
    return before < kMaxSeconds ? std::optional(sum) : std::nullopt;
}

} // namespace

std::optional<double> secondsOfUnit(std::string_view unit)
{
    const auto found = std::find_if(
        kUnits.begin(), kUnits.end(), [unit](const Unit& each) { return each.name == unit; });
    return found == kUnits.end() ? std::nullopt : std::optional(found->seconds);
}

std::string_view unitOfDuration(std::string_view word)
{
    const auto found = std::find_if(kUnits.begin(), kUnits.end(), [word](const Unit& each) {
        return !word.empty() && isAmong(each.words, ' ', word);
    });
    return found == kUnits.end() ? std::string_view() : found->name;
}

std::optional<double>
durationSeconds(std::string_view text, std::string_view unit, char decimalMark)
{
    std::optional<double> seconds;
    std::string_view rest = text;
    const auto number = takeNumber(rest, decimalMark);
    if (text.find(':') != std::string_view::npos)
        seconds = clockSeconds(text);
    else if (number && rest.empty() && !unit.empty())
        seconds = *number * secondsOfUnit(unit).value_or(0);
    else
        seconds = sumOfUnits(text, decimalMark);
    return seconds && *seconds <= kMaxSeconds ? seconds : std::nullopt;
}

bool isPlainNumber(std::string_view text, char decimalMark)
{
    return takeNumber(text, decimalMark) && text.empty();
}

bool areContradictory(double duration, double untilEnd)
{
    constexpr double kMinute = 60;
    constexpr double kShare = 0.01;
    const double apart = std::abs(duration - untilEnd);
    return apart > kMinute && apart > kShare * std::max(duration, untilEnd);
}

void DurationUnitProof::add(std::string_view number, char decimalMark, double untilEnd)
{
    std::string_view rest = number;
    const auto value = takeNumber(rest, decimalMark);
    if (!value || !rest.empty() || *value <= 0 || untilEnd <= 0)
        return;
    const std::size_t mark = number.find(decimalMark);
    const auto decimals = mark == std::string_view::npos ? 0 : number.size() - mark - 1;
    const double lost = std::pow(10.0, -static_cast<double>(decimals)) / 2;
    ++m_rows;
    std::optional<std::size_t> fitting;
    for (std::size_t i = 0; i < kUnits.size(); ++i) {
        const double seconds = kUnits.at(i).seconds;
        const double apart = std::abs(*value * seconds - untilEnd);
        if (apart > lost * seconds && areContradictory(*value * seconds, untilEnd))
            continue;
        if (fitting)
            return; // it may be either
        fitting = i;
    }
    if (fitting)
        ++m_fits.at(*fitting);
}

std::string_view DurationUnitProof::unit() const
{
    constexpr int kLeast = 3;
    for (std::size_t i = 0; i < kUnits.size(); ++i) {
        if (m_fits.at(i) >= kLeast && m_fits.at(i) * 10 >= m_rows * 9)
            return kUnits.at(i).name;
    }
    return {};
}

} // namespace faultline
