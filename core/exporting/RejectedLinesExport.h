// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "database/connection/SqlSession.h"
#include "exporting/text/CsvWriter.h"
#include "reports/readings/RejectedLineQuery.h"

#include <QString>

namespace faultline {

/// Writes the rejected lines that match `filter` to a CSV file: the complete file or none, and
/// never over a source file. Their bytes can be restored from it (docs/exports.md). Returns their
/// number. A cancel also ends the running statement, and leaves an existing file unchanged.
Result<qint64> exportRejectedLines(
    SqlSession& session, const RejectedLineFilter& filter, const CancelToken& cancel,
    const QString& filePath, const CsvOptions& options = {});

} // namespace faultline
