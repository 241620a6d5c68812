// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "readings/LocalTime.h"

#include <QtGlobal>

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace faultline {

/// A local time in a short form.
struct ShortTimestamp
{
    qint64 local = 0;        ///< Microseconds since 2000-01-01 00:00:00 of the same clock.
    bool isDateOnly = false; ///< `local` is midnight.
};

/// Reads "2021-2-7 3:04:05" or "2021-2-7", also with slashes: a year of four digits, and one or two
/// in the other parts. Returns the first character that isn't part of it; null if it begins with
/// anything else. Reads at most one character behind the longest such text, which has 19.
const char* parseShortTimestamp(const char* text, ShortTimestamp& time);

/// The same for many texts: remembers which days their dates are, because a log has few of them,
/// even if it isn't in order of time.
class ShortTimestampParser
{
public:
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
};

/// Where a tolerant parse ended.
struct TimestampParse
{
    std::optional<qint64> occurredAt; ///< Microseconds since 2000-01-01 00:00:00 UTC.
    std::size_t stoppedAt = 0;        ///< Byte in `text`: its end, or where parsing failed.
    bool isDateOnly = false;          ///< It has no time of day: the start of the day is meant.
    bool isTwice = false;             ///< The clock shows this time twice: the first one is meant.
};

/// Reads all of `text` in any of the forms of docs/formats.md: a four-digit year, then date parts
/// of one or two digits, separated by '-' or '/'; ' ' or 'T' before the time, or no time at all;
/// seconds, which may be missing or have a fraction; and a zone (Z, UTC, GMT, +HH, +HHMM, +HH:MM).
/// Without a zone it is a time of the clock; one that the clock leaves out is invalid. Nothing
/// rolls over: 24:00:00 and a second of 60 are invalid.
TimestampParse parseTimestamp(std::string_view text, LocalClock& clock);

} // namespace faultline
