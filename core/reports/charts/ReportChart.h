// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/charts/ChartData.h"
#include "reports/definition/ReportRow.h"

#include <QMap>

namespace faultline {

/// A chart for the window: its data for each selectable figure, and the rows behind its marks. It
/// covers all rows of the report, however many.
struct ReportChart
{
    QList<ChartData> figures;  ///< One for each of ChartSpec::values; a box plot has only one.
    QMap<int, ReportRow> rows; ///< By ChartData::Mark::tableRow.
};

} // namespace faultline
