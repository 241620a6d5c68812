// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "readings/LocalTime.h"
#include "sources/times/TimestampParser.h"

#include <cstddef>
#include <string_view>

namespace faultline {

/// A time at the start of a line.
struct TimeInLine
{
    TimestampParse time;
    std::size_t bytes = 0;     ///< Of the time in the text.
    std::size_t stoppedAt = 0; ///< The last byte that may have been part of a time.
};

/// Reads the time that `line` begins with, without brackets: as many of its first words as
/// parseTimestamp() accepts together, at most six. Any spaces and tabs may be between words.
TimeInLine takeBareTime(std::string_view line, LocalClock& clock, const TimeFormat& format);

} // namespace faultline
