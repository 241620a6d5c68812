// SPDX-License-Identifier: GPL-3.0-or-later
#include "BadLine.h"

namespace faultline::generate {
namespace {

using namespace std::string_view_literals;

std::string withSensor(std::string_view line, std::string_view sensor)
{
    const std::size_t first = line.find("sensor["sv) + "sensor["sv.size();
    std::string result(line);
    return result.replace(first, line.find(']', first) - first, sensor);
}

} // namespace

std::string damaged(std::string_view line, Damage damage)
{
    std::string result(line);
    switch (damage) {
    case Damage::MonthThirteen:
        return result.replace(line.find('-') + 1, 2, "13"sv);
    case Damage::MissingBracket:
        return result.erase(line.find(']'), 1);
    case Damage::SensorNotANumber:
        return withSensor(line, "A7");
    case Damage::Truncated:
        return result.substr(0, line.find("sensor[") + 3);
    case Damage::Garbage:
        return "### logger restarted, buffer lost ###";
    case Damage::InvalidUtf8:
        return result.replace(line.find('\t') + 2, 1, "\xff"sv);
    case Damage::SensorTooLarge:
        return withSensor(line, "4294967296"); // one more than 32 bits hold
    }
    return result;
}

} // namespace faultline::generate
