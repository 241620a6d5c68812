// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <cstddef>
#include <optional>
#include <string_view>

namespace faultline {

/// Days from 2000-01-01 to a date of the proleptic Gregorian calendar; none if there is no such
/// date. Years 1 to 9999.
std::optional<qint32> daysFromCivil(int year, int month, int day);

/// Reads exactly "YYYY-MM-DD HH:MM:SS" (19 bytes) as UTC. None for anything else.
/// The result counts microseconds since 2000-01-01 00:00:00 UTC.
std::optional<qint64> parseCommonTimestamp(const char* text);

/// Where a tolerant parse ended.
struct TimestampParse
{
    std::optional<qint64> occurredAt; ///< Microseconds since 2000-01-01 00:00:00 UTC.
    std::size_t stoppedAt = 0;        ///< Byte in `text`: its end, or where parsing failed.
};

/// Reads all of `text` in any of the forms of docs/formats.md: a four-digit year, then date parts
/// of one or two digits, separated by '-' or '/'; ' ' or 'T' before the time; seconds, which may be
/// missing or have a fraction; and a zone (Z, UTC, GMT, +HH, +HHMM, +HH:MM). Without a zone it is
/// UTC. Nothing rolls over: 24:00:00 and a second of 60 are invalid.
TimestampParse parseTimestamp(std::string_view text);

} // namespace faultline
