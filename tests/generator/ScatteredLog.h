// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "Options.h"
#include "Random.h"

#include <filesystem>

namespace faultline::generate {

/// Writes the log of Shape::Scattered.
void writeScatteredLog(const Options& options, Random& random, const std::filesystem::path& path);

} // namespace faultline::generate
