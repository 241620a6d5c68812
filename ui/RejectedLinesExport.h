// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/SqlSession.h"
#include "exporting/CsvWriter.h"

#include <QString>

namespace faultline {

/// Writes all rejected lines to a CSV file, in full or not at all, and never over a source
/// file. Gives their number.
Result<qint64>
exportRejectedLines(SqlSession& session, const QString& filePath, const CsvOptions& options = {});

} // namespace faultline
