// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/times/TimeFormat.h"

#include <QtGlobal>

#include <cstddef>
#include <vector>

namespace faultline {

/// A local time in a short form.
struct ShortTimestamp
{
    qint64 local = 0;        ///< Microseconds since 2000-01-01 00:00:00 of the same clock.
    bool isDateOnly = false; ///< `local` is midnight.
};

/// Reads "2021-2-7 3:04:05" or "2021-2-7", also with slashes: a year of four digits, and one or two
/// in the other parts. If the order of its dates is known, also "7/2/2021 3:04:05", with '-', '/'
/// or '.'. Returns the first character that isn't part of it; null if it begins with anything else.
/// Reads at most one character behind the longest such text, which has 19.
const char* parseShortTimestamp(
    const char* text, ShortTimestamp& time,
    TimeFormat::DateOrder order = TimeFormat::DateOrder::Unknown);

/// The same for many texts of one format: remembers which days their dates are, because a log has
/// few of them, even if it isn't in order of time.
class ShortTimestampParser
{
public:
    explicit ShortTimestampParser(const TimeFormat& format = {})
        : m_order(format.order)
    {}

    /// Reads at most 19 characters.
    const char* parse(const char* text, ShortTimestamp& time);

private:
    static constexpr unsigned kSlotBits = 13; // for some years of days in two spellings; 192 KiB

    // The first and the last eight characters of a date, which may overlap.
    struct Date
    {
        quint64 first = 0;
        quint64 last = 1; // no date: they overlap
        qint64 midnight = 0;
    };
    std::vector<Date> m_dates = std::vector<Date>(std::size_t{1} << kSlotBits);
    TimeFormat::DateOrder m_order;
};

} // namespace faultline
