// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "base/Result.h"
#include "database/connection/Connection.h"
#include "loading/plants/PlantChoice.h"
#include "loading/receipt/LoadReceipt.h"

#include <QList>

namespace faultline {

/// What doesn't match in the data of these plants: readings of sensors that aren't in the sensor
/// map, equipment of the map that isn't in the equipment list, ids that differ only by case or
/// spaces, and severities that look like failures but don't count as such. The user should know.
/// `load` is the one that has just loaded some of it, from these files.
Result<QList<UserMessage>> findMismatches(
    Connection& connection, LoadId load, const QList<FileReceipt>& files,
    const QList<PlantChoice>& plants);

} // namespace faultline
