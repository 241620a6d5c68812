// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "exporting/ReportFiles.h"

namespace faultline {

/// Sets the drawing functions of `options` for an export on another thread. The export waits while
/// the main thread draws each chart, so that thread must run its event loop. After `cancel` is
/// raised, nothing is drawn.
void drawOnMainThread(ExportOptions& options, const CancelToken& cancel);

} // namespace faultline
