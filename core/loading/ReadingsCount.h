// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "loading/planning/LoadPlan.h"
#include "loading/recovery/LoadContext.h"
#include "loading/recovery/LoadLink.h"

#include <QList>

namespace faultline {

/// Counts a load's readings files when it ends: sets each file's records and state in the tracker,
/// from the journal, which knows what is stored even if the answer to a COMMIT was lost. Returns
/// findings about the lines that were loaded or skipped. A load that ended
/// early is asked once, and files with gaps count as cancelled, not failed.
Result<QList<UserMessage>> countReadings(
    const LoadContext& context, LoadLink& link, QList<PlannedFile>& plan, bool hasEndedEarly);

} // namespace faultline
