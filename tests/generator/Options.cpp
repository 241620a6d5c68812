// SPDX-License-Identifier: GPL-3.0-or-later
#include "Options.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace faultline::generate {
namespace {

constexpr std::uint64_t secondsPerDay = 86'400;
constexpr std::chrono::sys_days lastPossibleDay{std::chrono::year{9999} / 12 / 31};

template<typename T>
T parseNumber(std::string_view name, std::string_view text, T minimum)
{
    T value{};
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || stop != end || value < minimum) {
        throw UsageError(
            std::string(name) + " needs a whole number from " + std::to_string(minimum) + " to "
            + std::to_string(std::numeric_limits<T>::max()) + ", not \"" + std::string(text)
            + "\"");
    }
    return value;
}

template<typename T>
bool parsePart(std::string_view text, T& value)
{
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    return error == std::errc{} && stop == end;
}

std::chrono::sys_days parseDay(std::string_view name, std::string_view text)
{
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    const bool hasParts =
        text.size() == 10 && text[4] == '-' && text[7] == '-' && parsePart(text.substr(0, 4), year)
        && parsePart(text.substr(5, 2), month) && parsePart(text.substr(8, 2), day);
    const std::chrono::year_month_day date{
        std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
    if (!hasParts || year < 1 || !date.ok()) {
        throw UsageError(
            std::string(name) + " needs a date like 2019-12-01, not \"" + std::string(text) + "\"");
    }
    return date;
}

// A shape brings its own size, which later options change.
void setShape(Options& options, std::string_view text)
{
    if (text == "failures") {
        options.shape = Shape::Failures;
    } else if (text == "scattered") {
        constexpr std::uint64_t scatteredLines = 5'000'001;
        constexpr std::uint32_t scatteredSensors = 10'000;
        constexpr std::uint32_t threeYears = 1'096;
        options.shape = Shape::Scattered;
        options.lines = scatteredLines;
        options.sensors = scatteredSensors;
        options.days = threeYears;
    } else {
        throw UsageError("--shape is failures or scattered, not \"" + std::string(text) + "\"");
    }
}

void setOption(Options& options, std::string_view name, std::string_view value)
{
    if (name == "--out")
        options.outputFolder = value;
    else if (name == "--shape")
        setShape(options, value);
    else if (name == "--lines")
        options.lines = parseNumber<std::uint64_t>(name, value, 1);
    else if (name == "--bad-lines")
        options.badLines = parseNumber<std::uint64_t>(name, value, 0);
    else if (name == "--blank-lines")
        options.blankLines = parseNumber<std::uint64_t>(name, value, 0);
    else if (name == "--seed")
        options.seed = parseNumber<std::uint64_t>(name, value, 0);
    else if (name == "--equipment")
        options.equipment = parseNumber<std::uint32_t>(name, value, 2);
    else if (name == "--sensors")
        options.sensors = parseNumber<std::uint32_t>(name, value, 1);
    else if (name == "--groups")
        options.groups = parseNumber<std::uint32_t>(name, value, 1);
    else if (name == "--other-severities")
        options.otherSeveritiesPercent = parseNumber<std::uint32_t>(name, value, 0);
    else if (name == "--from")
        options.firstDay = parseDay(name, value);
    else if (name == "--days")
        options.days = parseNumber<std::uint32_t>(name, value, 1);
    else
        throw UsageError("unknown option " + std::string(name));
}

/// Roughly the number that the log will hold: the exact number depends on which equipment fails.
std::uint64_t expectedFailures(const Options& options)
{
    const std::uint64_t sensorsPerEquipment = std::max(options.sensors / options.equipment, 1U);
    return options.lines / sensorsPerEquipment + 1;
}

/// A machine in the real export fails 3.5 times a day; this is the same, however long the log.
std::uint32_t daysOfUsualDensity(const Options& options)
{
    const std::uint64_t failuresInTwoDays = std::uint64_t{options.equipment} * 7;
    const std::uint64_t days = expectedFailures(options) * 2 / failuresInTwoDays + 1;
    return static_cast<std::uint32_t>(
        std::min<std::uint64_t>(days, std::numeric_limits<std::uint32_t>::max()));
}

void check(const Options& options)
{
    constexpr std::uint32_t mostSensors = 10'000'000;
    if (options.outputFolder.empty())
        throw UsageError("--out DIR is missing: the folder to write");
    if (options.sensors > mostSensors)
        throw UsageError("--sensors can be at most " + std::to_string(mostSensors));
    if (options.sensors < options.equipment)
        throw UsageError("--sensors must be at least --equipment: each piece of equipment has one");
    if (options.groups > options.equipment)
        throw UsageError("--groups must be at most --equipment: no group is empty");
    if (options.otherSeveritiesPercent > 99)
        throw UsageError("--other-severities is a percentage from 0 to 99");
    if (options.shape == Shape::Scattered
        && options.badLines + options.blankLines + options.otherSeveritiesPercent > 0)
        throw UsageError("--shape scattered has no --bad-lines, --blank-lines or "
                         "--other-severities");
    if (options.badLines > options.lines / 2 || options.blankLines > options.lines / 2
        || options.badLines + options.blankLines > options.lines / 2)
        throw UsageError("--bad-lines and --blank-lines can be at most half of --lines");
    if (options.days > (lastPossibleDay - options.firstDay).count() + 1)
        throw UsageError("the log would end after the year 9999: use fewer --days");
    if (options.shape == Shape::Scattered)
        return;
    // Each failure of a piece of equipment has its own second. All but one piece of equipment fail,
    // about equally often, so twice as many seconds is ample.
    if (expectedFailures(options) * 2
        > std::uint64_t{options.days} * secondsPerDay * (options.equipment - 1))
        throw UsageError("--days has too few seconds for that many failures");
}

} // namespace

Options parseOptions(std::span<const char* const> arguments)
{
    Options options;
    for (std::size_t i = 0; i < arguments.size(); i += 2) {
        const std::string_view name = arguments[i];
        if (name == "--help" || name == "-h") {
            options.helpWanted = true;
            return options;
        }
        if (i + 1 == arguments.size())
            throw UsageError(std::string(name) + " needs a value, or isn't an option");
        setOption(options, name, arguments[i + 1]);
    }
    if (options.days == 0)
        options.days = daysOfUsualDensity(options);
    check(options);
    return options;
}

std::string_view helpText()
{
    return R"(Usage: faultline-generate --out DIR [OPTION VALUE]...

Writes a data folder as sensor loggers export it: equipment.json,
equipment_sensors.csv and equipment_failure_sensors.log. The same options give
the same bytes on every machine.

  --out DIR                 output folder; created if it doesn't exist
  --shape S                 failures, or scattered; give it first, because it sets
                            other options [failures]
  --lines N                 lines of the log, including bad and blank ones [37000]
  --bad-lines N             unreadable lines among them, of seven kinds [0]
  --blank-lines N           blank lines among them [0]
  --other-severities P      percentage of readings that are INFO or WARNING [0]
  --equipment N             pieces of equipment; the last one never fails [14]
  --sensors N               sensors, each on one piece of equipment [100]
  --groups N                groups of the equipment [6]
  --from YYYY-MM-DD         first day, in UTC [2019-12-01]
  --days N                  length [so that each piece of equipment fails 3.5
                            times a day]
  --seed N                  another seed gives another folder [1]
  --help                    this text

Each failure of a piece of equipment is one line for each of its sensors, all
with the same second. Failures aren't in chronological order. The last failure
is cut short when the log has its number of lines.

The shape scattered is a log without any order: each line has a sensor and a
second of its own. Days and hours have no leading zero. 5 % of the lines are
WARNING and have a date without a time, the others are ERROR; of 1 %, the
vibration is "err". It has 5,000,001 lines of 10,000 sensors in 1,096 days.
)";
}

} // namespace faultline::generate
