// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "database/connection/Connection.h"
#include "database/settings/ConnectionSettings.h"
#include "loading/summaries/SettlementLimits.h"

namespace faultline {

/// Moves what chunks left in chunk_summary into the summaries that reports read, in one
/// transaction: sums are added, and failure events merged, each instant of a piece of equipment
/// once. If the sensor map has changed under readings, rebuilds the events from the readings. Does
/// nothing if there is nothing to settle. Safe while other programs load.
Result<void>
settleSummaries(Connection& connection, const SettlementLimits& limits = SettlementLimits());

/// Call before reading reports: settles what a cancelled load or a program that died left, so that
/// reports match the readings. Nearly free if there is nothing. A read-only role can't settle; it
/// sees the summaries as they are, and that is no error.
Result<void> settlePending(const ConnectionSettings& settings);

/// Rebuilds all summaries from the readings, in one transaction; reports see the old ones until
/// then. Returns the number of readings. Safe while other programs load: chunks that commit
/// meanwhile are ignored, and settled later as usual.
Result<qint64> rebuildSummaries(
    Connection& connection, const CancelToken& cancel,
    const SettlementLimits& limits = SettlementLimits());

/// Keeps other programs from settling until the transaction ends; waits for one that is settling.
/// Read the summaries only after it. `cancel` ends the wait.
Result<void> lockSettlement(Connection& connection, const CancelToken& cancel);

/// Rebuilds the failure events of these days from the readings. The transaction must have locked
/// the settlement and the row of summary_state, and deleted the days' rows of failure_day.
Result<void> rebuildFailureEvents(
    Connection& connection, qint32 mapVersion, const std::vector<qint32>& days,
    const CancelToken& cancel, const SettlementLimits& limits = SettlementLimits());

} // namespace faultline
