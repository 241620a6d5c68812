// SPDX-License-Identifier: GPL-3.0-or-later
#include "documents/DocumentDrawing.h"

#include "charts/ChartPainting.h"
#include "documents/PdfReportWriter.h"

#include <QPainter>

#include <algorithm>

namespace faultline {

namespace {

QSize sizeOf(const ChartData& chart, ChartSize size)
{
    if (size == ChartSize::HalfPage)
        return {480, 330};
    constexpr int kWidth = 900;
    constexpr int kHeight = 300;
    constexpr int kRowHeight = 22;
    constexpr int kHeatmapMargin = 160;
    const bool isHeatmap = chart.kind == ChartSpec::Kind::Heatmap;
    const int rows = isHeatmap ? static_cast<int>(chart.rows.size()) : 0;
    return {kWidth, std::max(kHeight, kHeatmapMargin + rows * kRowHeight)};
}

// The document already shows the title above the chart.
ChartData untitled(ChartData chart)
{
    chart.title.clear();
    return chart;
}

} // namespace

QByteArray documentChart(const ChartData& chart, ChartSize size)
{
    return chartSvg(untitled(chart), sizeOf(chart, size), ChartTheme::paper());
}

PageChart documentPageChart(const ChartData& chart, ChartSize size)
{
    PageChart drawn;
    drawn.size = sizeOf(chart, size);
    QPainter painter(&drawn.picture);
    paintChart(painter, QRectF(QPointF(), drawn.size), untitled(chart), ChartTheme::paper());
    painter.end();
    return drawn;
}

std::unique_ptr<ReportWriter>
makePdfWriter(QIODevice& device, PageChartDrawing drawChart, const DocumentOptions& options)
{
    return std::make_unique<PdfReportWriter>(device, std::move(drawChart), options);
}

} // namespace faultline
