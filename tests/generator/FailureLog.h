// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "Fleet.h"
#include "Options.h"
#include "Random.h"

#include <filesystem>

namespace faultline::generate {

/// Writes exactly `options.lines` lines. Memory depends on the fleet, not on the lines.
void writeFailureLog(
    const Options& options, const Fleet& fleet, Random& random, const std::filesystem::path& path);

} // namespace faultline::generate
