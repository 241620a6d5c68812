// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace faultline {

/// The seconds of a unit of durations, by its short name d, h, min or s; none for any other text.
std::optional<double> secondsOfUnit(std::string_view unit);
/// The unit that a word is in several languages, such as "hours" or "Std."; empty for any other.
/// `word` is in lower case.
std::string_view unitOfDuration(std::string_view word);

/// The seconds of a duration: "2:30" and "2:30:15", which begin with hours; numbers with units,
/// such as "90 min", "1 h 30 min" and "PT1H30M"; or a number alone, if `unit`, which is the short
/// name of one, isn't empty. None for anything else, and for what is negative or beyond a century.
std::optional<double>
durationSeconds(std::string_view text, std::string_view unit, char decimalMark);

/// Whether it is a number alone, which means nothing without a unit.
bool isPlainNumber(std::string_view text, char decimalMark);

/// Whether a duration and the time until the end contradict each other: they differ by more than a
/// minute and by more than 1 %. In seconds.
bool areContradictory(double duration, double untilEnd);

/// Shows the unit of durations by the times until the ends of the same failures. They fit if they
/// differ by no more than 1 %, a minute, or what was lost when the number was rounded.
class DurationUnitProof
{
public:
    /// A duration as written, and the time until the end in seconds. What isn't a number above 0,
    /// or no time, shows nothing.
    void add(std::string_view number, char decimalMark, double untilEnd);
    /// The one unit in which at least three of them, and nine of ten, fit; empty if there is none.
    std::string_view unit() const;

private:
    int m_rows = 0;
    std::array<int, 4> m_fits{}; ///< Rows that fit in this unit and in no other.
};

} // namespace faultline
