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

/// Of the lines that are to be compared: at which times their readings are, and of which sensors.
/// Of the readings that the database has, no others need to be known.
class ComparedLines
{
public:
    /// With more of them, only their first and last time are kept.
    static constexpr std::size_t kMax = 2'000'000;

    void add(const Reading& reading);
    /// After the last line.
    void close();

    bool isEmpty() const { return m_firstAt > m_lastAt; }
    bool mayHave(qint64 occurredAt, qint32 sensorId) const;
    /// Whether mayHave() goes by the times alone.
    bool areTooMany() const { return m_areTooMany; }
    qint64 firstAt() const { return m_firstAt; }
    qint64 lastAt() const { return m_lastAt; }

private:
    std::vector<quint64> m_moments; ///< A mix of time and sensor, sorted.
    qint64 m_firstAt = std::numeric_limits<qint64>::max();
    qint64 m_lastAt = std::numeric_limits<qint64>::min();
    bool m_areTooMany = false;
};

/// The readings that the files of a family have in the database, as far as a file of that family
/// may give them once more: those of every stretch that isn't the file's own, and those of its own
/// stretches whose lines were compared when they were loaded. A line that gives such a reading is
/// known. Each counts as often as it is there.
class KnownReadings
{
public:
    /// With more of them, telling them apart would take too much memory.
    static constexpr qint64 kMax = 500'000;

    /// How many the database has for `file`, which is to be asked first: where there are none,
    /// there is nothing to compare.
    static Result<qint64> count(Connection& connection, FileId file);
    /// How many of these are in the time of `lines`. Looks at every reading.
    static Result<qint64>
    countWithin(Connection& connection, FileId file, const ComparedLines& lines);
    static Result<KnownReadings>
    fetch(Connection& connection, FileId file, const ComparedLines& lines);

    /// Whether the reading is known; if so, it is known once less.
    bool take(const Reading& reading, qint16 severityCode);
    /// What is taken from now on can be given back: lines are parsed once more when the database
    /// refuses one of them.
    void beginTaking() { m_taken.clear(); }
    void giveBack();

private:
    /// XXH3-128 of all that a reading is, so that two are taken for one less often than a disk
    /// errs.
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
