// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "base/Result.h"
#include "database/connection/Connection.h"
#include "loading/summaries/SettlementLimits.h"

namespace faultline {

/// Merges a plant's rows of sensor_summary and equipment_summary for days from `firstDay` to
/// `lastDay`, their months and years, where small loads have left many more of them than their
/// cells need. Otherwise reports would become slower with each load. Runs in the caller's
/// transaction.
Result<void> compactSummaries(
    Connection& connection, PlantId plant, qint32 firstDay, qint32 lastDay,
    const SettlementLimits& limits);

} // namespace faultline
