// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exporting/text/CsvWriter.h"
#include "reports/custom/CustomQuery.h"

#include <QString>

namespace faultline {

/// Writes the complete result of a person's own query to a CSV file, row by row: the complete file
/// or none, and never over a source file; `owner` is used to look those up. Returns the number of
/// rows. `limits` must not limit the rows.
Result<qint64> exportCustomQuery(
    const ConnectionSettings& owner, const ConnectionSettings& reader, const QString& sql,
    const CustomQueryLimits& limits, const CancelToken& cancel, const QString& filePath,
    const CsvOptions& options = {});

/// The same to an open device. After a failure, what was already written stays there.
Result<CustomQueryEnd> writeCustomQuery(
    CustomQuery& query, const QString& sql, const CancelToken& cancel, QIODevice& device,
    const CsvOptions& options = {});

} // namespace faultline
