// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/readings/ReadingFilter.h"

#include <QList>
#include <QString>

#include <optional>

namespace faultline {

/// How readings are ordered. Ties stand as they were loaded (descending: the other way round), so
/// that every order is total; readings without the measurement come last in both directions.
struct ReadingOrder
{
    enum class By { Loaded, Time, Sensor, Temperature, Vibration };

    By by = By::Loaded;
    bool descending = false;

    bool operator==(const ReadingOrder&) const = default;
};

/// A reading as the table shows it. Values are what PostgreSQL wrote, which reads back exactly;
/// null strings are nulls.
struct StoredReading
{
    QString place; ///< Its ctid: readings never change, so it keeps it for life.
    QString occurredAt;
    QString equipment;
    QString group;
    qint32 sensorId = 0;
    QString severity;
    QString temperature;
    QString vibration;
    QString extra;

    bool operator==(const StoredReading&) const = default;
};

// Places that no reading has: rows are counted from 1, and a block has no more than some hundred.
inline constexpr QLatin1StringView kPlaceBeforeAll("(0,0)");
inline constexpr QLatin1StringView kPlaceBehindAll("(4294967295,65535)");

/// A place in an order, at a reading or between two. What the order doesn't look at is left empty.
struct ReadingKey
{
    QString place;
    QString occurredAt;
    qint32 sensorId = 0;
    QString measurement; ///< Null: among those without one.

    static ReadingKey of(const StoredReading& reading, ReadingOrder::By by);
    /// In the ascending order of time, before the first reading at or after `time`.
    static ReadingKey beforeTime(Instant time);
};

/// How much of the table one request goes through in the order of loading, in blocks of about a
/// hundred readings.
struct ReadingStretches
{
    /// So many readings with the same measurement are read by place as well.
    qint64 longTie = 50'000;
    qint64 firstBlocks = 8;   ///< Most requests find their rows there. Doubled until they are full.
    qint64 jumpBlocks = 1024; ///< A stretch so long is left to an index, if there is one.
    qint64 mostBlocks = 8192; ///< An answer then takes a fraction of a second.
};

struct ReadingPageRequest
{
    ReadingFilter filter;
    ReadingOrder order;
    /// After it, or with `backward` before it; none: from the first, or with `backward` from the
    /// last reading.
    std::optional<ReadingKey> from;
    bool backward = false;
    int limit = 500;
    ReadingStretches stretches;
};

struct ReadingPage
{
    QList<StoredReading> rows; ///< In the order that was asked for, also with `backward`.
    /// Where to go on in the same direction; none when there is nothing more. A page may have fewer
    /// rows than its limit, or none, and yet not be the last: where few readings match, a request
    /// ends after some time and not after some rows, so that it can be dropped.
    std::optional<ReadingKey> next;
};

} // namespace faultline
