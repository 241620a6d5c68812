// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/Connection.h"
#include "loading/plants/Plants.h"

#include <QList>
#include <QString>

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

} // namespace faultline
