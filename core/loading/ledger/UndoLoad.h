// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Ids.h"
#include "base/Result.h"
#include "database/connection/Connection.h"

namespace faultline {

/// What was undone.
struct UndoneLoad
{
    qint64 readings = 0;
    qint64 rejectedLines = 0;
};

/// Undoes a load in one transaction: removes its readings, its rejected lines, its journal entries
/// (so that its files can be loaded again), what it added to the summaries, and what its lists
/// said: the lists of the remaining loads are in force afterwards. Its receipt stays as history.
/// Safe while other programs load; waits for a running settlement. Refuses with "no-such-load",
/// "load-running", "already-undone" or "built-upon".
Result<UndoneLoad> undoLoad(Connection& connection, LoadId load, const CancelToken& cancel);

} // namespace faultline
