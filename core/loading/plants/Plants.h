// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "base/Result.h"
#include "database/connection/Connection.h"

#include <QList>
#include <QString>

namespace faultline {

/// A vessel, site or unit, which names its equipment and sensors without regard to others.
struct Plant
{
    PlantId id{};
    QString name;
    bool skipsKnown = true; ///< Readings that another file has loaded are skipped.
};

/// All plants, by name.
Result<QList<Plant>> fetchPlants(Connection& connection);

/// The name without white space around it; an error if nothing is left, or if it is longer than
/// 200 characters.
Result<QString> plantNameFromText(const QString& text);

/// Whether two names are of the same plant: upper and lower case don't matter.
bool isSamePlantName(const QString& a, const QString& b);

/// Whether later loads skip readings that another file of the plant has loaded, or load them again.
/// Files that were loaded, and what is unchanged in edited ones, are always recognised.
Result<void> setSkipKnown(Connection& connection, PlantId plant, bool skipsKnown);

/// Creates a plant; no other may have its name.
Result<PlantId> createPlant(Connection& connection, const QString& name);

} // namespace faultline
