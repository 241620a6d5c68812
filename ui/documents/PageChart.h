// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/query/ChartData.h"

#include <QPicture>
#include <QSize>

#include <functional>

namespace faultline {

/// A chart that was drawn for a page, in any size that the page has room for. A value, which may
/// cross threads.
struct PageChart
{
    QPicture picture;
    QSize size; ///< In the picture's own units.
};

using PageChartDrawing = std::function<PageChart(const ChartData&)>;

} // namespace faultline
