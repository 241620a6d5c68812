// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "readings/LocalTime.h"
#include "readings/ZonedTime.h"

#include <QMap>
#include <QString>
#include <QStringList>

#include <utility>
#include <vector>

namespace faultline {

/// "Time (Europe/Oslo)"
QString zoned(const QString& title, const QString& zone);

/// The clocks of plants whose times are shown together. If they share a time zone, it is said once,
/// in the heading; otherwise each time has its offset. UTC if there is no plant. Cheap to copy for
/// the few plants that a database has.
class PlantClocks
{
public:
    /// `zone` is an IANA name. The clocks of one that this computer doesn't know show UTC.
    void add(const QString& plant, const QString& zone);
    /// Those of these plants only; of all of them if the list is empty.
    PlantClocks of(const QStringList& plants) const;

    bool haveSeveralPlants() const { return m_plants.size() > 1; }
    /// Whether all show the same.
    bool shareZone() const;
    /// The name of the zone that they share; empty if they don't.
    QString zoneName() const;
    /// "Time (Europe/Oslo)", or the title alone if they don't share a zone.
    QString heading(const QString& title) const;
    /// The zone for what needs one, such as a time axis or a time that a person types: the one that
    /// they share, or UTC.
    LocalTime commonZone() const;
    /// The zone of the plant. If it isn't one of these: commonZone().
    LocalTime zoneOf(const QString& plant) const;
    /// Of the plant, for many times.
    ZonedClock clockOf(const QString& plant) const;
    /// In zoneOf() the plant.
    ZonedTime at(Instant instant, const QString& plant = {}) const;

    /// The name of each plant's zone, by the name of the plant.
    QMap<QString, QString> zoneNames() const;

private:
    std::vector<std::pair<QString, LocalTime>> m_plants;
};

} // namespace faultline
