// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/ChartTheme.h"
#include "reports/query/ChartData.h"

#include <QByteArray>
#include <QImage>
#include <QRectF>
#include <QSize>

class QPainter;

namespace faultline {

/// Charts for documents, files and the clipboard. Works without a window, but needs a QApplication,
/// on its thread. The title of the data is drawn on top unless it is empty; without marks there is
/// a line that says so.

/// As lines and texts, not as pixels. The chart's font has its size in units of `painter`: scale it
/// for devices with more of them to the inch than 96.
void paintChart(
    QPainter& painter, const QRectF& area, const ChartData& data, const ChartTheme& theme);
QByteArray chartSvg(const ChartData& data, const QSize& size, const ChartTheme& theme);
/// An image of size × scale pixels.
QImage chartImage(const ChartData& data, const QSize& size, qreal scale, const ChartTheme& theme);

} // namespace faultline
