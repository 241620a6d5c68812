// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace faultline::generate {

/// What the lines of a log are.
enum class Shape {
    Failures,  ///< A line for each sensor of a piece of equipment that fails.
    Scattered, ///< Sensors and times without any order, as the newest public data has them.
};

/// The content of the folder. The defaults are the size and density of a real export.
struct Options
{
    std::filesystem::path outputFolder;
    Shape shape = Shape::Failures;
    std::uint64_t lines = 37'000;
    std::uint64_t badLines = 0;
    std::uint64_t blankLines = 0;
    std::uint64_t seed = 1;
    std::uint32_t equipment = 14;
    std::uint32_t sensors = 100;
    std::uint32_t groups = 6;
    std::uint32_t otherSeveritiesPercent = 0;
    std::chrono::sys_days firstDay{std::chrono::year{2019} / 12 / 1};
    std::uint32_t days = 0; ///< Never 0 after parsing: chosen by density if not given.
    bool helpWanted = false;
};

/// The command line asks for something impossible; what() is for the person.
class UsageError : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// Parses and checks the arguments, without the program's name. Throws UsageError.
Options parseOptions(std::span<const char* const> arguments);

std::string_view helpText();

} // namespace faultline::generate
