// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Ids.h"
#include "database/settings/ConnectionSettings.h"
#include "loading/plants/Plants.h"
#include "loading/receipt/LoadOptions.h"
#include "loading/receipt/LoadTracker.h"
#include "loading/recovery/Recovery.h"

namespace faultline {

/// What the parts of one load share. LoadRun owns it and what it refers to, and outlives the parts.
struct LoadContext
{
    const ConnectionSettings& settings;
    const LoadOptions& options; ///< Including the number of workers.
    const LoadId load;
    Recovery& recovery;
    LoadTracker& tracker;
    const CancelToken& cancel;
    const PlantZones& zones; ///< Of the plants of the load.
};

} // namespace faultline
