// SPDX-License-Identifier: GPL-3.0-or-later
#include "readings/Instant.h"

#include <algorithm>
#include <charconv>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr qint64 kPerMillisecond = 1'000;
constexpr qint64 kPerSecond = 1'000'000;
constexpr int kMaxDigits = 6;
constexpr int kLastYear = 9999;

qint64 floorDiv(qint64 number, qint64 by)
{
    return number / by - (number % by < 0 ? 1 : 0);
}

// "25" after the point is 250,000. PostgreSQL stores six digits; further ones are dropped.
int microsecondsOf(std::string_view digits)
{
    int value = 0;
    for (std::size_t i = 0; i < kMaxDigits; ++i)
        value = value * 10 + (i < digits.size() ? digits[i] - '0' : 0);
    return value;
}

} // namespace

Instant Instant::of(const QDateTime& time)
{
    return {time.toMSecsSinceEpoch() * kPerMillisecond};
}

// Parsed by hand for speed: an export has millions of them.
std::optional<Instant> Instant::fromIso(std::string_view text)
{
    const auto number = [text](std::size_t from, std::size_t length) {
        int value = -1;
        std::from_chars(text.data() + from, text.data() + from + length, value);
        return value;
    };
    constexpr std::size_t kSeconds = 19;
    if (text.size() < kSeconds || text[4] != '-' || (text[10] != ' ' && text[10] != 'T'))
        return std::nullopt;
    const QDate day(number(0, 4), number(5, 2), number(8, 2));
    const QTime time(number(11, 2), number(14, 2), number(17, 2));
    std::string_view rest = text.substr(kSeconds);
    int more = 0;
    if (rest.starts_with('.')) {
        const auto end = std::find_if(
            rest.begin() + 1, rest.end(), [](char each) { return each < '0' || each > '9'; });
        const auto digits = static_cast<std::size_t>(end - rest.begin()) - 1;
        more = microsecondsOf(rest.substr(1, digits));
        rest.remove_prefix(digits + 1);
    }
    if (!day.isValid() || !time.isValid() || !(rest.empty() || rest == "+00" || rest == "Z"))
        return std::nullopt;
    Instant instant = of(QDateTime(day, time, Qt::UTC));
    instant.microseconds += more;
    return instant;
}

QDateTime Instant::toDateTime() const
{
    return QDateTime::fromMSecsSinceEpoch(floorDiv(microseconds, kPerMillisecond), Qt::UTC);
}

QString Instant::fraction(int minDigits) const
{
    const qint64 rest = microseconds - floorDiv(microseconds, kPerSecond) * kPerSecond;
    const int needed = rest == 0 ? 0 : rest % kPerMillisecond == 0 ? 3 : kMaxDigits;
    return u"%1"_s.arg(rest, kMaxDigits, 10, QChar(u'0')).left(std::max(needed, minDigits));
}

// Written by hand for speed, too.
QString Instant::digits(QChar separator, int minDigits) const
{
    const qint64 seconds = floorDiv(microseconds, kPerSecond);
    const QDateTime time = QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC);
    int year = 0;
    int month = 0;
    int day = 0;
    time.date().getDate(&year, &month, &day);
    if (year < 0 || year > kLastYear) // only in the time zone of a time at the edge
        return time.date().toString(u"yyyy-MM-dd"_s) + separator
               + time.time().toString(u"HH:mm:ss"_s);
    QString text = u"0000-00-00 00:00:00"_s;
    text[10] = separator;
    const auto put = [&text](qsizetype end, int number) {
        for (; number > 0; number /= 10)
            text[--end] = QChar(u'0' + number % 10);
    };
    put(4, year);
    put(7, month);
    put(10, day);
    put(13, time.time().hour());
    put(16, time.time().minute());
    put(19, time.time().second());
    const QString part = fraction(minDigits);
    return part.isEmpty() ? text : text + u'.' + part;
}

} // namespace faultline
