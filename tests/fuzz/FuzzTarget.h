// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

/// Defined by every target: takes one input and returns, or aborts the program on a failure.
/// libFuzzer calls it with generated inputs, ReplayMain.cpp with the corpus.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace faultline {

/// Ends the program with `what` unless `holds`. Not an assertion: it also counts in release builds.
void require(bool holds, const char* what);

inline std::string_view viewOf(const std::uint8_t* data, std::size_t size)
{
    return {reinterpret_cast<const char*>(data), size};
}

} // namespace faultline
