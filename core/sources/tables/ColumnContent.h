// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/tables/TableSample.h"

#include <cstddef>
#include <string>
#include <vector>

namespace faultline {

/// What the cells of a column have in them: how many of them are what.
struct ColumnContent
{
    std::size_t filled = 0;        ///< Not empty.
    std::size_t times = 0;         ///< Dates, perhaps with a time, in any order.
    std::size_t epochs = 0;        ///< Numbers that would be times of our days.
    std::size_t readableTimes = 0; ///< Times that mean the same to everyone.
    std::size_t dates = 0;         ///< Without a time.
    std::size_t timesOfDay = 0;
    std::size_t numbersWithPoint = 0; ///< A decimal point.
    std::size_t numbersWithComma = 0;
    std::size_t wholeNumbers = 0;
    std::size_t likeThousands = 0; ///< Of those with a comma: it may be one for thousands.
    std::size_t words = 0;         ///< Without digits, in the place of a number.
    std::size_t ids = 0;           ///< What an id may be; no number with a fraction.
    std::size_t severities = 0;    ///< Words that could be one.
    std::size_t knownSeverities = 0;
    std::size_t qualities = 0;      ///< Good, bad and the like.
    std::size_t durations = 0;      ///< With a unit, or in hours and minutes.
    std::size_t plannedWords = 0;   ///< What says whether work was planned, or not.
    std::size_t unplannedWords = 0; ///< Those that say it was not.
    std::size_t yesAndNo = 0;
    std::size_t marks = 0;      ///< X.
    std::size_t noFailures = 0; ///< Words such as "no failure".
    std::string unreadableTime; ///< The first one.

    bool isMostly(std::size_t count) const { return count * 2 > filled; }
    /// Numbers, and perhaps words in their place.
    bool isNumeric() const
    {
        const std::size_t numbers = numbersWithPoint + numbersWithComma + wholeNumbers;
        return numbers > 0 && isMostly(numbers + words) && numbers * 10 >= filled;
    }
};

/// Of each column.
std::vector<ColumnContent> contentsOf(const TableSample& sample);

} // namespace faultline
