// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QString>
#include <QtGlobal>

#include <vector>

namespace faultline {

/// From `at` on, local time is UTC plus `offset`.
struct ZoneChange
{
    qint64 at = 0;     ///< Seconds since 1970-01-01 00:00:00 UTC.
    qint64 offset = 0; ///< Seconds.
};

/// What the system's time zone database says about a zone.
struct ZoneRules
{
    qint64 firstOffset = 0;          ///< Seconds, before the first change.
    std::vector<ZoneChange> changes; ///< In order, to the end of `lastYear`.
};

/// Reads a zone of the IANA database, such as "Europe/Oslo", from /usr/share/zoneinfo (RFC 8536).
/// The rule that the zone has now is applied to all years up to `lastYear`. Fails if there is no
/// such zone, or its file can't be read.
Result<ZoneRules> readZoneFile(const QString& name, int lastYear);

} // namespace faultline
