// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "base/Result.h"
#include "database/connection/Connection.h"
#include "readings/Reading.h"

#include <QByteArray>
#include <QHash>

#include <limits>
#include <vector>

namespace faultline {

/// The times and sensors of the lines to compare. No other readings of the database need to be
/// known.
class ComparedLines
{
public:
    /// With more lines, only their first and last time are stored.
    static constexpr std::size_t kMax = 2'000'000;

    void add(const Reading& reading);
    /// After the last line.
    void close();

    bool isEmpty() const { return m_firstAt > m_lastAt; }
    bool mayHave(qint64 occurredAt, qint32 sensorKey) const;
    /// Whether mayHave() always answers yes, so that only the times limit the query.
    bool areTooMany() const { return m_areTooMany; }
    qint64 firstAt() const { return m_firstAt; }
    qint64 lastAt() const { return m_lastAt; }

private:
    std::vector<quint64> m_moments; ///< Hashes of time and sensor, sorted.
    qint64 m_firstAt = std::numeric_limits<qint64>::max();
    qint64 m_lastAt = std::numeric_limits<qint64>::min();
    bool m_areTooMany = false;
};

/// The readings in the database that a file of a family may repeat: those of every range of the
/// family that isn't the file's own, and those of its own ranges whose lines were compared when
/// they were loaded. A line that gives such a reading is known. Each counts as often as it is
/// stored.
class KnownReadings
{
public:
    /// With more of them, comparing would take too much memory.
    static constexpr qint64 kMax = 500'000;

    /// How many the database has for `file`. Ask this first: if there are none, there is nothing to
    /// compare.
    static Result<qint64> count(Connection& connection, FileId file);
    /// How many of these fall into the time range of `lines`. Scans every reading.
    static Result<qint64>
    countWithin(Connection& connection, FileId file, const ComparedLines& lines);
    static Result<KnownReadings>
    fetch(Connection& connection, FileId file, const ComparedLines& lines);

    /// Whether the reading is known; if so, it counts once less.
    bool take(const Reading& reading, qint16 severityCode);
    /// What is taken from now on can be given back: lines are parsed again when the database
    /// refuses one of them.
    void beginTaking() { m_taken.clear(); }
    void giveBack();

private:
    /// XXH3-128 of all values of a reading, so that collisions are rarer than disk errors.
    struct Key
    {
        quint64 high = 0;
        quint64 low = 0;

        bool operator==(const Key&) const = default;
        friend std::size_t qHash(const Key& key, std::size_t seed)
        {
            return static_cast<std::size_t>(key.low) ^ seed;
        }
    };
    static Key keyOf(const QByteArray& packed);

    QHash<Key, qint32> m_counts;
    std::vector<Key> m_taken; ///< Since beginTaking().
    QByteArray m_packed;
};

} // namespace faultline
