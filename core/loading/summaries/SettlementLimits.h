// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace faultline {

/// The most that summaries hold in memory before they write some of it. Smaller only in tests.
struct SettlementLimits
{
    /// Cells of each kind. Written in parts, they take more rows.
    std::size_t cells = 60'000;
    /// Readings or events that are sorted at once; at most 2^19.
    std::size_t records = std::size_t{1} << 18;
    /// Bytes of each kind that wait for the settlement, before they go to a temporary file.
    std::size_t bytes = std::size_t{4} << 20;
};

} // namespace faultline
