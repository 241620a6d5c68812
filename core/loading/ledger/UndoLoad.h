// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Ids.h"
#include "base/Result.h"
#include "database/connection/Connection.h"

#include <QStringList>

namespace faultline {

/// What was undone.
struct UndoneLoad
{
    qint64 readings = 0;
    qint64 rejectedLines = 0;
    /// Lines that other loads had skipped, perhaps because of these readings. They are loaded, as
    /// far as they are missing now, when these folders are loaded again.
    qint64 linesToLoadAgain = 0;
    QStringList foldersToLoadAgain;
};

/// Undoes a load in one transaction: removes its readings, its rejected lines, its journal entries
/// (so that its files can be loaded again), what it added to the summaries, and what its lists
/// said: the lists of the remaining loads are in force afterwards. Its receipt stays as history.
/// Ranges of other loads that skipped lines, perhaps because of its readings, are forgotten: the
/// journal no longer has them as loaded. Safe while other programs load; waits for a running
/// settlement. Refuses with "no-such-load", "load-running" or "already-undone".
Result<UndoneLoad> undoLoad(Connection& connection, LoadId load, const CancelToken& cancel);

} // namespace faultline
