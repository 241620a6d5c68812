// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/Connection.h"

namespace faultline {

/// Whether a pooler between this program and the server shares its sessions among clients, for one
/// transaction or statement at a time. Settings, locks and temporary objects of one session are
/// then missing in the next. A pooler that keeps one session per client doesn't count. Changes
/// nothing.
Result<bool> sharesItsSession(Connection& connection);

} // namespace faultline
