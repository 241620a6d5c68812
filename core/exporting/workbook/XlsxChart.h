// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exporting/workbook/XlsxSheet.h"
#include "reports/charts/ChartData.h"

namespace faultline {

/// A report's chart in its worksheet: its figures in a block of cells next to the table, and
/// Excel's own charts next to that. libxlsxwriter has one kind per chart: a Pareto chart's
/// cumulative share is a second chart below the bars; a heatmap is the coloured block itself; a box
/// plot consists of Excel's bars between lines; curves are lines between points, without steps.
class XlsxChart
{
public:
    XlsxChart(
        lxw_workbook* workbook, XlsxSheet& sheet, XlsxFormats& formats, const ChartData& data,
        lxw_col_t firstColumn);

    /// Including the heading.
    lxw_row_t rowCount() const { return m_rowCount; }
    /// The block's cells in this row of the sheet; row 0 is the heading.
    void writeRow(lxw_row_t row);
    /// After all rows are written.
    void insert();

private:
    void writeHeading();
    void writeFigure(lxw_row_t row, int column, double value);
    void writeCategory(lxw_row_t row, const ChartData::Mark& mark);
    void writeHeatmapRow(lxw_row_t row);
    void writeCurveRow(lxw_row_t row);
    void insertCurves();
    lxw_chart_series* addCurve(lxw_chart* chart, int column, lxw_row_t first, lxw_row_t last);
    void insertPareto();
    void insertBox();
    void beginAtZero(lxw_chart* chart) const;
    void colourHeatmap();

    lxw_chart* newChart(uint8_t type, const QString& title, const QString& valueTitle);
    lxw_chart_series* addSeries(lxw_chart* chart, int column);
    void insertChart(lxw_chart* chart, lxw_row_t row);
    QByteArray cell(int column, lxw_row_t row) const;
    lxw_col_t column(int column) const { return static_cast<lxw_col_t>(m_firstColumn + column); }

    lxw_workbook* m_workbook;
    XlsxSheet& m_sheet;
    XlsxFormats& m_formats;
    ChartData m_data;
    lxw_col_t m_firstColumn;
    lxw_row_t m_rowCount;
    int m_columnCount;
    double m_sum = 0; ///< The sum of the bars so far.
};

} // namespace faultline
