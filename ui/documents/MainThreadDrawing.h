// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "exporting/ReportFiles.h"

namespace faultline {

/// Gives `options` what draws charts and pages, for an export on another thread: charts are drawn
/// on the main thread, which alone can and whose events must run, while the other one waits.
/// Nothing is drawn any more once `cancel` is raised.
void drawOnMainThread(ExportOptions& options, const CancelToken& cancel);

} // namespace faultline
