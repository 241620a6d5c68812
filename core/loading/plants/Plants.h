// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "base/Result.h"
#include "database/connection/Connection.h"
#include "readings/LocalTime.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <map>

namespace faultline {

/// What a plant's files and failures mean.
struct PlantSettings
{
    /// Times that files write without a zone are in this one: an IANA name, such as "Europe/Oslo".
    QString timeZone = QStringLiteral("UTC");
    /// Readings with these severities are failures; in upper case, at least one.
    QStringList failureSeverities{QStringLiteral("ERROR")};
    /// Readings that other files of the plant have loaded are skipped; otherwise they are loaded
    /// again. Files that were loaded, and what is unchanged in edited ones, are always recognised.
    bool skipKnown = true;

    bool operator==(const PlantSettings&) const = default;
};

/// A vessel, site or unit, which names its equipment and sensors without regard to others.
struct Plant
{
    PlantId id{};
    QString name;
    PlantSettings settings;
};

/// The zones of plants.
using PlantZones = std::map<PlantId, LocalTime>;

/// All plants, by name.
Result<QList<Plant>> fetchPlants(Connection& connection);
/// Fails with "no-such-plant" if it is gone.
Result<Plant> fetchPlant(Connection& connection, PlantId id);
UserMessage noSuchPlant(const QString& what);

/// The name without white space around it; an error if nothing is left, or if it is longer than
/// 200 characters.
Result<QString> plantNameFromText(const QString& text);

/// Severities as parsers give them, each once: in upper case. Fails with "severities" if one of the
/// words is none, or if there are no words.
Result<QStringList> severitiesFromWords(const QStringList& words);

/// Whether two names are of the same plant: upper and lower case don't matter.
bool isSamePlantName(const QString& a, const QString& b);

/// Creates a plant; no other may have its name.
Result<PlantId> createPlant(Connection& connection, const QString& name);

/// Gives a plant another name, which later loads and reports use. Refuses with "plant-name" or
/// "plant-name-taken"; "no-such-plant" if it is gone.
Result<void> renamePlant(Connection& connection, PlantId plant, const QString& name);

/// Changes the time zone of a plant, in the caller's transaction. Refuses with "time-zone" if this
/// computer or the server doesn't know it; with "has-readings" if the plant has readings, since the
/// times of their lines were read in the old zone; with "load-running" while a load may add some.
Result<void> changeTimeZone(Connection& connection, const Plant& plant, const QString& timeZone);

} // namespace faultline
