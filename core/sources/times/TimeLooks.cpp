// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/times/TimeLooks.h"

#include <QtGlobal>

#include <algorithm>
#include <charconv>

using namespace std::string_view_literals;

namespace faultline {

namespace {

constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

constexpr bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) > 0x7F;
}

// Two or three numbers, the first of them at `at`, with the same separator between them; a name may
// be in the place of the month. Moves behind them.
bool skipDate(std::string_view text, std::size_t& at)
{
    std::size_t digits = 0;
    const auto skipPart = [&](bool mayBeName) {
        const std::size_t start = at;
        while (at < text.size() && isDigit(text[at]))
            ++at;
        digits += at - start;
        if (at == start && mayBeName) {
            while (at < text.size() && isLetter(text[at]))
                ++at;
            digits += at - start >= 3 ? 2 : 0;
        }
        return at > start && at - start <= 10;
    };
    if (!skipPart(false) || at == text.size() || "-/. "sv.find(text[at]) == std::string_view::npos)
        return false;
    const char separator = text[at++];
    if (!skipPart(true) || at == text.size() || text[at] != separator)
        return false;
    ++at;
    return skipPart(false) && digits >= 5 && digits <= 8;
}

bool skipTimeOfDay(std::string_view text, std::size_t& at)
{
    const std::size_t start = at;
    while (at < text.size()
           && (isDigit(text[at]) || ":.,"sv.find(text[at]) != std::string_view::npos))
        ++at;
    const std::string_view time = text.substr(start, at - start);
    const std::size_t colon = time.find(':');
    if ((colon != 1 && colon != 2) || colon + 1 == time.size())
        return false;
    // AM, PM, or a zone.
    constexpr std::size_t kMaxZoneBytes = 33;
    return text.size() - at <= kMaxZoneBytes;
}

// 20210518T142000
bool isCompact(std::string_view text)
{
    constexpr std::size_t kDayBytes = 8;
    return text.size() > kDayBytes + 4 && (text[kDayBytes] == 'T' || text[kDayBytes] == ' ')
           && std::all_of(text.begin(), text.begin() + kDayBytes, isDigit)
           && std::all_of(text.begin() + kDayBytes + 1, text.begin() + kDayBytes + 5, isDigit);
}

} // namespace

bool looksLikeDate(std::string_view text)
{
    std::size_t at = 0;
    return skipDate(text, at) && at == text.size();
}

bool looksLikeTimeOfDay(std::string_view text)
{
    std::size_t at = 0;
    return skipTimeOfDay(text, at);
}

bool looksLikeTime(std::string_view text)
{
    std::size_t at = 0;
    if (isCompact(text))
        return true;
    if (!skipDate(text, at))
        return false;
    if (at == text.size())
        return true;
    if (text[at] == ',')
        ++at;
    if (at == text.size() || "Tt _:"sv.find(text[at]) == std::string_view::npos)
        return false;
    ++at;
    return skipTimeOfDay(text, at);
}

bool looksLikeEpoch(std::string_view text)
{
    const std::string_view whole = text.substr(0, text.find('.'));
    qint64 value = 0;
    const auto [end, error] = std::from_chars(whole.data(), whole.data() + whole.size(), value);
    if (error != std::errc() || end != whole.data() + whole.size())
        return false;
    constexpr qint64 kFirst = 631'152'000;
    constexpr qint64 kLast = 4'102'444'800;
    for (const qint64 unit : {qint64{1}, qint64{1'000}, qint64{1'000'000}}) {
        if (value >= kFirst * unit && value < kLast * unit)
            return true;
    }
    return false;
}

} // namespace faultline
