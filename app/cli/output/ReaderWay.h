// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/settings/ConnectionSettings.h"

namespace faultline {

/// Finds the role for a person's own queries. Its password comes from FAULTLINE_READER_PASSWORD or
/// from where libpq looks for one (~/.pgpass). What is in the way says what to do here.
Result<ConnectionSettings> reachReaderOf(const ConnectionSettings& owner);

} // namespace faultline
