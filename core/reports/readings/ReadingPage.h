// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/readings/ReadingFilter.h"

#include <QList>
#include <QString>

#include <optional>

namespace faultline {

/// How readings are ordered. Ties are in the order of loading (descending: reversed), so that every
/// order is total. Readings without the measurement come last in both directions.
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
    QString ctid; ///< Readings never change, so it never changes either.
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

// ctids before and after those of all readings: rows count from 1, and a block has at most a few
// hundred.
inline constexpr QLatin1StringView kCtidBeforeAll("(0,0)");
inline constexpr QLatin1StringView kCtidAfterAll("(4294967295,65535)");

/// A position in an order, at a reading or between two. Fields that the order doesn't use are
/// empty.
struct ReadingKey
{
    QString ctid;
    QString occurredAt;
    qint32 sensorKey = 0;
    QString measurement; ///< Null: among those without one.

    static ReadingKey of(const StoredReading& reading, ReadingOrder::By by);
    /// In ascending order of time, before the first reading at or after `time`.
    static ReadingKey beforeTime(Instant time);
};

/// How much of the table one request scans in the order of loading, in blocks of about a hundred
/// readings.
struct ReadingStretches
{
    /// Above this number of readings with the same measurement, they are read by ctid as well.
    qint64 longTie = 50'000;
    qint64 firstBlocks = 8;   ///< Enough for most requests. Doubles until the page is full.
    qint64 jumpBlocks = 1024; ///< Instead of a stretch this long, an index is used if one fits.
    qint64 mostBlocks = 8192; ///< Scanning these takes a fraction of a second.
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
    QList<StoredReading> rows; ///< In the requested order, even with `backward`.
    /// Where to continue in the same direction; none at the end. A page may have fewer rows than
    /// its limit, or none, without being the last. Where few readings match, a request ends after
    /// some time instead of some rows, so that it can be abandoned.
    std::optional<ReadingKey> next;
};

} // namespace faultline
