// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "documents/PageChart.h"
#include "exporting/context/DocumentOptions.h"
#include "exporting/context/ReportWriter.h"

#include <QByteArray>
#include <QIODevice>

#include <memory>

namespace faultline {

/// The chart of a report for documents: dark on white, as SVG. Call it on the thread of the
/// QApplication.
QByteArray documentChart(const ChartData& chart, ChartSize size);
/// The same for a page, with text as text.
PageChart documentPageChart(const ChartData& chart, ChartSize size);

/// A PDF writer that uses `drawChart` for its charts. Works on any thread if `drawChart` does;
/// needs a QGuiApplication for fonts.
std::unique_ptr<ReportWriter>
makePdfWriter(QIODevice& device, PageChartDrawing drawChart, const DocumentOptions& options);

} // namespace faultline
