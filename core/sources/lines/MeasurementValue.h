// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>

namespace faultline {

/// The names of the measurements that have a column of their own; in any case in a log.
inline constexpr std::string_view kTemperatureName = "temperature";
inline constexpr std::string_view kVibrationName = "vibration";

/// What a text means as the value of a measurement. docs/formats.md has the rules.
enum class ValueKind {
    Number, ///< A finite decimal number.
    Mark,   ///< It says that there is no value: "err", "1.#QNAN", or a number beyond any use.
    Other   ///< Neither: damaged, or more than a value.
};

/// A larger value is a logger's mark for "none", such as the largest double; and sums of such
/// values would overflow.
inline constexpr double kLargestMeasurement = 1e290;

/// The decimal number that `text` is; none if it isn't one, or is larger than kLargestMeasurement.
std::optional<double> numberOf(std::string_view text);

/// Whether programs write this for a number that isn't one, though it has digits: "1.#QNAN",
/// "Err:502", or a number beyond any use.
bool isMarkWithDigits(std::string_view text);

/// The kind of `text`, without spaces around it, and its number if it is one.
ValueKind kindOfValue(std::string_view text, double& number);

/// Whether a measurement without a column of its own may have this value, which is kept as
/// written: a number, also with a unit (12.5 bar); or a text in which no other measurement hides:
/// it has no digits (OPEN), or no word that is a number (RUN2).
bool isOtherValue(std::string_view text);

} // namespace faultline
