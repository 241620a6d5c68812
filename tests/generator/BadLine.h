// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace faultline::generate {

/// Deliberate damage to a line. The log's bad lines take turns in this order.
enum class Damage {
    MonthThirteen,
    MissingBracket,
    SensorBlank,
    Truncated,
    Garbage,
    InvalidUtf8,
    SensorTorn,
};
constexpr std::uint64_t damageKinds = 7;

/// `line` is a good line of the log without its line end, like the result.
std::string damaged(std::string_view line, Damage damage);

} // namespace faultline::generate
