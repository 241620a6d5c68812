// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Ids.h"
#include "base/Result.h"
#include "database/connection/Connection.h"
#include "loading/plants/Plants.h"

#include <QList>
#include <QString>

#include <optional>

namespace faultline {

/// A plant and how much the database has of it.
struct PlantDetails
{
    Plant plant;
    qint64 loads = 0;     ///< Without the undone ones.
    qint64 equipment = 0; ///< That reports can name.
    qint64 sensors = 0;   ///< That a map or a reading has named.
    qint64 readings = 0;
};

/// All plants, by name.
Result<QList<PlantDetails>> fetchPlantDetails(Connection& connection);

/// The plant of a name that a user typed. An error with the code "no-such-plant" if there is none.
Result<PlantDetails> fetchPlantDetails(Connection& connection, const QString& name);

/// Gives a plant another name, which later loads and reports use. Refuses with "plant-name" or
/// "plant-name-taken"; "no-such-plant" if it is gone.
Result<void> renamePlant(Connection& connection, PlantId plant, const QString& name);

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
