// SPDX-License-Identifier: GPL-3.0-or-later
#include "documents/DocumentDrawing.h"

#include "charts/ChartPainting.h"
#include "documents/PdfReportWriter.h"

#include <QPainter>

#include <algorithm>

namespace faultline {

namespace {

QSize sizeOf(const ChartData& chart)
{
    constexpr int kWidth = 900;
    constexpr int kHeight = 400;
    constexpr int kRowHeight = 22;
    constexpr int kHeatmapMargin = 160;
    const int rows = static_cast<int>(chart.rows.size());
    return {kWidth, std::max(kHeight, kHeatmapMargin + rows * kRowHeight)};
}

// The document already shows the title above the chart.
ChartData untitled(ChartData chart)
{
    chart.title.clear();
    return chart;
}

} // namespace

QByteArray documentChart(const ChartData& chart)
{
    return chartSvg(untitled(chart), sizeOf(chart), ChartTheme::paper());
}

PageChart documentPageChart(const ChartData& chart)
{
    PageChart drawn;
    drawn.size = sizeOf(chart);
    QPainter painter(&drawn.picture);
    paintChart(painter, QRectF(QPointF(), drawn.size), untitled(chart), ChartTheme::paper());
    painter.end();
    return drawn;
}

std::unique_ptr<ReportWriter> makePdfWriter(QIODevice& device, PageChartDrawing drawChart)
{
    return std::make_unique<PdfReportWriter>(device, std::move(drawChart));
}

} // namespace faultline
