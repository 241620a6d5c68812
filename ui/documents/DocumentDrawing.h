// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "documents/PageChart.h"
#include "exporting/context/ReportWriter.h"

#include <QByteArray>
#include <QIODevice>

#include <memory>

namespace faultline {

/// The chart of a report for documents: dark on white, as SVG. Needs a QApplication, on its thread.
QByteArray documentChart(const ChartData& chart);
/// The same for a page, with its texts as texts.
PageChart documentPageChart(const ChartData& chart);

/// A writer of PDF whose charts `drawChart` draws. Works on any thread, if `drawChart` does; needs
/// a QGuiApplication, for its fonts.
std::unique_ptr<ReportWriter> makePdfWriter(QIODevice& device, PageChartDrawing drawChart);

} // namespace faultline
