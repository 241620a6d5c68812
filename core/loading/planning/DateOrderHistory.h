// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Ids.h"
#include "base/Result.h"
#include "database/connection/Connection.h"
#include "loading/planning/CandidateFiles.h"
#include "sources/folder/SourceFile.h"

#include <QList>

#include <optional>

namespace faultline {

/// Gives files whose date order is unknown the one with which they were loaded before, also if they
/// were renamed, edited or have grown. `plants` has the plant of each file. A file that can't be
/// read is left as it is.
Result<void> recallDateOrders(
    Connection& connection, DataFolder& folder, const QList<PlantId>& plants,
    const CancelToken& cancel);

/// Why the file can't be loaded, if `candidate` is this file and readings of it were loaded in
/// another format: with other columns, or with its dates in another order, or its times in another
/// zone. Fails if the file can't be read.
Result<std::optional<UserMessage>>
readInOtherFormat(const SourceFile& file, const Candidate& candidate, const CancelToken& cancel);

} // namespace faultline
