// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "base/Result.h"
#include "database/connection/Connection.h"

#include <vector>

namespace faultline {

/// How equipment and sensor map changed, compared with what was in force before.
struct ListChanges
{
    qint64 changedEquipment = 0; ///< Listed before, now with other values or not listed at all.
    qint64 knownEquipment = 0;   ///< Listed before.
    qint64 changedSensors = 0;   ///< Mapped before, now to other equipment or to none.
    qint64 knownSensors = 0;     ///< Mapped before.
    std::vector<qint32> sensors; ///< Whose equipment is another one, at any time; also new ones.
};

/// Derives the equipment and the sensor map of a plant from the lists that its loads applied, the
/// newest first, and from what tables of readings say about sensors in no list. If that changes the
/// equipment of a sensor with readings, the plant's summaries become stale. Does nothing unless
/// lists were loaded or undone since. Runs in the caller's transaction; locks the plant and the
/// state of its summaries.
Result<ListChanges> applyLists(Connection& connection, PlantId plant);

/// The same if tables of readings in these chunks say something new about the equipment of sensors.
Result<ListChanges>
applyNamedEquipment(Connection& connection, PlantId plant, const std::vector<qint32>& chunks);

} // namespace faultline
