// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exporting/text/CsvWriter.h"
#include "reports/custom/CustomQuery.h"

#include <QString>

namespace faultline {

/// Writes the whole result of a person's own query to a CSV file, row by row, in full or not at
/// all, and never over a source file, which `owner` looks up. Gives the number of rows. `limits`
/// without a number of rows.
Result<qint64> exportCustomQuery(
    const ConnectionSettings& owner, const ConnectionSettings& reader, const QString& sql,
    const CustomQueryLimits& limits, const CancelToken& cancel, const QString& filePath,
    const CsvOptions& options = {});

/// The same to an open device. What was written before a failure stays there.
Result<CustomQueryEnd> writeCustomQuery(
    CustomQuery& query, const QString& sql, const CancelToken& cancel, QIODevice& device,
    const CsvOptions& options = {});

} // namespace faultline
