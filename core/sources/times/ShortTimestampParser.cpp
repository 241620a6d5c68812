// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/times/ShortTimestampParser.h"

#include "readings/Calendar.h"

#include <QtEndian>

#include <bit>
#include <cstddef>
#include <optional>

namespace faultline {

namespace {

constexpr qint64 kMicrosecondsPerSecond = 1'000'000;

quint64 eightBytes(const char* text)
{
    return qFromLittleEndian<quint64>(text);
}

// Eight bytes with digits in fixed places, compared and converted at once.
class Pattern
{
public:
    // `pattern` has a 0 for each digit.
    constexpr explicit Pattern(const char (&pattern)[9])
    {
        for (std::size_t i = 0; i < 8; ++i) {
            const auto byte = static_cast<unsigned char>(pattern[i]);
            m_text |= quint64{byte} << (i * 8);
            m_room |= quint64{byte == '0' ? 0x80U - 10U : 0x80U - 1U} << (i * 8);
        }
    }
    // Digits become their values, and all other bytes 0.
    quint64 valuesOf(const char* text) const { return valuesOf(eightBytes(text)); }
    quint64 valuesOf(quint64 eight) const { return eight ^ m_text; }
    // 0 if each byte is what the pattern has there.
    quint64 misfits(quint64 values) const
    {
        return ((values + m_room) | values) & 0x8080'8080'8080'8080U;
    }

private:
    quint64 m_text = 0;
    quint64 m_room = 0; // what may be added before a byte's high bit is set
};

// The number of two digits, the first in byte `At`.
template<unsigned At>
constexpr int pairAt(quint64 values)
{
    return static_cast<int>((values * 10 + (values >> 8U)) >> (At * 8) & 0xFFU);
}

// One or two digits; a number that is out of range for any use if there are none.
inline int shortPart(const char*& at)
{
    constexpr int kNone = 10'000;
    const int first = at[0] - '0';
    const int second = at[1] - '0';
    const bool hasTwo = static_cast<unsigned>(second) <= 9;
    at += hasTwo ? 2 : 1;
    if (static_cast<unsigned>(first) > 9)
        return kNone;
    return hasTwo ? first * 10 + second : first;
}

constexpr qint64 instant(qint32 day, int hour, int minute, int second)
{
    return qint64{day} * kMicrosecondsPerDay
           + ((qint64{hour} * 60 + minute) * 60 + second) * kMicrosecondsPerSecond;
}

// Four digits.
inline bool takeYear(const char*& at, int& year)
{
    constexpr Pattern kYear("0000\0\0\0\0");
    const quint64 digits = kYear.valuesOf(at) & 0xFFFF'FFFFU;
    if (kYear.misfits(digits) != 0)
        return false;
    year = pairAt<0>(digits) * 100 + pairAt<2>(digits);
    at += 4;
    return true;
}

// "2021-2-7"; where it ends in `at`.
inline std::optional<qint32> dateWithLeadingYear(const char*& at)
{
    int year = 0;
    if (!takeYear(at, year))
        return std::nullopt;
    const char separator = *at++;
    if (separator != '-' && separator != '/')
        return std::nullopt;
    const int month = shortPart(at);
    if (*at++ != separator)
        return std::nullopt;
    const int day = shortPart(at);
    return daysFromCivil(year, month, day);
}

// "7/2/2021", or "2/7/2021".
inline std::optional<qint32> dateInOrder(const char*& at, TimeFormat::DateOrder order)
{
    const int first = shortPart(at);
    const char separator = *at++;
    if (separator != '/' && separator != '.' && separator != '-')
        return std::nullopt;
    const int second = shortPart(at);
    int year = 0;
    if (*at++ != separator || !takeYear(at, year) || static_cast<unsigned>(*at - '0') <= 9)
        return std::nullopt;
    const bool isDayFirst = order == TimeFormat::DateOrder::DayFirst;
    return isDayFirst ? daysFromCivil(year, second, first) : daysFromCivil(year, first, second);
}

} // namespace

const char* parseShortTimestamp(const char* text, ShortTimestamp& time, TimeFormat::DateOrder order)
{
    const char* at = text;
    std::optional<qint32> days = dateWithLeadingYear(at);
    if (!days && order != TimeFormat::DateOrder::Unknown) {
        at = text;
        days = dateInOrder(at, order);
    }
    if (!days)
        return nullptr;
    time.isDateOnly = *at != ' ';
    if (time.isDateOnly) {
        time.local = *days * kMicrosecondsPerDay;
        return at;
    }
    ++at;
    const int hour = shortPart(at);
    if (*at++ != ':')
        return nullptr;
    const int minute = shortPart(at);
    if (*at++ != ':')
        return nullptr;
    const int second = shortPart(at);
    if (hour > 23 || minute > 59 || second > 59)
        return nullptr;
    time.local = instant(*days, hour, minute, second);
    return at;
}

const char* ShortTimestampParser::parse(const char* text, ShortTimestamp& time)
{
    constexpr Pattern kTimeOfDay("00:00:00");
    constexpr std::size_t kYearBytes = 5; // with its separator
    constexpr quint64 kOnes = 0x0101'0101'0101'0101U;
    const quint64 first = eightBytes(text);
    const quint64 notSpaces = eightBytes(text + kYearBytes) ^ (kOnes * ' ');
    const quint64 spaces = (notSpaces - kOnes) & ~notSpaces & 0x8080'8080'8080'8080U;
    const std::size_t bytes = kYearBytes + static_cast<unsigned>(std::countr_zero(spaces)) / 8;
    if (bytes < 8 || bytes > 10)
        return parseShortTimestamp(text, time, m_order);
    const quint64 last = eightBytes(text + bytes - 8);
    Date& date = m_dates
        [static_cast<std::size_t>((first * 0x9E37'79B9'7F4A'7C15U + last) * 0xA076'1D64'78BD'642FU)
         >> (64U - kSlotBits)];
    if (date.first == first && date.last == last) [[likely]] {
        const char* const at = text + bytes + 1;
        const bool isShort = at[1] == ':';
        const quint64 clock = isShort ? eightBytes(at) << 8U | '0' : eightBytes(at);
        const quint64 values = kTimeOfDay.valuesOf(clock);
        const int hour = pairAt<0>(values);
        const int minute = pairAt<3>(values);
        const int second = pairAt<6>(values);
        if (kTimeOfDay.misfits(values) == 0 && hour <= 23 && minute <= 59 && second <= 59)
            [[likely]] {
            time.isDateOnly = false;
            time.local = date.midnight + instant(0, hour, minute, second);
            return at + (isShort ? 7 : 8);
        }
    }
    const char* const end = parseShortTimestamp(text, time, m_order);
    if (end && end >= text + bytes)
        date = {first, last, dayOf(time.local) * kMicrosecondsPerDay};
    return end;
}

} // namespace faultline
