// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/definition/ReportDefinition.h"
#include "reports/query/ChartData.h"
#include "reports/query/ReportRow.h"

#include <memory>

namespace faultline {

/// Makes the chart of a report of any length from its rows, which it is given one after the other
/// in the report's own order. It keeps what is drawn and, of a heatmap, the figures of at most a
/// million cells, as it is known at the end only which rows have the most; never the rows.
class ChartBuilder
{
public:
    /// Keeps the marks of one kind of chart.
    class Marks;

    /// `value` is the place in ChartSpec::values of the figure that is shown. The report must have
    /// a chart.
    explicit ChartBuilder(const ReportDefinition& report, int value = 0);
    ChartBuilder(ChartBuilder&& other) noexcept;
    ChartBuilder& operator=(ChartBuilder&& other) = delete;
    ~ChartBuilder();

    void add(const ReportRow& row);
    /// Once, after the last row.
    ChartData build();

private:
    std::unique_ptr<Marks> m_marks;
    ChartData m_data;
    int m_rows = 0;
};

/// The chart of a report whose rows these are, in the report's own order.
ChartData chartData(const ReportDefinition& report, const QList<ReportRow>& rows, int value = 0);

} // namespace faultline
