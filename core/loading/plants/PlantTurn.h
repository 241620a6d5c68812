// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "base/Result.h"
#include "database/connection/Connection.h"

#include <optional>

namespace faultline {

// Loads store readings of a plant one after the other: what one of them compares, another one must
// not change. The table plant_turn has the load whose turn it is. It lasts while that load holds
// its kRunningLoadLock; each chunk is stored only if it is still its load's turn. Undoing a load
// ends the turn of whichever load has it: that one then compares again.

/// Takes the turn unless another load that runs has it: returns that one. Fails with
/// "no-such-plant" if the plant is gone.
Result<std::optional<LoadId>> tryTakeTurn(Connection& connection, PlantId plant, LoadId load);
/// Ends all turns of this load.
Result<void> endTurns(Connection& connection, LoadId load);

} // namespace faultline
