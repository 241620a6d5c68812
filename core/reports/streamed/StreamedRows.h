// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/connection/SqlSession.h"
#include "readings/PlantClocks.h"
#include "reports/definition/ReportDefinition.h"
#include "reports/definition/ReportOrder.h"
#include "reports/definition/ReportRow.h"

#include <functional>
#include <limits>

namespace faultline {

/// Which rows are wanted of all.
struct RowRange
{
    qint64 after = 0; ///< So many rows are left out first.
    qint64 limit = std::numeric_limits<qint64>::max();
};

/// Passes the rows of a report with a stream to `sink`, in this order, and returns their number.
/// They are those that its SQL describes.
Result<qint64> forEachStreamedRow(
    SqlSession& session, const ReportDefinition& report, const ReportFilter& filter,
    const ReportOrder& order, const RowRange& range, const PlantClocks& clocks,
    const std::function<Result<void>(const ReportRow&)>& sink);

} // namespace faultline
