// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/query/ReportChart.h"
#include "reports/query/ReportQuery.h"

#include <optional>

namespace faultline {

/// What a person wants to see of a report at first.
struct ReportQuestion
{
    ReportDefinition report;
    ReportFilter filter;
    ReportOrder order;
    bool withChart = false; ///< Only of a report that has one.
    int pageRows = 200;
    /// It counts readings, as the program's reports do. One that a person wrote may count something
    /// else in the period, such as loads.
    bool isOfReadings = true;
};

struct ReportResult
{
    /// False where a report of readings has none in the period: nothing was observed, so that a
    /// count of 0 would say what nobody knows. Then there is nothing else.
    bool isObserved = true;
    ReportPage page;
    std::optional<ReportChart> chart;
    std::optional<ReportTotals> totals; ///< With a chart only: without, they cost a query.
};

/// With a chart every row has to be read, and some reports take seconds for them: so the rows of
/// the page are taken from the same run, as long as they stand in the report's own order, and as
/// many of them as a table can keep, so that scrolling runs nothing again. All is of one moment of
/// the database. Rows are read a second time for another order, and for a chart that shows rows far
/// behind, of a large heatmap.
Result<ReportResult> fetchReportResult(SqlSession& session, const ReportQuestion& question);

} // namespace faultline
