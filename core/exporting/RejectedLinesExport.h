// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "database/connection/SqlSession.h"
#include "exporting/text/CsvWriter.h"
#include "reports/readings/RejectedLineQuery.h"

#include <QString>

namespace faultline {

/// Writes the rejected lines of `filter` to a CSV file, in full or not at all, and never over a
/// source file, so that their bytes can be had back from it (docs/exports.md). Gives their number.
/// A cancel also ends what the server is doing for it, and leaves the file as it was.
Result<qint64> exportRejectedLines(
    SqlSession& session, const RejectedLineFilter& filter, const CancelToken& cancel,
    const QString& filePath, const CsvOptions& options = {});

} // namespace faultline
