// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "readings/PlantClocks.h"
#include "reports/charts/ChartData.h"
#include "reports/definition/ReportDefinition.h"
#include "reports/definition/ReportRow.h"

#include <memory>

namespace faultline {

/// Builds the chart of a report from its rows, which it receives one by one in the report's own
/// order. The report may have any length: the builder keeps only what is drawn. For a heatmap it
/// keeps up to a million cells, because only the end shows which rows have the largest sums.
class ChartBuilder
{
public:
    /// The marks of one kind of chart.
    class Marks;

    /// `value` is the index in ChartSpec::values of the figure to show. The report must have a
    /// chart.
    /// Times on an axis are in the zone that `clocks` share, or UTC.
    explicit ChartBuilder(
        const ReportDefinition& report, int value = 0, const PlantClocks& clocks = {});
    ChartBuilder(ChartBuilder&& other) noexcept;
    ChartBuilder& operator=(ChartBuilder&& other) = delete;
    ~ChartBuilder();

    void add(const ReportRow& row);
    /// Call this once, after the last row.
    ChartData build();

private:
    std::unique_ptr<Marks> m_marks;
    ChartData m_data;
    int m_rows = 0;
};

/// The chart of a report with these rows, which are in the report's own order.
ChartData chartData(
    const ReportDefinition& report, const QList<ReportRow>& rows, int value = 0,
    const PlantClocks& clocks = {});

} // namespace faultline
