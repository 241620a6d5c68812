// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/SqlSession.h"
#include "exporting/CsvWriter.h"
#include "reports/RejectedLineQuery.h"

#include <QString>

namespace faultline {

/// Writes the rejected lines of `filter` to a CSV file, in full or not at all, and never over a
/// source file. Gives their number.
Result<qint64> exportRejectedLines(
    SqlSession& session, const RejectedLineFilter& filter, const QString& filePath,
    const CsvOptions& options = {});

} // namespace faultline
