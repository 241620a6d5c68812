// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/settings/ConnectionSettings.h"

namespace faultline {

/// Brings the schema of an empty database up to date and fills faultline.reading by hand with
/// about `count` readings: many at one instant, sensors on equipment with and without group and on
/// none, three severities, equal temperatures and missing ones, hardly any vibration, some further
/// measurements, and a gap where a load was taken back. The journal says how many there are.
Result<void> fillWithReadings(const ConnectionSettings& settings, int count);

/// Lets the role `name` read everything and change nothing; makes it if it isn't there.
Result<void> createReader(const ConnectionSettings& settings, const QString& name);

} // namespace faultline
