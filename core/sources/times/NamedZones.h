// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "readings/LocalTime.h"

#include <string_view>

namespace faultline {

/// The clock of the zone with an IANA name, for this thread; null if there is none. Logs that name
/// zones name few of them, so it remembers the last ones. Valid until the next call.
LocalClock* clockOfZone(std::string_view name);

} // namespace faultline
