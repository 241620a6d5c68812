// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/connection/SqlSession.h"
#include "readings/Instant.h"
#include "readings/Period.h"

#include <QString>
#include <QStringList>
#include <QStringView>
#include <QVariantMap>

#include <optional>

namespace faultline {

/// In place of a severity: those that count as failures in the reading's plant. No severity is
/// named so, because their names are in upper case.
inline constexpr QStringView kFailureSeverities = u"failures";

/// Which readings to select; empty fields don't filter.
struct ReadingFilter
{
    Period period;
    std::optional<Instant> instant; ///< Exactly this instant, such as that of a failure event,
    std::optional<Instant> until;   ///< or from it to this one, inclusive.
    QString group;
    QString equipment;  ///< Its code, or "#7" for one that is only in the sensor map.
    QString sensor;     ///< Its id.
    QString severity;   ///< Its name, or kFailureSeverities.
    QStringList plants; ///< Names; empty: all.

    bool isAll() const { return *this == ReadingFilter(); }
    /// It selects sensors, directly or through their equipment or group.
    bool namesSensors() const
    {
        return !sensor.isEmpty() || !equipment.isEmpty() || !group.isEmpty();
    }
    bool operator==(const ReadingFilter&) const = default;
};

/// A filter as conditions on faultline.reading r, joined by AND. Equipment and group are resolved
/// to sensors. Each condition is SQL with :name placeholders.
struct ReadingConditions
{
    bool matchNothing = false; ///< No sensor or no severity matches the filter.
    QStringList times;         ///< On the time, and on the equipment at that time.
    QStringList others;        ///< On plant, sensor and severity, which the summaries have too.
    QStringList cells;         ///< On the equipment in the summaries.
    QVariantMap values;
    bool isOfPlants = false; ///< Some plants are chosen, and no sensors.
    qsizetype sensors = 0;   ///< How many sensors they select; 0: any.
    Period days;             ///< The days with the times, and
    double share = 1;        ///< how much of these days is selected.

    bool isEmpty() const { return times.isEmpty() && others.isEmpty(); }
};

Result<ReadingConditions> resolveReadingFilter(SqlSession& session, const ReadingFilter& filter);

/// "WHERE …", or empty.
QString whereAll(const QStringList& conditions);

} // namespace faultline
