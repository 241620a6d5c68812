// SPDX-License-Identifier: GPL-3.0-or-later
#include "ScatteredLog.h"

#include "LogLine.h"
#include "OutputFile.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <string_view>
#include <vector>

namespace faultline::generate {
namespace {

constexpr std::uint32_t secondsPerDay = 86'400;
constexpr std::uint32_t dateOnlyPercent = 5;
constexpr std::uint32_t unreadablePercent = 1;

char* append(char* out, std::string_view text)
{
    return std::copy(text.begin(), text.end(), out);
}

char* appendNumber(char* out, std::uint32_t number)
{
    constexpr std::ptrdiff_t mostDigits = 10;
    return std::to_chars(out, out + mostDigits, number).ptr;
}

char* appendTwoDigits(char* out, std::uint32_t number)
{
    *out++ = static_cast<char>('0' + number / 10);
    *out++ = static_cast<char>('0' + number % 10);
    return out;
}

/// `2019-12-1`, or with another separator `2020/02/11`: only the day has no leading zero.
std::string dateText(std::chrono::sys_days day, char separator)
{
    const std::chrono::year_month_day date{day};
    const auto year = static_cast<std::uint32_t>(static_cast<int>(date.year()));
    std::array<char, 16> text{};
    char* end = appendTwoDigits(text.data(), year / 100);
    end = appendTwoDigits(end, year % 100);
    *end++ = separator;
    end = appendTwoDigits(end, static_cast<unsigned>(date.month()));
    *end++ = separator;
    end = appendNumber(end, static_cast<unsigned>(date.day()));
    return {text.data(), end};
}

char* appendTime(char* out, std::uint32_t second)
{
    out = appendNumber(out, second / 3'600);
    *out++ = ':';
    out = appendTwoDigits(out, second / 60 % 60);
    *out++ = ':';
    return appendTwoDigits(out, second % 60);
}

} // namespace

void writeScatteredLog(const Options& options, Random& random, const std::filesystem::path& path)
{
    std::vector<std::string> dates;
    std::vector<std::string> loneDates;
    for (std::uint32_t i = 0; i < options.days; ++i) {
        const std::chrono::sys_days day = options.firstDay + std::chrono::days{i};
        dates.push_back(dateText(day, '-'));
        loneDates.push_back(dateText(day, '/'));
    }

    OutputFile file(path);
    for (std::uint64_t line = 0; line < options.lines; ++line) {
        const bool isDateOnly = random.below(100) < dateOnlyPercent;
        const bool isUnreadable = random.below(100) < unreadablePercent;
        char* out = file.reserve(longestLine);
        *out++ = '[';
        out = append(out, (isDateOnly ? loneDates : dates)[random.below(options.days)]);
        if (!isDateOnly) {
            *out++ = ' ';
            out = appendTime(out, random.below(secondsPerDay));
        }
        out = append(out, isDateOnly ? "]\tWARNING\tsensor[" : "]\tERROR\tsensor[");
        out = appendNumber(out, random.below(options.sensors) + 1);
        out = append(out, "]:\t(temperature\t");
        file.commit(writeMeasurements(out, isUnreadable ? "err" : "", random));
    }
    file.close();
}

} // namespace faultline::generate
