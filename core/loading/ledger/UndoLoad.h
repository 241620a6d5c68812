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
    bool keepsLists =
        false; ///< Its lists had changed equipment or sensors, and these changes stay.
};

/// Undoes a load in one transaction: removes its readings, its rejected lines, its journal entries
/// (so that its files can be loaded again) and what it added to the summaries. Its receipt stays as
/// history. So do the changes from its lists: a later list may have said the same. Safe while other
/// programs load; waits for a running settlement. Refuses with "no-such-load", "load-running",
/// "already-undone" or "built-upon".
Result<UndoneLoad> undoLoad(Connection& connection, LoadId load, const CancelToken& cancel);

} // namespace faultline
