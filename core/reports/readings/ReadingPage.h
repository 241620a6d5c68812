// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "readings/PlantClocks.h"
#include "reports/readings/ReadingFilter.h"

#include <QList>
#include <QString>

#include <optional>

namespace faultline {

/// How readings are ordered. The order of loading is that of their ids: chunk by chunk, line by
/// line. Ties are in that order too (descending: reversed), so that every order is total. Readings
/// without the measurement come last in both directions.
struct ReadingOrder
{
    enum class By { Loaded, Time, Sensor, Temperature, Vibration };

    By by = By::Loaded;
    bool descending = false;

    bool operator==(const ReadingOrder&) const = default;
};

/// A reading as the table shows it. Values are PostgreSQL's output, which can be parsed back
/// exactly; null strings are nulls.
struct StoredReading
{
    ReadingId id{};
    QString occurredAt;
    QString equipment;
    QString group;
    qint32 sensorKey = 0;
    QString sensor; ///< Its id.
    QString plant;  ///< Its name.
    QString severity;
    QString temperature;
    QString vibration;
    QString extra;

    bool operator==(const StoredReading&) const = default;
};

/// A position in an order, at a reading or between two. Fields that the order doesn't use are
/// empty.
struct ReadingKey
{
    ReadingId id{}; ///< Less than those of all readings.
    QString occurredAt;
    qint32 sensorKey = 0;
    QString measurement; ///< Null: among those without one.

    static ReadingKey of(const StoredReading& reading, ReadingOrder::By by);
    /// In ascending order of time, before the first reading at or after `time`.
    static ReadingKey beforeTime(Instant time);
};

/// How many readings one request passes over in the order of loading.
struct ReadingStretches
{
    qint64 first = 1000;     ///< Enough for most requests. Doubles until the page is full.
    qint64 jump = 50'000;    ///< Instead of a stretch this long, an index is used if one fits.
    qint64 most = 1'000'000; ///< Reading these takes a fraction of a second.
    int chunks = 1000;       ///< Fewer readings if they are in more chunks than this.
};

struct ReadingPageRequest
{
    ReadingFilter filter;
    ReadingOrder order;
    /// Reads after this key, or with `backward` before it. None: from the first reading, or with
    /// `backward` from the last.
    std::optional<ReadingKey> from;
    bool backward = false;
    int limit = 500;
    ReadingStretches stretches;
};

struct ReadingPage
{
    PlantClocks clocks;        ///< Those that the times are of.
    QList<StoredReading> rows; ///< In the requested order, even with `backward`.
    /// Where to continue in the same direction; none at the end. A page may have fewer rows than
    /// its limit, or none, without being the last. Where few readings match, a request ends after
    /// some time instead of some rows, so that it can be abandoned.
    std::optional<ReadingKey> next;
};

} // namespace faultline
