// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "Options.h"
#include "Random.h"

#include <cstdint>
#include <string>
#include <vector>

namespace faultline::generate {

struct Equipment
{
    std::uint32_t id = 0;
    std::string code;
    std::string groupName;
    std::vector<std::uint32_t> sensorIds; ///< Ascending, never empty.
};

/// IDs start at 1, so equipment `id` is at index `id - 1`.
using Fleet = std::vector<Equipment>;

/// `options` must be valid: no more equipment than sensors, no more groups than equipment.
Fleet makeFleet(const Options& options, Random& random);

} // namespace faultline::generate
