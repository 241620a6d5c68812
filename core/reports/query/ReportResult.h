// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/charts/ReportChart.h"
#include "reports/query/ReportQuery.h"

#include <optional>

namespace faultline {

/// What to show of a report at first.
struct ReportQuestion
{
    ReportDefinition report;
    ReportFilter filter;
    ReportOrder order;
    bool withChart = false; ///< Only for a report that has a chart.
    int pageRows = 200;
    /// It counts readings, as the program's reports do. A person's report may count something else,
    /// such as loads.
    bool isOfReadings = true;
};

struct ReportResult
{
    /// False if a report of readings has none in the period: nothing was observed, so a count of 0
    /// would be misleading. The other members are then empty.
    bool isObserved = true;
    ReportPage page;
    std::optional<ReportChart> chart;
    std::optional<ReportTotals> totals; ///< Only with a chart: without one, they cost a query.
};

/// A chart needs every row, which takes seconds for some reports. So the page's rows come from the
/// same run if they are in the report's own order, and as many rows as a table can keep, so that
/// scrolling runs nothing again. All data is from one snapshot. Rows are read a second time for
/// another order, and for a chart whose marks need rows beyond the kept ones, such as a large
/// heatmap.
Result<ReportResult> fetchReportResult(SqlSession& session, const ReportQuestion& question);

} // namespace faultline
