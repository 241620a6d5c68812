// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "readings/Calendar.h"

#include <QString>
#include <QtGlobal>

#include <limits>
#include <memory>
#include <optional>

namespace faultline {

/// A time zone: converts between instants and what clocks show there. Instants count microseconds
/// since 2000-01-01 00:00:00 UTC; local times count microseconds since 2000-01-01 00:00:00 of that
/// zone's calendar. Never changes, is cheap to copy, and threads may share it; each converts with
/// its own LocalClock. Uses the time zone database of the computer it runs on.
class LocalTime
{
public:
    /// How often a local time occurs: when clocks are put back, an hour comes twice, and when they
    /// are put forward, one is left out.
    enum class Occurs { Once, Twice, Never };

    /// Instants or local times [begin, end) with one offset.
    struct Stretch
    {
        qint64 begin = 0;
        qint64 end = 0;
        qint64 offset = 0; ///< Local time minus UTC, in microseconds. Twice: of the first one.
        Occurs occurs = Occurs::Once;

        bool contains(qint64 at) const { return at >= begin && at < end; }
    };

    static LocalTime utc();
    /// The zone with an IANA name, such as "Europe/Oslo". Fails if there is none.
    static Result<LocalTime> fromName(const QString& name);
    /// The zone of files: one with a name, or an offset from UTC such as "+01:00", "-0330",
    /// "UTC+1".
    static Result<LocalTime> fromNameOrOffset(const QString& text);

    /// "Europe/Oslo", "UTC", "+01:00": fromNameOrOffset() knows it.
    const QString& name() const;
    bool operator==(const LocalTime& other) const { return name() == other.name(); }
    Stretch stretchOfInstant(qint64 instant) const;
    Stretch stretchOfLocal(qint64 local) const;

private:
    struct Table;
    explicit LocalTime(std::shared_ptr<const Table> table)
        : m_table(std::move(table))
    {}

    std::shared_ptr<const Table> m_table;
};

/// Converts times of one zone. Most are near the one before, so it remembers the stretch. One for
/// each thread.
class LocalClock
{
public:
    explicit LocalClock(LocalTime zone)
        : m_zone(std::move(zone))
    {}

    /// An instant, and how often its local time occurs. Twice: the first one is meant.
    struct Found
    {
        qint64 instant = 0;
        LocalTime::Occurs occurs = LocalTime::Occurs::Once; ///< Never: there is no instant.
    };
    Found instantOf(qint64 local)
    {
        if (!m_locals.contains(local)) [[unlikely]]
            m_locals = m_zone.stretchOfLocal(local);
        return {local - m_locals.offset, m_locals.occurs};
    }
    /// The second time at which clocks show what they show at `first`; none if they show it once.
    std::optional<qint64> secondOf(qint64 first) const;
    /// When a day begins: at 00:00, or at the first moment after it, where clocks are put forward
    /// at midnight. None for a day that was left out.
    std::optional<qint64> startOfDay(qint32 day);

    qint64 localOf(qint64 instant)
    {
        if (!m_instants.contains(instant)) [[unlikely]]
            m_instants = m_zone.stretchOfInstant(instant);
        return instant + m_instants.offset;
    }
    /// The local day of an instant, in days since 2000-01-01.
    qint32 dayOf(qint64 instant) { return faultline::dayOf(localOf(instant)); }

private:
    LocalTime m_zone;
    // Empty until the first use.
    LocalTime::Stretch m_locals;
    LocalTime::Stretch m_instants;
};

} // namespace faultline
