// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/times/TimestampParser.h"

#include "readings/Calendar.h"
#include "sources/times/MonthNames.h"
#include "sources/times/NamedZones.h"
#include "sources/times/TimestampCursor.h"

using namespace std::string_view_literals;

namespace faultline {

namespace {

constexpr qint64 kMicrosecondsPerSecond = 1'000'000;
constexpr qint64 kSecondsFrom1970To2000 = 946'684'800;
constexpr int kFractionDigits = 6; // PostgreSQL stores microseconds; further digits are cut off
constexpr int kYearDigits = 4;
constexpr int kMonths = 12;

constexpr qint64 timeOfDay(int hour, int minute, int second)
{
    return ((qint64{hour} * 60 + minute) * 60 + second) * kMicrosecondsPerSecond;
}

// One text, read from left to right. Each function that fails leaves the cursor where the text
// can't be read.
class TimestampReader
{
public:
    TimestampReader(std::string_view text, LocalClock& clock, const TimeFormat& format)
        : m_cursor(text)
        , m_clock(clock)
        , m_order(format.order)
    {}

    TimestampParse read()
    {
        const auto instant = readAll();
        TimestampParse parse;
        parse.stoppedAt = m_cursor.position();
        parse.isSkipped = m_isSkipped;
        if (!instant || !m_cursor.atEnd())
            return parse;
        parse.occurredAt = instant;
        parse.isDateOnly = m_isDateOnly;
        parse.isTwice = m_isTwice;
        return parse;
    }

private:
    std::optional<qint64> readAll()
    {
        constexpr std::size_t kCompactDate = 8;
        constexpr std::size_t kCompactTime = 14;
        switch (m_cursor.digitsAhead()) {
        case 10:
        case 13:
        case 16:
            return readEpoch();
        case kCompactDate:
            return readCompactDate() ? readBehindDate() : std::nullopt;
        case kCompactTime:
            return readCompactDate() && readCompactTime() ? readZone() : std::nullopt;
        default:
            return readDate() ? readBehindDate() : std::nullopt;
        }
    }

    // Seconds, milliseconds or microseconds since 1970. A number that is also a date with an hour
    // isn't taken for one of 2033: it would be off by years.
    std::optional<qint64> readEpoch()
    {
        const std::size_t digits = m_cursor.digitsAhead();
        if (isDateWithHour(m_cursor.rest()))
            return std::nullopt;
        const qint64 value = m_cursor.longNumber();
        qint64 micros = value;
        if (digits == 10) {
            const std::size_t end = m_cursor.position();
            const qint64 fraction = readFraction();
            if (fraction < 0) {
                m_cursor.rewind(end);
                return std::nullopt;
            }
            micros = value * kMicrosecondsPerSecond + fraction;
        } else if (digits == 13) {
            micros = value * 1'000;
        }
        return micros - kSecondsFrom1970To2000 * kMicrosecondsPerSecond;
    }

    // "2021020114…"
    static bool isDateWithHour(std::string_view digits)
    {
        constexpr int kFirstYear = 1990;
        constexpr int kLastYear = 2039;
        TimestampCursor cursor(digits);
        const int year = cursor.number(kYearDigits, kYearDigits);
        const int month = cursor.number(2, 2);
        const int day = cursor.number(2, 2);
        const int hour = cursor.number(2, 2);
        return year >= kFirstYear && year <= kLastYear && hour < 24
               && daysFromCivil(year, month, day).has_value();
    }

    bool readCompactDate()
    {
        m_isCompact = true;
        const int year = m_cursor.number(kYearDigits, kYearDigits);
        int month = 0;
        int day = 0;
        if (!readTwoDigits(1, kMonths, month))
            return false;
        m_dayAt = m_cursor.position();
        return readTwoDigits(1, 31, day) && setDate(year, month, day);
    }

    // "142000" or "1420"
    bool readCompactTime()
    {
        int hour = 0;
        int minute = 0;
        int second = 0;
        m_timeAt = m_cursor.position();
        if (!readTwoDigits(0, 23, hour) || !readTwoDigits(0, 59, minute))
            return false;
        qint64 fraction = 0;
        if (m_cursor.digitsAhead() > 0) {
            if (!readTwoDigits(0, 59, second))
                return false;
            fraction = readFraction();
            if (fraction < 0 || m_cursor.digitsAhead() > 0)
                return false;
        }
        m_time = timeOfDay(hour, minute, second) + fraction;
        return true;
    }

    // Any date but a compact one.
    bool readDate()
    {
        const std::size_t start = m_cursor.position();
        const std::string_view name = m_cursor.nameAhead();
        if (const int weekday = weekdayOfName(name); weekday > 0) {
            m_cursor.skip(name.size());
            m_cursor.oneOf(".");
            m_cursor.oneOf(",");
            if (!m_cursor.skipSpaces()) {
                m_cursor.rewind(start);
                return false;
            }
            m_weekday = weekday;
        }
        m_dateAt = m_cursor.position();
        if (m_cursor.digitsAhead() == 0)
            return readMonthName() && readBehindMonthName();
        if (m_cursor.digitsAhead() >= static_cast<std::size_t>(kYearDigits))
            return readYearFirst();
        return readOtherDate();
    }

    // "2021-02-07", "2021-Feb-7"
    bool readYearFirst()
    {
        const int year = m_cursor.number(kYearDigits, kYearDigits);
        const char separator = m_cursor.oneOf("-/. "sv);
        if (!separator)
            return false;
        int month = 0;
        if (!m_cursor.nameAhead().empty()) {
            if (!readMonthName())
                return false;
            month = m_month;
        } else if (separator == ' ' || !readPart(1, kMonths, month)) {
            return false;
        }
        if (m_cursor.oneOf({&separator, 1}) == '\0')
            return false;
        int day = 0;
        m_dayAt = m_cursor.position();
        return readPart(1, 31, day) && setDate(year, month, day);
    }

    // "7/2/2021", "7-Feb-2021", "7. Februar 2021", "7 de febrero de 2021", "07FEB2021"
    bool readOtherDate()
    {
        m_dayAt = m_cursor.position();
        const int first = m_cursor.number(1, 2);
        // A part of three digits.
        if (m_cursor.digitsAhead() > 0)
            return failAt(m_dateAt);
        char separator = m_cursor.oneOf("-/."sv);
        if ((separator == '.' || separator == '\0') && m_cursor.skipSpaces())
            separator = ' ';
        if (separator == ' ')
            skipOf();
        if (!m_cursor.nameAhead().empty()) {
            if (first < 1 || first > 31)
                return failAt(m_dateAt);
            return readMonthName() && skipBehindMonth(separator) && readYear()
                   && setDate(m_year, m_month, first);
        }
        if (separator == '\0' || separator == ' ')
            return failAt(m_dateAt);
        return readNumbers(first, separator);
    }

    // Behind "7/" of "7/2/2021"
    bool readNumbers(int first, char separator)
    {
        const std::size_t secondAt = m_cursor.position();
        const int second = m_cursor.number(1, 2);
        if (second < 0 || m_cursor.oneOf({&separator, 1}) == '\0' || !readYear())
            return failAt(m_dateAt);
        // A date that is the same in both orders shows no order, and needs none.
        if (m_order == TimeFormat::DateOrder::Unknown && first != second)
            return failAt(m_dateAt);
        const bool isMonthFirst = m_order == TimeFormat::DateOrder::MonthFirst;
        const int month = isMonthFirst ? first : second;
        if (month < 1 || month > kMonths)
            return failAt(isMonthFirst ? m_dateAt : secondAt);
        m_dayAt = isMonthFirst ? secondAt : m_dateAt;
        return setDate(m_year, month, isMonthFirst ? second : first);
    }

    bool readMonthName()
    {
        const std::string_view name = m_cursor.nameAhead();
        m_month = monthOfName(name);
        if (m_month == 0)
            return false;
        m_cursor.skip(name.size());
        m_hasMonthName = true;
        return true;
    }

    // Between the name of the month and the year, with the separator of the day.
    bool skipBehindMonth(char separator)
    {
        if (separator == '\0')
            return true;
        if (separator != ' ') {
            // Short names may have a point of their own.
            if (separator != '.')
                m_cursor.oneOf(".");
            return m_cursor.oneOf({&separator, 1}) != '\0';
        }
        m_cursor.oneOf(".");
        m_cursor.oneOf(",");
        if (!m_cursor.skipSpaces())
            return false;
        skipOf();
        return true;
    }

    // "7 de febrero de 2021"
    void skipOf()
    {
        constexpr auto kOf = "de"sv;
        if (m_cursor.nameAhead() != kOf)
            return;
        m_cursor.skip(kOf.size());
        m_cursor.skipSpaces();
    }

    // Behind "Feb" of "Feb 7, 2021" or "Feb  7 14:00:00 2021"
    bool readBehindMonthName()
    {
        m_cursor.oneOf(".");
        char separator = m_cursor.oneOf("-/"sv);
        if (!separator && m_cursor.skipSpaces())
            separator = ' ';
        m_dayAt = m_cursor.position();
        if (!separator || !readPart(1, 31, m_day))
            return false;
        if (separator != ' ') {
            return m_cursor.oneOf({&separator, 1}) != '\0' && readYear()
                   && setDate(m_year, m_month, m_day);
        }
        const std::size_t dayEnd = m_cursor.position();
        m_cursor.oneOf(",");
        if (m_cursor.skipSpaces() && m_cursor.digitsAhead() > 2)
            return readYear() && setDate(m_year, m_month, m_day);
        m_cursor.rewind(dayEnd);
        m_isYearLast = true;
        return true;
    }

    bool readYear()
    {
        m_year = m_cursor.digitsAhead() == static_cast<std::size_t>(kYearDigits)
                     ? m_cursor.number(kYearDigits, kYearDigits)
                     : -1;
        return m_year >= 0;
    }

    bool setDate(int year, int month, int day)
    {
        const auto found = daysFromCivil(year, month, day);
        if (!found)
            return failAt(m_dayAt);
        // 2000-01-01 was a Saturday.
        constexpr int kSaturday = 5;
        constexpr int kWeek = 7;
        if (m_weekday > 0 && ((*found + kSaturday) % kWeek + kWeek) % kWeek + 1 != m_weekday)
            return failAt(0);
        m_days = *found;
        return true;
    }

    std::optional<qint64> readBehindDate()
    {
        if (m_cursor.atEnd() && !m_isYearLast) {
            m_isDateOnly = true;
            const auto start = m_clock.startOfDay(m_days);
            if (!start) {
                m_isSkipped = true;
                m_cursor.rewind(0);
            }
            return start;
        }
        if (!skipToTime())
            return std::nullopt;
        const bool isCompactTime = m_isCompact && m_cursor.digitsAhead() >= kCompactTimeDigits;
        if (!(isCompactTime ? readCompactTime() : readTime()))
            return std::nullopt;
        return readZone();
    }

    bool skipToTime()
    {
        if (m_cursor.oneOf("Tt"sv))
            return true;
        if (m_hasMonthName && m_cursor.oneOf(":"sv))
            return true;
        // As programs write it in which a person reads.
        const std::size_t start = m_cursor.position();
        m_cursor.oneOf(","sv);
        return m_cursor.skipSpaces() || failAt(start);
    }

    // "14:20:00.5", "2:20 PM", "14.20.00"
    bool readTime()
    {
        m_timeAt = m_cursor.position();
        int hour = 0;
        int minute = 0;
        int second = 0;
        qint64 fraction = 0;
        if (!readPart(0, 23, hour))
            return false;
        const char separator = m_cursor.oneOf(":."sv);
        const bool hasPoints = separator == '.';
        if (!separator || !(hasPoints ? readTwoDigits(0, 59, minute) : readPart(0, 59, minute)))
            return false;
        if (m_cursor.oneOf({&separator, 1})) {
            if (!(hasPoints ? readTwoDigits(0, 59, second) : readPart(0, 59, second)))
                return false;
            fraction = readFraction();
            if (fraction < 0)
                return false;
        } else if (hasPoints) {
            // It may be a fraction of an hour.
            return false;
        }
        if (const auto half = m_cursor.halfOfDay(); half != TimestampCursor::Half::None) {
            constexpr int kNoon = 12;
            if (hour < 1 || hour > kNoon)
                return failAt(m_timeAt);
            hour = hour % kNoon + (half == TimestampCursor::Half::Afternoon ? kNoon : 0);
        }
        m_time = timeOfDay(hour, minute, second) + fraction;
        return true;
    }

    // Microseconds of ".123"; 0 if there is no fraction, -1 if it is invalid.
    qint64 readFraction()
    {
        if (!m_cursor.oneOf(".,"sv))
            return 0;
        qint64 value = 0;
        int digits = 0;
        for (; m_cursor.digitsAhead() > 0; ++digits) {
            const int digit = m_cursor.number(1, 1);
            if (digits < kFractionDigits)
                value = value * 10 + digit;
        }
        if (digits == 0)
            return -1;
        for (; digits < kFractionDigits; ++digits)
            value *= 10;
        return value;
    }

    // What follows the time: a zone, a year that comes last, or nothing.
    std::optional<qint64> readZone()
    {
        std::optional<qint64> offset;
        const std::size_t timeEnd = m_cursor.position();
        // A tab begins another field of the line.
        while (m_cursor.oneOf(" "sv)) {}
        bool hasZone = !m_cursor.atEnd();
        if (m_isYearLast && m_cursor.digitsAhead() > 0)
            hasZone = false;
        if (!hasZone)
            m_cursor.rewind(timeEnd);
        LocalClock* clock = &m_clock;
        if (hasZone) {
            offset = readOffset();
            if (!offset)
                clock = readZoneName();
            if (!clock)
                return std::nullopt;
        }
        if (m_isYearLast
            && (!m_cursor.skipSpaces() || !readYear() || !setDate(m_year, m_month, m_day)))
            return std::nullopt;
        const qint64 local = qint64{m_days} * kMicrosecondsPerDay + m_time;
        if (offset)
            return local - *offset;
        if (!m_cursor.atEnd())
            return std::nullopt;
        const auto found = clock->instantOf(local);
        if (found.occurs == LocalTime::Occurs::Never) {
            m_isSkipped = true;
            m_cursor.rewind(m_timeAt);
            return std::nullopt;
        }
        m_isTwice = found.occurs == LocalTime::Occurs::Twice;
        return found.instant;
    }

    // The microseconds to subtract to get UTC; none if it isn't an offset.
    std::optional<qint64> readOffset()
    {
        if (m_cursor.oneOf("Zz"sv))
            return 0;
        const bool isNamed = m_cursor.word("UTC"sv) || m_cursor.word("GMT"sv);
        const char sign = m_cursor.oneOf("+-"sv);
        if (!sign)
            return isNamed ? std::optional<qint64>(0) : std::nullopt;
        int hours = 0;
        int minutes = 0;
        // Offsets in use range from -12:00 to +14:00; PostgreSQL accepts up to 15:59.
        if (!readTwoDigits(0, 15, hours))
            return std::nullopt;
        if ((m_cursor.oneOf(":"sv) || m_cursor.digitsAhead() > 0) && !readTwoDigits(0, 59, minutes))
            return std::nullopt;
        const qint64 offset = timeOfDay(hours, minutes, 0);
        return sign == '-' ? -offset : offset;
    }

    // The clock of "America/Sao_Paulo"; null if there is none. Abbreviations such as IST mean
    // several zones.
    LocalClock* readZoneName()
    {
        const std::string_view name = m_cursor.zoneNameAhead();
        LocalClock* const clock =
            name.find('/') == std::string_view::npos ? nullptr : clockOfZone(name);
        if (clock)
            m_cursor.skip(name.size());
        return clock;
    }

    // A number within limits.
    bool readPart(int lowest, int highest, int& value, int minDigits = 1)
    {
        const std::size_t start = m_cursor.position();
        value = m_cursor.number(minDigits, 2);
        return (value >= lowest && value <= highest) || failAt(start);
    }
    bool readTwoDigits(int lowest, int highest, int& value)
    {
        return readPart(lowest, highest, value, 2);
    }

    bool failAt(std::size_t position)
    {
        m_cursor.rewind(position);
        return false;
    }

    static constexpr std::size_t kCompactTimeDigits = 4;

    TimestampCursor m_cursor;
    LocalClock& m_clock;
    const TimeFormat::DateOrder m_order;
    int m_weekday = 0; ///< If there is one.
    int m_year = 0;
    int m_month = 0;
    int m_day = 0;
    bool m_isCompact = false;
    bool m_hasMonthName = false;
    bool m_isYearLast = false; ///< It follows the time.
    std::size_t m_dateAt = 0;
    std::size_t m_dayAt = 0;
    std::size_t m_timeAt = 0;
    qint32 m_days = 0;
    qint64 m_time = 0;
    bool m_isDateOnly = false;
    bool m_isTwice = false;
    bool m_isSkipped = false;
};

} // namespace

TimestampParse parseTimestamp(std::string_view text, LocalClock& clock, const TimeFormat& format)
{
    return TimestampReader(text, clock, format).read();
}

} // namespace faultline
