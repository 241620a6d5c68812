// SPDX-License-Identifier: GPL-3.0-or-later
#include "BadLine.h"

namespace faultline::generate {
namespace {

/// `line` with `length` characters from `position` replaced.
std::string
spliced(std::string_view line, std::size_t position, std::size_t length, std::string_view text)
{
    std::string result(line.substr(0, position));
    result += text;
    result += line.substr(position + length);
    return result;
}

std::string withSensor(std::string_view line, std::string_view sensor)
{
    const std::size_t bracket = line.find("sensor[") + std::string_view("sensor").size();
    return spliced(line, bracket + 1, line.find(']', bracket) - bracket - 1, sensor);
}

} // namespace

std::string damaged(std::string_view line, Damage damage)
{
    switch (damage) {
    case Damage::MonthThirteen:
        return spliced(line, line.find('-') + 1, 2, "13");
    case Damage::MissingBracket:
        return spliced(line, line.find(']'), 1, "");
    case Damage::SensorBlank:
        return withSensor(line, "  ");
    case Damage::Truncated:
        return std::string(line.substr(0, line.find("sensor[") + 3));
    case Damage::Garbage:
        return "### logger restarted, buffer lost ###";
    case Damage::InvalidUtf8:
        return spliced(line, line.find('\t') + 2, 1, "\xff");
    case Damage::SensorTorn:
        return withSensor(line, "4\tERROR\tse"); // another line begins
    }
    return std::string(line);
}

} // namespace faultline::generate
