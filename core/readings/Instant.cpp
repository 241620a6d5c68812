// SPDX-License-Identifier: GPL-3.0-or-later
#include "readings/Instant.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr qint64 kPerMillisecond = 1'000;
constexpr qint64 kPerSecond = 1'000'000;
constexpr int kMaxDigits = 6;
constexpr int kLastYear = 9999;
constexpr qint64 kSecondsPerDay = 86'400;
constexpr std::size_t kSecondsLength = 19; // "2020-01-02T03:04:05"

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
    if (text.size() < kSecondsLength || text[4] != '-' || (text[10] != ' ' && text[10] != 'T'))
        return std::nullopt;
    const QDate day(number(0, 4), number(5, 2), number(8, 2));
    const QTime time(number(11, 2), number(14, 2), number(17, 2));
    std::string_view rest = text.substr(kSecondsLength);
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
    qint64 rest = microseconds - floorDiv(microseconds, kPerSecond) * kPerSecond;
    const int needed = rest == 0 ? 0 : rest % kPerMillisecond == 0 ? 3 : kMaxDigits;
    std::array<char16_t, kMaxDigits> digits{};
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, rest /= 10)
        *digit = static_cast<char16_t>(u'0' + rest % 10);
    return QStringView(digits.data(), std::max(needed, minDigits)).toString();
}

// Written by hand for speed, too.
QString Instant::digits(QChar separator, int minDigits) const
{
    const qint64 seconds = floorDiv(microseconds, kPerSecond);
    const qint64 days = floorDiv(seconds, kSecondsPerDay);
    const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{days}}};
    const int year = static_cast<int>(date.year());
    if (year < 0 || year > kLastYear) { // only in the time zone of a time at the edge
        const QDateTime time = QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC);
        return time.date().toString(u"yyyy-MM-dd"_s) + separator
               + time.time().toString(u"HH:mm:ss"_s);
    }
    std::array<char16_t, kSecondsLength> text{};
    std::copy_n(u"0000-00-00 00:00:00", kSecondsLength, text.begin());
    text[10] = separator.unicode();
    const auto put = [&text](std::size_t end, qint64 number) {
        for (; number > 0; number /= 10)
            text.at(--end) = static_cast<char16_t>(u'0' + number % 10);
    };
    const qint64 second = seconds - days * kSecondsPerDay;
    put(4, year);
    put(7, static_cast<unsigned>(date.month()));
    put(10, static_cast<unsigned>(date.day()));
    put(13, second / 3600);
    put(16, second / 60 % 60);
    put(19, second % 60);
    const QStringView whole(text.data(), kSecondsLength);
    const QString part = fraction(minDigits);
    return part.isEmpty() ? whole.toString() : whole.toString() + u'.' + part;
}

} // namespace faultline
