// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace faultline {

/// Whether a text has the look of a date, perhaps with a time, in any order and with the name of a
/// month; of a date alone; of a time of day alone. TimestampParser says what it means, if anything.
bool looksLikeTime(std::string_view text);
bool looksLikeDate(std::string_view text);
bool looksLikeTimeOfDay(std::string_view text);
/// Seconds, milliseconds or microseconds since 1970, in the years 1990 to 2100.
bool looksLikeEpoch(std::string_view text);

} // namespace faultline
