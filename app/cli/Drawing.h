// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "exporting/ReportFiles.h"

#include <functional>

namespace faultline {

/// Adds to `options` what draws charts and pages. Only the program linked with that code has one
/// (drawing/main.cpp): it needs twice the memory, and few commands need it.
using Drawing = std::function<void(ExportOptions& options, const CancelToken& cancel)>;

/// Replaces this program with that one, in the same process with the same arguments and streams.
/// Returns only if it can't be started, with the reason.
UserMessage becomeDrawingProgram();

} // namespace faultline
