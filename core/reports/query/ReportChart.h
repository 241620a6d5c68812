// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/query/ChartData.h"

#include <QMap>

namespace faultline {

/// A chart that a person looks at: for each figure that can be chosen, and with the rows that lie
/// behind what is drawn. All rows of the report are in it, however many.
struct ReportChart
{
    QList<ChartData> figures;  ///< One for each of ChartSpec::values; of a box plot one.
    QMap<int, ReportRow> rows; ///< By ChartData::Mark::tableRow.
};

} // namespace faultline
