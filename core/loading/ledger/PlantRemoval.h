// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Ids.h"
#include "base/Result.h"
#include "database/connection/Connection.h"

#include <QtGlobal>

namespace faultline {

/// What was removed with a plant.
struct RemovedPlant
{
    qint64 loads = 0;
    qint64 readings = 0;
    qint64 rejectedLines = 0;
};

/// Undoes all loads of a plant and removes the plant, in one transaction. Their receipts stay as
/// history, without the plant. A load that covers other plants too isn't undone: it loses what it
/// loaded into this one, its receipt the files of this plant, and a finding says so. Folders are no
/// longer remembered as this plant's. Refuses with "no-such-plant", or "load-running" while one of
/// its loads runs. Other loads that begin meanwhile wait.
Result<RemovedPlant> removePlant(Connection& connection, PlantId plant, const CancelToken& cancel);

} // namespace faultline
