// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "BadLine.h"
#include "Options.h"
#include "Random.h"

#include <cstdint>
#include <optional>

namespace faultline::generate {

/// Where in the log bad and blank lines stand: one at a random place in each of as many equal
/// stretches as there are of them, never in the first line.
class NoisePlan
{
public:
    NoisePlan(const Options& options, Random random);

    /// The line (counted from 0) that the next of them takes; past the end when there is none.
    std::uint64_t nextLine() const { return m_nextLine; }

    /// What stands there, blank if no damage; moves on to the next.
    std::optional<Damage> take();

private:
    void place();

    std::uint64_t m_lines;
    std::uint64_t m_blankLines;
    std::uint64_t m_count;
    Random m_random;
    std::uint64_t m_index = 0;
    std::uint64_t m_badLinesTaken = 0;
    std::uint64_t m_nextLine = 0;
};

} // namespace faultline::generate
