// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/Connection.h"
#include "loading/planning/LoadPlan.h"

namespace faultline {

/// Drops the indexes that users created to sort readings, before a load that adds many: each new
/// row costs as much as storing it. Keeps them for a load that adds little, because rebuilding them
/// would take longer. Fails only when the link is lost.
Result<void> dropIndexesBeforeLargeLoad(Connection& connection, const QList<PlannedFile>& plan);

} // namespace faultline
