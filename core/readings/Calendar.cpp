// SPDX-License-Identifier: GPL-3.0-or-later
#include "readings/Calendar.h"

#include <array>
#include <chrono>

using namespace std::chrono;

namespace faultline {

namespace {

constexpr sys_days kDayZero = year(2000) / January / 1;

qint32 daysOf(sys_days at)
{
    return static_cast<qint32>((at - kDayZero).count());
}

year_month_day dateOf(qint32 day)
{
    return kDayZero + days(day);
}

constexpr bool isLeapYear(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

} // namespace

std::optional<qint32> daysFromCivil(int year, int month, int day)
{
    constexpr std::array<int, 13> kMonthDays{0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    constexpr std::array<int, 13> kDaysBefore{0,   0,   31,  59,  90,  120, 151,
                                              181, 212, 243, 273, 304, 334};
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1)
        return std::nullopt;
    const auto index = static_cast<std::size_t>(month);
    const bool leap = isLeapYear(year);
    if (day > kMonthDays.at(index) + (leap && month == 2 ? 1 : 0))
        return std::nullopt;
    const int before = year - 1;
    const int daysBeforeYear = before * 365 + before / 4 - before / 100 + before / 400;
    constexpr int kDaysBefore2000 = 1999 * 365 + 1999 / 4 - 1999 / 100 + 1999 / 400;
    return daysBeforeYear - kDaysBefore2000 + kDaysBefore.at(index) + (leap && month > 2 ? 1 : 0)
           + day - 1;
}

CivilPeriod monthOf(qint32 day)
{
    const year_month_day date = dateOf(day);
    const year_month month = date.year() / date.month();
    return {daysOf(month / 1), daysOf((month + months(1)) / 1)};
}

CivilPeriod yearOf(qint32 day)
{
    const year year = dateOf(day).year();
    return {daysOf(year / January / 1), daysOf((year + years(1)) / January / 1)};
}

} // namespace faultline
