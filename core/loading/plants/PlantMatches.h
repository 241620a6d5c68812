// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "base/Result.h"
#include "database/connection/Connection.h"
#include "loading/plants/FolderParts.h"

#include <map>

namespace faultline {

/// How much of a folder's lists a plant agrees with.
struct PlantMatch
{
    Agreement agreement;
    bool byCode = true; ///< Equipment codes were compared; otherwise the map.
};

/// The plants that know anything of the lists; the others have no entry.
using PlantMatches = std::map<PlantId, PlantMatch>;

/// Compares a folder's lists with those of every plant: the codes of equipment; the sensor map
/// where one of them has no codes.
Result<PlantMatches> matchingPlants(Connection& connection, const ListProfile& profile);

} // namespace faultline
