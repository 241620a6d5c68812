// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/connection/SqlSession.h"
#include "readings/PlantClocks.h"
#include "reports/definition/ReportDefinition.h"
#include "reports/definition/ReportOrder.h"
#include "reports/definition/ReportRow.h"

namespace faultline {

/// All rows of a report with a computation, in this order. Text is ordered by its code points.
Result<QList<ReportRow>> computedRows(
    SqlSession& session, const ReportDefinition& report, const ReportFilter& filter,
    const ReportOrder& order, const PlantClocks& clocks);

/// A number as PostgreSQL's round(value::numeric, decimals) writes it: with 15 significant digits,
/// half rounded away from zero. "NaN", "Infinity" and "-Infinity" likewise.
QString decimalText(double value, int decimals);

} // namespace faultline
