// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "base/Result.h"
#include "database/Connection.h"
#include "readings/Reading.h"

#include <QByteArray>
#include <QHash>

namespace faultline {

/// The readings that earlier generations of a file have in the database: those of stretches that
/// aren't in the file any more as they were. A line of the file that gives such a reading once more
/// is known. Each counts as often as it is there.
class KnownReadings
{
public:
    /// With more of them, telling them apart would take too much memory.
    static constexpr qint64 kMost = 500'000;

    /// How many earlier generations of `file` have; to be asked before fetch().
    static Result<qint64> count(Connection& connection, FileId file);
    static Result<KnownReadings> fetch(Connection& connection, FileId file);

    /// Whether the reading is known; if so, it is known once less.
    bool take(const Reading& reading, qint16 severityCode);

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
    QByteArray m_packed;
};

} // namespace faultline
