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

/// Which readings are wanted; what is empty doesn't matter.
struct ReadingFilter
{
    Period period;
    std::optional<Instant> instant; ///< Exactly then, such as the instant of a failure event,
    std::optional<Instant> until;   ///< or from then to this one, with it.
    QString group;
    QString equipment; ///< Its code, or "#7" for one that only the sensor map names.
    std::optional<qint32> sensorId;
    QString severity; ///< Its name.

    bool isAll() const { return *this == ReadingFilter(); }
    /// It names sensors, by themselves or by what they are on.
    bool namesSensors() const { return sensorId || !equipment.isEmpty() || !group.isEmpty(); }
    bool operator==(const ReadingFilter&) const = default;
};

/// A filter as conditions on faultline.reading r alone, joined by AND: equipment and group have
/// become their sensors, so that PostgreSQL knows how many readings to expect.
struct ReadingConditions
{
    bool matchNothing = false; ///< No sensor, or no severity, is what the filter asks for.
    QStringList sql;           ///< Each a condition, with :name placeholders.
    QVariantMap values;
};

Result<ReadingConditions> resolveReadingFilter(SqlSession& session, const ReadingFilter& filter);

/// "WHERE …" or nothing.
QString whereAll(const QStringList& conditions);

/// What the filters can be set to, besides those of the reports.
struct ReadingChoices
{
    QStringList equipment;
    QStringList severities;
};
Result<ReadingChoices> fetchReadingChoices(SqlSession& session);

} // namespace faultline
