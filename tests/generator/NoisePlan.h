// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "BadLine.h"
#include "Options.h"
#include "Random.h"

#include <cstdint>
#include <optional>

namespace faultline::generate {

/// The positions of bad and blank lines in the log: one at a random position in each of as many
/// equal intervals, never in the first line.
class NoisePlan
{
public:
    NoisePlan(const Options& options, Random random);

    /// The zero-based line of the next one; past the end if there is none.
    std::uint64_t nextLine() const { return m_nextLine; }

    /// The damage for it, none for a blank line; advances to the next.
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
