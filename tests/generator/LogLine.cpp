// SPDX-License-Identifier: GPL-3.0-or-later
#include "LogLine.h"

#include <algorithm>
#include <charconv>

namespace faultline::generate {
namespace {

constexpr std::uint32_t highestTemperature = 50'000;  // in hundredths: 0 to 500
constexpr std::uint32_t highestVibration = 1'000'000; // in hundredths: -10000 to 10000

char* append(char* out, std::string_view text)
{
    return std::copy(text.begin(), text.end(), out);
}

char digit(unsigned value)
{
    return static_cast<char>('0' + value % 10);
}

void writeTwoDigits(char* out, unsigned value)
{
    out[0] = digit(value / 10);
    out[1] = digit(value);
}

/// As loggers print a double: no trailing zeros, but at least one decimal: 365.26, 496.6, 358.0
char* appendHundredths(char* out, std::uint32_t hundredths)
{
    constexpr std::ptrdiff_t mostDigits = 10;
    out = std::to_chars(out, out + mostDigits, hundredths / 100).ptr;
    *out++ = '.';
    *out++ = digit(hundredths / 10);
    if (hundredths % 10 != 0)
        *out++ = digit(hundredths);
    return out;
}

} // namespace

Timestamp::Timestamp(std::chrono::sys_seconds instant)
{
    const auto midnight = std::chrono::floor<std::chrono::days>(instant);
    const std::chrono::year_month_day date{midnight};
    const std::chrono::hh_mm_ss time{instant - midnight};
    const auto year = static_cast<unsigned>(static_cast<int>(date.year()));

    append(m_text.data(), "[0000-00-00 00:00:00]");
    writeTwoDigits(&m_text[1], year / 100);
    writeTwoDigits(&m_text[3], year % 100);
    writeTwoDigits(&m_text[6], static_cast<unsigned>(date.month()));
    writeTwoDigits(&m_text[9], static_cast<unsigned>(date.day()));
    writeTwoDigits(&m_text[12], static_cast<unsigned>(time.hours().count()));
    writeTwoDigits(&m_text[15], static_cast<unsigned>(time.minutes().count()));
    writeTwoDigits(&m_text[18], static_cast<unsigned>(time.seconds().count()));
}

std::string lineMiddle(std::string_view severity, std::uint32_t sensorId)
{
    std::string middle = "\t";
    middle += severity;
    middle += "\tsensor[";
    middle += std::to_string(sensorId);
    middle += "]:\t(temperature\t";
    return middle;
}

char* writeMeasurements(char* out, std::string_view vibration, Random& random)
{
    // One draw for both measurements, because drawing is a large part of a line's time.
    const std::uint64_t bits = random.next();
    const std::uint32_t fromLowest =
        scaled(static_cast<std::uint32_t>(bits), 2 * highestVibration + 1);

    out = appendHundredths(
        out, scaled(static_cast<std::uint32_t>(bits >> 32), highestTemperature + 1));
    out = append(out, ", vibration\t");
    if (!vibration.empty()) {
        out = append(out, vibration);
    } else if (fromLowest < highestVibration) {
        *out++ = '-';
        out = appendHundredths(out, highestVibration - fromLowest);
    } else {
        out = appendHundredths(out, fromLowest - highestVibration);
    }
    return append(out, ")\r\n");
}

char* writeLine(char* out, const Timestamp& timestamp, std::string_view middle, Random& random)
{
    out = append(out, timestamp.text());
    out = append(out, middle);
    return writeMeasurements(out, {}, random);
}

} // namespace faultline::generate
