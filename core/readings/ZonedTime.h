// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "readings/Instant.h"
#include "readings/LocalTime.h"

#include <QDateTime>
#include <QString>
#include <QVariant>

#include <optional>

namespace faultline {

/// An instant, and what clocks of a time zone show at it. This is how every time is written, on
/// screen and in files; PlantClocks makes those of readings. In a QVariant it also converts to
/// QDateTime (the instant) and QString (shown()).
struct ZonedTime
{
    Instant instant;
    qint32 offset = 0;        ///< The clocks minus UTC, in seconds.
    bool isUtc = true;        ///< Its zone is UTC, rather than one that has this offset now.
    bool needsOffset = false; ///< What the clocks show could be another instant.

    static ZonedTime utc(Instant instant) { return {instant}; }
    /// In a time zone. Needs its offset if the clocks show the same at another instant.
    static ZonedTime in(const LocalTime& zone, Instant instant);
    /// In the time zone of this computer, to the second and always with its offset: for what a
    /// person did, such as a load.
    static ZonedTime here(const QDateTime& time);

    /// What the clocks show, cut to milliseconds, as a time in UTC.
    QDateTime clock() const;
    QString clockText(int minDigits = 0) const; ///< "2021-03-01 02:00:00.060250"
    QString offsetText() const; ///< "+01:00"; with seconds only where a zone has them.
    /// For the screen, where the zone is said once: clockText(), with the offset if it needs it.
    QString shown() const;
    /// For documents: with the offset, unless it is one of UTC and doesn't need it.
    QString written() const;
    /// For programs: "2021-03-01T02:00:00.060250+01:00", with Z in UTC.
    QString toIso(int minDigits = 0) const;

    bool operator==(const ZonedTime&) const = default;
};

/// Makes times of one zone. Most are near the one before, so it remembers what the zone does there.
class ZonedClock
{
public:
    /// `alwaysNeedsOffset`: what the clocks show says too little without it.
    ZonedClock(LocalTime zone, bool alwaysNeedsOffset);

    ZonedTime at(Instant instant);

private:
    LocalTime m_zone;
    bool m_isUtc;
    bool m_needsOffset;
    // Empty until the first use.
    LocalTime::Stretch m_instants;
    LocalTime::Stretch m_locals;
};

/// The time in a cell of a report or query; none for anything else, such as null or "infinity".
std::optional<ZonedTime> zonedTimeOf(const QVariant& cell);
std::optional<Instant> instantOf(const QVariant& cell);

/// The instant that a person typed: "2020-01-15 10:30:05", with a T instead of the space, or with
/// fractions of a second, in this zone; or in another one with an offset ("+01:00") or Z. Shorter
/// forms, down to "2020", mean the start of that period. When clocks are put back, the first of
/// both is meant; a time that is left out when they are put forward means that moment.
Result<Instant> instantFromText(const QString& text, const LocalTime& zone);

} // namespace faultline
