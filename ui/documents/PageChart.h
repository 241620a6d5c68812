// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exporting/context/ReportWriter.h"
#include "reports/charts/ChartData.h"

#include <QPicture>
#include <QSize>

#include <functional>

namespace faultline {

/// A chart drawn for a page, scalable to any size. A value that can cross threads.
struct PageChart
{
    QPicture picture;
    QSize size; ///< In the picture's own units.
};

using PageChartDrawing = std::function<PageChart(const ChartData&, ChartSize)>;

} // namespace faultline
