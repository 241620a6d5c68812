// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "loading/summaries/PendingSummary.h"
#include "loading/summaries/SummaryRules.h"

#include <map>
#include <vector>

namespace faultline {

/// What a load adds to the summaries of each of its plants, until it is settled.
class PlantSummaries
{
public:
    /// Before anything is added: the rules of all plants that the load has. They stay valid until
    /// the next call. What was added by other rules of a plant is forgotten.
    void useRules(std::vector<SummaryRules> rules);

    const SummaryRules& rulesOf(PlantId plant) const { return m_summaries.at(plant).rules(); }
    PendingSummary& of(PlantId plant) { return m_summaries.at(plant); }
    /// Null for a plant that the load doesn't have.
    PendingSummary* find(PlantId plant);

private:
    std::map<PlantId, PendingSummary> m_summaries;
};

} // namespace faultline
