// SPDX-License-Identifier: GPL-3.0-or-later
#include "NoisePlan.h"

#include <algorithm>

namespace faultline::generate {

NoisePlan::NoisePlan(const Options& options, Random random)
    : m_lines(options.lines)
    , m_blankLines(options.blankLines)
    , m_count(options.badLines + options.blankLines)
    , m_random(random)
{
    place();
}

std::optional<Damage> NoisePlan::take()
{
    // The blank ones spread evenly among the bad ones.
    const bool isBlank = (m_index + 1) * m_blankLines / m_count > m_index * m_blankLines / m_count;
    ++m_index;
    place();
    if (isBlank)
        return std::nullopt;
    return static_cast<Damage>(m_badLinesTaken++ % damageKinds);
}

void NoisePlan::place()
{
    m_nextLine = m_lines;
    if (m_index == m_count)
        return;
    const std::uint64_t stretch = m_lines / m_count;
    const auto width = static_cast<std::uint32_t>(std::min<std::uint64_t>(stretch, UINT32_MAX));
    m_nextLine = std::max<std::uint64_t>(m_index * stretch + m_random.below(width), 1);
}

} // namespace faultline::generate
