// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "documents/PageChart.h"
#include "exporting/ReportWriter.h"

namespace faultline {

/// Charts for documents that are written on another thread: they are drawn on the window's, which
/// alone can, while the other one waits. Nothing is drawn any more once `cancel` is raised.
ChartDrawing drawnByTheWindow(const CancelToken& cancel);
PageChartDrawing drawnByTheWindowForPages(const CancelToken& cancel);

} // namespace faultline
