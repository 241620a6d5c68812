// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Ids.h"
#include "base/Result.h"
#include "database/connection/Connection.h"
#include "database/settings/ConnectionSettings.h"
#include "loading/summaries/PlantSummaries.h"
#include "loading/summaries/SettlementLimits.h"

#include <vector>

namespace faultline {

/// Adds a load's chunks, and those that other loads left, to the summaries that reports read, in
/// one transaction for each plant. `pending` has what the load's chunks add; what is missing there
/// is read from the readings. If the rules of a plant have changed under readings, rebuilds its
/// summaries from them. May be repeated after a failure. Safe while other programs load: their
/// chunks are left to them. When cancelled, everything is as before for the plants that remain.
Result<void> settleSummaries(
    Connection& connection, LoadId load, PlantSummaries& pending,
    const CancelToken& cancel = CancelToken(), const SettlementLimits& limits = SettlementLimits());

/// Call before reading reports: settles what a cancelled load or a program that died left, so that
/// reports match the readings. Nearly free if there is nothing. A read-only role can't settle; it
/// sees the summaries as they are, and that is no error.
Result<void> settlePending(const ConnectionSettings& settings);

/// Rebuilds all summaries from the readings, in one transaction for each plant; reports see the old
/// ones until then. Returns the number of readings. Safe while other programs load: their chunks
/// are ignored, and settled later as usual.
Result<qint64> rebuildSummaries(
    Connection& connection, const CancelToken& cancel,
    const SettlementLimits& limits = SettlementLimits());

/// Keeps other programs from settling until the transaction ends; waits for one that is settling.
/// Read the summaries only after it. `cancel` ends the wait.
Result<void> lockSettlement(Connection& connection, const CancelToken& cancel);

/// Rebuilds a plant's summaries of these months, given by their first days, and of their years. The
/// transaction must have locked the settlement and the plant's row of summary_state.
Result<void> rebuildMonths(
    Connection& connection, PlantId plant, const std::vector<qint32>& months,
    const CancelToken& cancel, const SettlementLimits& limits = SettlementLimits());

} // namespace faultline
