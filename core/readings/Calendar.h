// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <optional>

namespace faultline {

// Days are counted from 2000-01-01, in the proleptic Gregorian calendar. They are days in UTC
// unless a LocalClock counted them.

inline constexpr qint64 kMicrosecondsPerDay = 86'400'000'000;

/// The UTC day of an instant in microseconds since 2000-01-01.
constexpr qint32 dayOf(qint64 occurredAt)
{
    const qint64 day = occurredAt / kMicrosecondsPerDay;
    return static_cast<qint32>(occurredAt % kMicrosecondsPerDay < 0 ? day - 1 : day);
}

/// The days from 2000-01-01 to a date; none if there is no such date. Years 1 to 9999.
std::optional<qint32> daysFromCivil(int year, int month, int day);

/// The days [begin, end) of a calendar month or year.
struct CivilPeriod
{
    qint32 begin = 0;
    qint32 end = 0;

    bool contains(qint32 day) const { return day >= begin && day < end; }
};

/// The month or year that contains a day.
CivilPeriod monthOf(qint32 day);
CivilPeriod yearOf(qint32 day);

} // namespace faultline
