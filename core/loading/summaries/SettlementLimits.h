// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace faultline {

/// The most that a settlement holds in memory before it writes some of it.
struct SettlementLimits
{
    std::size_t cells = 100'000;
    std::size_t events = 500'000;
};

} // namespace faultline
