// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/times/MonthNames.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

using namespace std::string_view_literals;

namespace faultline {

namespace {

struct MonthName
{
    std::string_view name; ///< In lower case.
    int month = 0;
};

// The full and short names of the Unicode CLDR, also as they are written without accents. No name
// means different months in two of the languages. In the order of their bytes.
constexpr std::array<MonthName, 111> kMonths{{
    {"abr"sv, 4},
    {"abril"sv, 4},
    {"ago"sv, 8},
    {"agosto"sv, 8},
    {"aout"sv, 8},
    {"ao\xC3\xBBt"sv, 8},
    {"apr"sv, 4},
    {"april"sv, 4},
    {"aprile"sv, 4},
    {"aug"sv, 8},
    {"august"sv, 8},
    {"augustus"sv, 8},
    {"avr"sv, 4},
    {"avril"sv, 4},
    {"dec"sv, 12},
    {"december"sv, 12},
    {"decembre"sv, 12},
    {"dez"sv, 12},
    {"dezember"sv, 12},
    {"dezembro"sv, 12},
    {"dic"sv, 12},
    {"dicembre"sv, 12},
    {"diciembre"sv, 12},
    {"d\xC3\xA9"
     "c"sv,
     12},
    {"d\xC3\xA9"
     "cembre"sv,
     12},
    {"ene"sv, 1},
    {"enero"sv, 1},
    {"feb"sv, 2},
    {"febbraio"sv, 2},
    {"febrero"sv, 2},
    {"februar"sv, 2},
    {"februari"sv, 2},
    {"february"sv, 2},
    {"fev"sv, 2},
    {"fevereiro"sv, 2},
    {"fevr"sv, 2},
    {"fevrier"sv, 2},
    {"f\xC3\xA9v"sv, 2},
    {"f\xC3\xA9vr"sv, 2},
    {"f\xC3\xA9vrier"sv, 2},
    {"gen"sv, 1},
    {"gennaio"sv, 1},
    {"giu"sv, 6},
    {"giugno"sv, 6},
    {"jan"sv, 1},
    {"janeiro"sv, 1},
    {"januar"sv, 1},
    {"januari"sv, 1},
    {"january"sv, 1},
    {"janv"sv, 1},
    {"janvier"sv, 1},
    {"juil"sv, 7},
    {"juillet"sv, 7},
    {"juin"sv, 6},
    {"jul"sv, 7},
    {"julho"sv, 7},
    {"juli"sv, 7},
    {"julio"sv, 7},
    {"july"sv, 7},
    {"jun"sv, 6},
    {"june"sv, 6},
    {"junho"sv, 6},
    {"juni"sv, 6},
    {"junio"sv, 6},
    {"j\xC3\xA4n"sv, 1},
    {"j\xC3\xA4nner"sv, 1},
    {"lug"sv, 7},
    {"luglio"sv, 7},
    {"maart"sv, 3},
    {"maerz"sv, 3},
    {"mag"sv, 5},
    {"maggio"sv, 5},
    {"mai"sv, 5},
    {"maio"sv, 5},
    {"mar"sv, 3},
    {"march"sv, 3},
    {"marco"sv, 3},
    {"mars"sv, 3},
    {"marzo"sv, 3},
    {"mar\xC3\xA7o"sv, 3},
    {"may"sv, 5},
    {"mayo"sv, 5},
    {"mei"sv, 5},
    {"mrt"sv, 3},
    {"mrz"sv, 3},
    {"m\xC3\xA4r"sv, 3},
    {"m\xC3\xA4rz"sv, 3},
    {"nov"sv, 11},
    {"november"sv, 11},
    {"novembre"sv, 11},
    {"novembro"sv, 11},
    {"noviembre"sv, 11},
    {"oct"sv, 10},
    {"october"sv, 10},
    {"octobre"sv, 10},
    {"octubre"sv, 10},
    {"okt"sv, 10},
    {"oktober"sv, 10},
    {"ott"sv, 10},
    {"ottobre"sv, 10},
    {"out"sv, 10},
    {"outubro"sv, 10},
    {"sep"sv, 9},
    {"sept"sv, 9},
    {"september"sv, 9},
    {"septembre"sv, 9},
    {"septiembre"sv, 9},
    {"set"sv, 9},
    {"setembro"sv, 9},
    {"setiembre"sv, 9},
    {"settembre"sv, 9},
}};
static_assert(
    std::is_sorted(kMonths.begin(), kMonths.end(), [](const MonthName& a, const MonthName& b) {
        return a.name < b.name;
    }));

constexpr std::array kWeekdays{"monday"sv, "tuesday"sv,  "wednesday"sv, "thursday"sv,
                               "friday"sv, "saturday"sv, "sunday"sv};
constexpr std::size_t kShortWeekday = 3;
constexpr std::size_t kLongestName = 16;

// ASCII, and the letters of Latin-1 in UTF-8, whose second bytes differ by the same.
std::string lowerCase(std::string_view text)
{
    constexpr unsigned char kLastCapital = 0x9E;
    std::string lower(text);
    char before = '\0';
    for (char& c : lower) {
        const bool isCapital =
            (c >= 'A' && c <= 'Z')
            || (before == '\xC3' && static_cast<unsigned char>(c) <= kLastCapital);
        before = c;
        if (isCapital)
            c = static_cast<char>(c + ('a' - 'A'));
    }
    return lower;
}

} // namespace

int monthOfName(std::string_view name)
{
    if (name.size() > kLongestName)
        return 0;
    const std::string lower = lowerCase(name);
    const auto found = std::lower_bound(
        kMonths.begin(), kMonths.end(), lower,
        [](const MonthName& month, const std::string& wanted) { return month.name < wanted; });
    return found != kMonths.end() && found->name == lower ? found->month : 0;
}

int weekdayOfName(std::string_view name)
{
    if (name.size() > kLongestName)
        return 0;
    const std::string lower = lowerCase(name);
    const auto found =
        std::find_if(kWeekdays.begin(), kWeekdays.end(), [&lower](std::string_view weekday) {
            return lower == weekday || lower == weekday.substr(0, kShortWeekday);
        });
    return found == kWeekdays.end() ? 0 : static_cast<int>(found - kWeekdays.begin()) + 1;
}

} // namespace faultline
