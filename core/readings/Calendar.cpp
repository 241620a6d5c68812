// SPDX-License-Identifier: GPL-3.0-or-later
#include "readings/Calendar.h"

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

} // namespace

std::optional<qint32> daysFromCivil(int year, int month, int day)
{
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31)
        return std::nullopt;
    const year_month_day date(
        std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
        std::chrono::day(static_cast<unsigned>(day)));
    // Every month has the first ones.
    if (day > 28 && !date.ok())
        return std::nullopt;
    return daysOf(sys_days(date));
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
