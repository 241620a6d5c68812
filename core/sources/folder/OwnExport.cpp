// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/folder/OwnExport.h"

using namespace std::string_view_literals;

namespace faultline {

namespace {

// Whether `sample` begins with `start`, with any white space in between.
bool startsWith(std::string_view sample, std::string_view start)
{
    for (const char expected : start) {
        const auto next = sample.find_first_not_of(" \t\r\n"sv);
        if (next == std::string_view::npos || sample[next] != expected)
            return false;
        sample.remove_prefix(next + 1);
    }
    return true;
}

bool contains(std::string_view sample, std::string_view part)
{
    return sample.find(part) != std::string_view::npos;
}

} // namespace

bool isOwnExport(std::string_view sample)
{
    if (startsWith(sample, kOwnExportStart))
        return true;
    if (startsWith(sample, R"({"balanced":)"sv))
        return contains(sample, R"("duplicates_skipped")"sv);
    if (sample.starts_with("<!DOCTYPE html>"sv))
        return contains(sample, R"(<meta name="generator" content="Faultline )"sv);
    // In UTF-16, as PDF has it.
    return sample.starts_with("%PDF-"sv) && contains(sample, "\0F\0a\0u\0l\0t\0l\0i\0n\0e\0 "sv);
}

} // namespace faultline
