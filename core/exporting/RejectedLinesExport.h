// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/SqlSession.h"
#include "reports/RejectedLineQuery.h"

#include <QString>

namespace faultline {

/// Writes the rejected lines of `filter` to a CSV file, in full or not at all. Gives their number.
Result<qint64>
exportRejectedLines(SqlSession& session, const RejectedLineFilter& filter, const QString& filePath);

} // namespace faultline
