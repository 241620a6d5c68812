// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/settings/ConnectionSettings.h"

namespace faultline {

/// Finds the role for a person's own queries. Its password comes from FAULTLINE_READER_PASSWORD or
/// from libpq's sources (~/.pgpass). Errors have remedies for the command line.
Result<ConnectionSettings> lookUpReader(const ConnectionSettings& owner);

} // namespace faultline
