// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/ChartData.h"

#include "reports/ChartBuilder.h"

namespace faultline {

ChartData chartData(const ReportDefinition& report, const QList<ReportRow>& rows, int value)
{
    ChartBuilder builder(report, value);
    for (const ReportRow& row : rows)
        builder.add(row);
    return builder.build();
}

} // namespace faultline
