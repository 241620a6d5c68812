// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "database/connection/Connection.h"
#include "database/settings/ConnectionSettings.h"
#include "loading/summaries/SettlementLimits.h"

namespace faultline {

/// Brings what chunks left in chunk_summary into the summaries that reports read, all of it in one
/// transaction: what adds up is added, failure events are merged, each instant of an equipment
/// once. When the sensor map changed under readings, events are made anew from the readings. Does
/// nothing when there is nothing to settle. Safe while other programs load.
Result<void>
settleSummaries(Connection& connection, const SettlementLimits& limits = SettlementLimits());

/// For whoever is about to read reports: settles what a load left that was cancelled or whose
/// program died, so that reports equal the readings. Nearly free when there is nothing. A role that
/// may only read can't settle; it then sees the summaries as they are, and that is no error.
Result<void> settlePending(const ConnectionSettings& settings);

/// Makes all summaries anew from the readings, in one transaction: reports see the old ones until
/// then. Gives the number of readings. Safe while other programs load: it takes no account of
/// chunks that are committed meanwhile, whose summaries are settled as always.
Result<qint64> rebuildSummaries(
    Connection& connection, const CancelToken& cancel,
    const SettlementLimits& limits = SettlementLimits());

/// Lets nobody else settle until the transaction ends; waits for whoever is at it. What is read of
/// the summaries must be read after it. `cancel` ends the waiting.
Result<void> lockSettlement(Connection& connection, const CancelToken& cancel);

/// Makes the failure events of these days anew from the readings that are there, in a transaction
/// that has locked the settlement and the row of summary_state, and has deleted their rows of
/// failure_day.
Result<void> rebuildFailureEvents(
    Connection& connection, qint32 mapVersion, const std::vector<qint32>& days,
    const CancelToken& cancel, const SettlementLimits& limits = SettlementLimits());

} // namespace faultline
