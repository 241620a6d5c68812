// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringView>

#include <optional>

namespace faultline {

/// How the times of a file are written, as far as a single one doesn't show it.
struct TimeFormat
{
    /// What comes first in a date of numbers that doesn't begin with the year. A date with two
    /// equal numbers can be read without it; any other one is invalid as long as it is unknown.
    enum class DateOrder { Unknown, DayFirst, MonthFirst };

    DateOrder order = DateOrder::Unknown;

    bool operator==(const TimeFormat&) const = default;
};

/// "day-first", "month-first", or empty if it is unknown: as in the database, in --json and for
/// --dates.
QString dateOrderWord(TimeFormat::DateOrder order);
/// None if it is neither of the words.
std::optional<TimeFormat::DateOrder> dateOrderFromWord(QStringView word);
/// For people: "day first", "month first".
QString dateOrderText(TimeFormat::DateOrder order);

} // namespace faultline
