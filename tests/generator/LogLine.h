// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "Random.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace faultline::generate {

/// More than the longest line that LogLine writes.
constexpr std::size_t longestLine = 160;

/// `[2019-12-10 10:46:09]`, formatted once for all lines of a failure. Years 1 to 9999.
class Timestamp
{
public:
    explicit Timestamp(std::chrono::sys_seconds instant);

    std::string_view text() const { return {m_text.data(), m_text.size()}; }

private:
    std::array<char, 21> m_text{};
};

/// A log line's text apart from its instant and its measurements:
/// `\tERROR\tsensor[5]:\t(temperature\t`.
std::string lineMiddle(std::string_view severity, std::uint32_t sensorId);

/// Writes random measurements and the end of the line, CRLF included, and returns its end. `out`
/// has room for `longestLine` characters less what precedes them; `vibration` replaces a random
/// one unless it is empty.
char* writeMeasurements(char* out, std::string_view vibration, Random& random);

/// Writes a line of the log with random measurements, CRLF included, and returns its end.
/// `out` has room for `longestLine` characters.
char* writeLine(char* out, const Timestamp& timestamp, std::string_view middle, Random& random);

} // namespace faultline::generate
