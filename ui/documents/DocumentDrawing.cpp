// SPDX-License-Identifier: GPL-3.0-or-later
#include "documents/DocumentDrawing.h"

#include "charts/ChartPainting.h"
#include "documents/PdfReportWriter.h"

#include <algorithm>

namespace faultline {

QByteArray documentChart(const ChartData& chart)
{
    constexpr int kWidth = 900;
    constexpr int kHeight = 400;
    constexpr int kRowHeight = 22;
    constexpr int kHeatmapMargin = 160;
    const int height =
        std::max(kHeight, kHeatmapMargin + static_cast<int>(chart.rows.size()) * kRowHeight);
    // The document has the title above it.
    ChartData untitled = chart;
    untitled.title.clear();
    return chartSvg(untitled, {kWidth, height}, ChartTheme::paper());
}

std::unique_ptr<ReportWriter> makePdfWriter(QIODevice& device, ChartDrawing drawChart)
{
    return std::make_unique<PdfReportWriter>(device, std::move(drawChart));
}

} // namespace faultline
