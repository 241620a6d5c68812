// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/Connection.h"
#include "loading/planning/LoadPlan.h"

namespace faultline {

/// Drops the indexes that somebody made to sort readings, before a load that adds many: they cost
/// every new row as much as storing it. They are kept for a load that adds little, for which making
/// them again would take longer. Fails only when the link is lost.
Result<void> dropIndexesBeforeLargeLoad(Connection& connection, const QList<PlannedFile>& plan);

} // namespace faultline
