// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exporting/context/ReportWriter.h"
#include "exporting/text/HtmlOutput.h"

namespace faultline {

/// The document's answer: verdict, figures, charts.
void writeHtmlSummary(
    HtmlOutput& output, const DocumentSummary& summary, const ChartDrawing& drawChart);

/// Where a report is in the document, for links.
QString htmlTargetOf(const QString& report);

} // namespace faultline
