// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/connection/SqlSession.h"
#include "readings/Instant.h"
#include "readings/Period.h"

#include <QString>
#include <QStringList>
#include <QVariantMap>

#include <optional>

namespace faultline {

/// Which readings to select; empty fields don't filter.
struct ReadingFilter
{
    Period period;
    std::optional<Instant> instant; ///< Exactly this instant, such as that of a failure event,
    std::optional<Instant> until;   ///< or from it to this one, inclusive.
    QString group;
    QString equipment;  ///< Its code, or "#7" for one that is only in the sensor map.
    QString sensor;     ///< Its id.
    QString severity;   ///< Its name.
    QStringList plants; ///< Names; empty: all.

    bool isAll() const { return *this == ReadingFilter(); }
    /// It selects sensors, directly or through their equipment, group or plant.
    bool namesSensors() const
    {
        return !sensor.isEmpty() || !equipment.isEmpty() || !group.isEmpty() || !plants.isEmpty();
    }
    bool operator==(const ReadingFilter&) const = default;
};

/// A filter as conditions on faultline.reading r alone, joined by AND. Equipment and group are
/// resolved to sensors, so that PostgreSQL can estimate the number of readings.
struct ReadingConditions
{
    bool matchNothing = false; ///< No sensor or no severity matches the filter.
    QStringList sql;           ///< Each a condition, with :name placeholders.
    QVariantMap values;
};

Result<ReadingConditions> resolveReadingFilter(SqlSession& session, const ReadingFilter& filter);

/// "WHERE …", or empty.
QString whereAll(const QStringList& conditions);

} // namespace faultline
