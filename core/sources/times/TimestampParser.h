// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "readings/LocalTime.h"
#include "sources/times/TimeFormat.h"

#include <QtGlobal>

#include <cstddef>
#include <optional>
#include <string_view>

namespace faultline {

/// Where a tolerant parse ended.
struct TimestampParse
{
    std::optional<qint64> occurredAt; ///< Microseconds since 2000-01-01 00:00:00 UTC.
    std::size_t stoppedAt = 0;        ///< Byte in `text`: its end, or where parsing failed.
    bool isDateOnly = false;          ///< It has no time of day: the start of the day is meant.
    bool isTwice = false;             ///< The clock shows this time twice: the first one is meant.
    bool isSkipped = false;           ///< No time: the clock was put forward over it.
};

/// Reads all of `text` in any of the forms of docs/formats.md: dates that begin with the year, or
/// have the name of the month, or are in the order of the format; a time of 24 or 12 hours, or none
/// at all; a zone (Z, UTC, GMT, an offset, an IANA name); the compact form of ISO 8601; or the
/// seconds, milliseconds or microseconds since 1970, by their number of digits. Without a zone
/// it is a time of the clock; one that the clock leaves out is invalid. Nothing rolls over:
/// 24:00:00 and a second of 60 are invalid. Nothing is guessed: years of two digits, abbreviations
/// of zones and dates of unknown order are invalid.
TimestampParse
parseTimestamp(std::string_view text, LocalClock& clock, const TimeFormat& format = {});

} // namespace faultline
