// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/settings/ConnectionSettings.h"

namespace faultline {

/// Updates the schema of an empty database and fills faultline.reading directly with about `count`
/// readings: many at one instant, sensors on equipment with and without group and on none, three
/// severities, equal and missing temperatures, hardly any vibration, some other measurements, and a
/// gap left by an undone load. The journal has their number.
Result<void> fillWithReadings(const ConnectionSettings& settings, int count);

/// Lets the role `name` read everything and change nothing; creates it if necessary.
Result<void> createReader(const ConnectionSettings& settings, const QString& name);

} // namespace faultline
