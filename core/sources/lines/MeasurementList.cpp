// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/lines/MeasurementList.h"

#include "sources/lines/LineScanner.h"
#include "sources/lines/MeasurementValue.h"

#include <algorithm>
#include <cmath>

using namespace std::string_view_literals;

namespace faultline {

namespace {

constexpr char kNone = '\0';

// Commas; or semicolons or bars if there are no commas. With both of them it isn't clear which one
// separates.
char separatorOf(std::string_view text)
{
    if (text.find(',') != std::string_view::npos)
        return ',';
    const bool hasSemicolon = text.find(';') != std::string_view::npos;
    const bool hasBar = text.find('|') != std::string_view::npos;
    if (hasSemicolon == hasBar)
        return kNone;
    return hasSemicolon ? ';' : '|';
}

constexpr CharacterSet kNotInNames(" \t,;|=:()\""sv);

constexpr bool mayFollowName(char c)
{
    return isSpace(c) || c == '=' || c == ':';
}

// A name can't begin like a number: "1,5" would contain a measurement "5".
constexpr bool beginsLikeNumber(std::string_view text)
{
    return !text.empty()
           && (isDigit(text.front()) || text.front() == '-' || text.front() == '+'
               || text.front() == '.');
}

} // namespace

bool MeasurementList::stop(std::size_t position)
{
    m_stoppedAt = position;
    return false;
}

bool MeasurementList::read(std::string_view text)
{
    const bool isBare = m_form == Form::Bare;
    if (isBare) {
        const std::size_t parenthesis = text.find_first_of("()"sv);
        if (parenthesis != std::string_view::npos)
            return stop(parenthesis);
    }
    const char separator = separatorOf(text);
    const bool isOne = separator == ';' || separator == '|' ? isOneText(text, separator) : false;
    if (!(isOne ? readItem(text, 0, kNone) : readItems(text, separator)))
        return false;
    // "temperature too high" and "retry 3" are messages.
    if (isBare && (!m_hasNumber || (m_hasLooseItem && !m_hasKnownName)))
        return stop(0);
    return true;
}

bool MeasurementList::add(const Pair& pair)
{
    return storeSingle({pair.name, '=', pair.value, pair.nameAt, pair.valueAt});
}

bool MeasurementList::readItems(std::string_view text, char separator)
{
    std::size_t start = 0;
    std::size_t end = 0;
    do {
        end = separator == kNone ? text.size() : std::min(text.find(separator, start), text.size());
        if (!readItem(text.substr(start, end - start), start, separator))
            return false;
        start = end + 1;
    } while (end < text.size());
    return true;
}

// Whether the only measurement is a text with semicolons or bars in it: it has no digits, and not
// all of its parts are measurements with '=' or ':'.
bool MeasurementList::isOneText(std::string_view text, char separator)
{
    Item item;
    if (!cutItem(text, 0, item) || equalsIgnoringCase(item.name, kTemperatureName)
        || equalsIgnoringCase(item.name, kVibrationName)
        || std::any_of(item.value.begin(), item.value.end(), isDigit))
        return false;
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = std::min(text.find(separator, start), text.size());
        if (!cutItem(text.substr(start, end - start), start, item) || item.connective == kNone)
            return true;
        start = end + 1;
    }
    return false;
}

bool MeasurementList::cutItem(std::string_view text, std::size_t at, Item& item)
{
    LineScanner scanner(text);
    scanner.skipSpaces();
    item.nameAt = at + scanner.position();
    item.name = scanner.takeWhile([](char c) { return !kNotInNames.contains(c); });
    if (item.name.empty() || beginsLikeNumber(item.name)
        || (!scanner.atEnd() && !mayFollowName(scanner.peek())))
        return stop(item.nameAt);
    scanner.skipSpaces();
    item.connective = kNone;
    if (scanner.isAt('=') || scanner.isAt(':')) {
        item.connective = scanner.peek();
        scanner.advance(1);
        scanner.skipSpaces();
    }
    item.valueAt = at + scanner.position();
    item.value = trimmed(scanner.rest());
    return true;
}

bool MeasurementList::readItem(std::string_view text, std::size_t at, char separator)
{
    Item item;
    if (!cutItem(text, at, item))
        return false;
    if (item.value.empty() && item.connective == kNone)
        return readNameAlone(item, separator);
    return store(item, text, at);
}

// A measurement that is empty. But "vibration-999.66" has lost what was between name and value, and
// a part without a value makes it doubtful that a semicolon separates measurements.
bool MeasurementList::readNameAlone(const Item& item, char separator)
{
    const auto digit = std::find_if(item.name.begin(), item.name.end(), isDigit);
    if (digit != item.name.end()) {
        auto number = static_cast<std::size_t>(digit - item.name.begin());
        while (number > 0 && "+-."sv.find(item.name[number - 1]) != std::string_view::npos)
            --number;
        return stop(item.nameAt + number);
    }
    if ((separator != ',' && separator != kNone) || m_form == Form::Bare)
        return stop(item.valueAt);
    return storeSingle(item);
}

bool MeasurementList::store(const Item& item, std::string_view text, std::size_t at)
{
    // "a=1 b=2": only space between measurements.
    const bool mayBePairs =
        item.connective == '=' && item.value.find('=') != std::string_view::npos;
    if (mayBePairs && readPairs(text, at, false))
        return readPairs(text, at, true);
    if (storeSingle(item))
        return true;
    const std::size_t stoppedAt = m_stoppedAt;
    return readPairs(text, at, true) || stop(stoppedAt);
}

// Names and values with only space between them. Without a connective only a number is certainly a
// value, and no value has spaces.
bool MeasurementList::readPairs(std::string_view text, std::size_t at, bool store)
{
    int pairs = 0;
    while (!trimmed(text).empty()) {
        Item item;
        if (!cutItem(text, at, item))
            return false;
        item.value = item.value.substr(0, item.value.find_first_of(" \t"sv));
        double number = 0;
        const bool isNumber = kindOfValue(item.value, number) == ValueKind::Number;
        const bool isClear = isNumber
                             || (item.connective != kNone
                                 && item.value.find_first_of("=:"sv) == std::string_view::npos);
        if (item.value.empty() || !isClear || (store && !storeSingle(item)))
            return stop(item.valueAt);
        const std::size_t end = item.valueAt + item.value.size();
        text.remove_prefix(end - at);
        at = end;
        ++pairs;
    }
    return pairs > 1 || stop(at);
}

bool MeasurementList::occursBefore(std::string_view name) const
{
    return std::any_of(
        m_reading.extras.begin(), m_reading.extras.end(),
        [name](const ExtraMeasurement& extra) { return equalsIgnoringCase(extra.name, name); });
}

// One measurement: its value is a number, or is kept as text.
bool MeasurementList::storeSingle(const Item& item)
{
    const bool isTemperature = equalsIgnoringCase(item.name, kTemperatureName);
    const bool isVibration = !isTemperature && equalsIgnoringCase(item.name, kVibrationName);
    if ((isTemperature && !std::isnan(m_reading.temperature))
        || (isVibration && !std::isnan(m_reading.vibration)) || occursBefore(item.name))
        return stop(item.nameAt);
    if (isTemperature || isVibration) {
        m_hasKnownName = true;
        double number = 0;
        switch (kindOfValue(item.value, number)) {
        case ValueKind::Number:
            m_hasNumber = true;
            (isTemperature ? m_reading.temperature : m_reading.vibration) = number;
            return true;
        case ValueKind::Mark:
            break;
        case ValueKind::Other:
            return stop(item.valueAt);
        }
    } else {
        if (!isOtherValue(item.value))
            return stop(item.valueAt);
        m_hasNumber = m_hasNumber || beginsLikeNumber(item.value);
        m_hasLooseItem = m_hasLooseItem || item.connective == kNone;
    }
    m_reading.extras.push_back({item.name, item.value});
    return true;
}

} // namespace faultline
