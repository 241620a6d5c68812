// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "base/Result.h"
#include "database/connection/Connection.h"
#include "loading/plants/PlantChoice.h"
#include "loading/receipt/LoadReceipt.h"

#include <QList>

namespace faultline {

/// What needs a look in the data of these plants, warnings first: what
/// faultline.data_findings() finds, severities that look like failures but don't count as such, and
/// that none does. `load` is the one that has just loaded some of it, from these files. Details of
/// a message: "count", "examples" (at most three) and "report", the report that lists them all.
Result<QList<UserMessage>> findInData(
    Connection& connection, LoadId load, const QList<FileReceipt>& files,
    const QList<PlantChoice>& plants);

} // namespace faultline
