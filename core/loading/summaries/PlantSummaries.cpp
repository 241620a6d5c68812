// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/summaries/PlantSummaries.h"

#include <algorithm>
#include <utility>

namespace faultline {

void PlantSummaries::useRules(std::vector<SummaryRules> rules)
{
    // They share the memory that one would take.
    SettlementLimits limits;
    limits.cells /= std::max<std::size_t>(rules.size(), 1);
    limits.bytes /= std::max<std::size_t>(rules.size(), 1);
    for (SummaryRules& ofPlant : rules) {
        PendingSummary& summary = m_summaries.try_emplace(ofPlant.plant(), limits).first->second;
        summary.useRules(std::move(ofPlant));
    }
}

PendingSummary* PlantSummaries::find(PlantId plant)
{
    const auto found = m_summaries.find(plant);
    return found == m_summaries.end() ? nullptr : &found->second;
}

} // namespace faultline
