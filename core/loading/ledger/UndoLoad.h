// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Ids.h"
#include "base/Result.h"
#include "database/connection/Connection.h"

namespace faultline {

/// What was taken back.
struct UndoneLoad
{
    qint64 readings = 0;
    qint64 rejectedLines = 0;
    bool keepsLists = false; ///< It had said something new of equipment or sensors, which stays.
};

/// Takes a load back, in one transaction: its readings, its rejected lines, what the journal says
/// of it (so that loading its files again loads them again) and what it added to the summaries. Its
/// receipt stays, as history, and so does what its lists said of equipment and sensors: a later
/// list may have said the same. Safe while other programs load; it waits for a settlement that is
/// under way. Refuses with "no-such-load", "load-running" or "already-undone".
Result<UndoneLoad> undoLoad(Connection& connection, LoadId load, const CancelToken& cancel);

} // namespace faultline
