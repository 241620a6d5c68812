// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/ChartTheme.h"
#include "reports/charts/ChartData.h"

#include <QByteArray>
#include <QImage>
#include <QRectF>
#include <QSize>

class QPainter;

namespace faultline {

/// Charts for documents, files and the clipboard. Works without a window, on the thread of the
/// QApplication. Draws the title of the data on top unless it is empty; without marks, a line says
/// so.

/// As lines and text, not pixels. The chart's font size is in units of `painter`: scale the painter
/// for devices with more than 96 units per inch.
void paintChart(
    QPainter& painter, const QRectF& area, const ChartData& data, const ChartTheme& theme);
QByteArray chartSvg(const ChartData& data, const QSize& size, const ChartTheme& theme);
/// An image of size × scale pixels.
QImage chartImage(const ChartData& data, const QSize& size, qreal scale, const ChartTheme& theme);

} // namespace faultline
