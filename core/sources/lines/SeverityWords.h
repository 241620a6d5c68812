// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/lines/LineCharacters.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace faultline {

/// Whether logs commonly use the word for a severity, in upper or lower case.
inline bool isSeverityWord(std::string_view word)
{
    using namespace std::string_view_literals;
    constexpr std::array kWords{"trace"sv,   "debug"sv,   "info"sv,     "information"sv, "notice"sv,
                                "warn"sv,    "warning"sv, "error"sv,    "err"sv,         "severe"sv,
                                "alarm"sv,   "alert"sv,   "critical"sv, "fatal"sv,       "fault"sv,
                                "failure"sv, "fail"sv,    "emergency"sv};
    return std::any_of(kWords.begin(), kWords.end(), [word](std::string_view known) {
        return equalsIgnoringCase(word, known);
    });
}

} // namespace faultline
