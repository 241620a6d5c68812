// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/lines/TimestampParser.h"

#include "readings/Calendar.h"

#include <QtEndian>

#include <bit>

using namespace std::string_view_literals;

namespace faultline {

namespace {

constexpr qint64 kMicrosecondsPerSecond = 1'000'000;
constexpr int kFractionDigits = 6; // PostgreSQL stores microseconds; further digits are cut off

constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

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

// Reads the parts of a timestamp from left to right.
class Cursor
{
public:
    explicit Cursor(std::string_view text)
        : m_text(text)
    {}

    std::size_t position() const { return m_position; }
    bool atEnd() const { return m_position == m_text.size(); }
    char peek() const { return atEnd() ? '\0' : m_text[m_position]; }

    // From `min` to `max` digits; -1 without moving if there are fewer.
    int number(int min, int max)
    {
        int value = 0;
        std::size_t end = m_position;
        const std::size_t limit = m_position + static_cast<std::size_t>(max);
        while (end < m_text.size() && end < limit && isDigit(m_text[end]))
            value = value * 10 + (m_text[end++] - '0');
        if (end - m_position < static_cast<std::size_t>(min))
            return -1;
        m_position = end;
        return value;
    }

    // Skips and returns one of `accepted`; '\0' if there is none.
    char oneOf(std::string_view accepted)
    {
        if (atEnd() || accepted.find(peek()) == std::string_view::npos)
            return '\0';
        return m_text[m_position++];
    }

    bool word(std::string_view text)
    {
        if (!m_text.substr(m_position).starts_with(text))
            return false;
        m_position += text.size();
        return true;
    }

    void rewind(std::size_t position) { m_position = position; }

private:
    std::string_view m_text;
    std::size_t m_position = 0;
};

// Microseconds of ".123"; 0 if there is no fraction, -1 if it is invalid.
qint64 parseFraction(Cursor& cursor)
{
    if (!cursor.oneOf(".,"sv))
        return 0;
    qint64 value = 0;
    int digits = 0;
    while (isDigit(cursor.peek())) {
        const int digit = cursor.number(1, 1);
        if (digits < kFractionDigits)
            value = value * 10 + digit;
        ++digits;
    }
    if (digits == 0)
        return -1;
    for (; digits < kFractionDigits; ++digits)
        value *= 10;
    return value;
}

// The microseconds to subtract to get UTC; none if it isn't a zone.
std::optional<qint64> parseZone(Cursor& cursor)
{
    cursor.oneOf(" "sv);
    if (cursor.oneOf("Zz"sv) || cursor.word("UTC"sv) || cursor.word("GMT"sv))
        return 0;
    const char sign = cursor.oneOf("+-"sv);
    const std::size_t hourStart = cursor.position();
    const int hours = sign ? cursor.number(2, 2) : -1;
    if (hours < 0)
        return std::nullopt;
    // Offsets in use range from -12:00 to +14:00; PostgreSQL accepts up to 15:59.
    if (hours > 15) {
        cursor.rewind(hourStart);
        return std::nullopt;
    }
    const bool colon = cursor.oneOf(":"sv) != '\0';
    const std::size_t minuteStart = cursor.position();
    const int minutes = cursor.atEnd() && !colon ? 0 : cursor.number(2, 2);
    if (minutes < 0 || minutes > 59) {
        cursor.rewind(minuteStart);
        return std::nullopt;
    }
    const qint64 offset = (qint64{hours} * 60 + minutes) * 60 * kMicrosecondsPerSecond;
    return sign == '-' ? -offset : offset;
}

// A number within limits; on failure the cursor is at its start.
bool parsePart(Cursor& cursor, int lowest, int highest, int& value)
{
    const std::size_t start = cursor.position();
    value = cursor.number(1, 2);
    if (value >= lowest && value <= highest)
        return true;
    cursor.rewind(start);
    return false;
}

std::optional<qint32> parseDate(Cursor& cursor)
{
    const int year = cursor.number(4, 4);
    if (year < 0)
        return std::nullopt;
    const char separator = cursor.oneOf("-/"sv);
    int month = 0;
    int day = 0;
    if (!separator || !parsePart(cursor, 1, 12, month)
        || !cursor.oneOf(std::string_view(&separator, 1)))
        return std::nullopt;
    const std::size_t dayStart = cursor.position();
    if (!parsePart(cursor, 1, 31, day))
        return std::nullopt;
    const auto days = daysFromCivil(year, month, day);
    if (!days)
        cursor.rewind(dayStart);
    return days;
}

std::optional<qint64> parseTimeOfDay(Cursor& cursor)
{
    int hour = 0;
    int minute = 0;
    int second = 0;
    if (!parsePart(cursor, 0, 23, hour) || !cursor.oneOf(":"sv)
        || !parsePart(cursor, 0, 59, minute))
        return std::nullopt;
    qint64 fraction = 0;
    if (cursor.oneOf(":"sv)) {
        if (!parsePart(cursor, 0, 59, second))
            return std::nullopt;
        fraction = parseFraction(cursor);
        if (fraction < 0)
            return std::nullopt;
    }
    return instant(0, hour, minute, second) + fraction;
}

} // namespace

const char* parseShortTimestamp(const char* text, ShortTimestamp& time)
{
    constexpr Pattern kYear("0000\0\0\0\0");
    const quint64 year = kYear.valuesOf(text) & 0xFFFF'FFFFU;
    const char separator = text[4];
    if (kYear.misfits(year) != 0 || (separator != '-' && separator != '/'))
        return nullptr;
    const char* at = text + 5;
    const int month = shortPart(at);
    if (*at++ != separator)
        return nullptr;
    const int day = shortPart(at);
    const auto days = daysFromCivil(pairAt<0>(year) * 100 + pairAt<2>(year), month, day);
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
        return parseShortTimestamp(text, time);
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
    const char* const end = parseShortTimestamp(text, time);
    if (end && end >= text + bytes)
        date = {first, last, dayOf(time.local) * kMicrosecondsPerDay};
    return end;
}

TimestampParse parseTimestamp(std::string_view text, LocalClock& clock)
{
    Cursor cursor(text);
    const auto failedAt = [](std::size_t position) {
        return TimestampParse{std::nullopt, position};
    };
    const auto day = parseDate(cursor);
    if (!day)
        return failedAt(cursor.position());
    if (cursor.atEnd()) {
        const auto start = clock.startOfDay(*day);
        return start ? TimestampParse{*start, text.size(), true} : failedAt(0);
    }
    if (!cursor.oneOf(" Tt"sv))
        return failedAt(cursor.position());
    const std::size_t timeStart = cursor.position();
    const auto time = parseTimeOfDay(cursor);
    if (!time)
        return failedAt(cursor.position());
    const qint64 local = qint64{*day} * kMicrosecondsPerDay + *time;
    if (cursor.atEnd()) {
        const auto found = clock.instantOf(local);
        if (found.occurs == LocalTime::Occurs::Never)
            return failedAt(timeStart);
        return {found.instant, text.size(), false, found.occurs == LocalTime::Occurs::Twice};
    }
    const auto offset = parseZone(cursor);
    if (!offset || !cursor.atEnd())
        return failedAt(cursor.position());
    return {local - *offset, text.size()};
}

} // namespace faultline
