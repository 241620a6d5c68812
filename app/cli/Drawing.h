// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "exporting/ReportFiles.h"

#include <functional>

namespace faultline {

/// Gives `options` what draws charts and pages. Only the program that is linked with what draws has
/// one (drawing/main.cpp): it is twice as large in memory, and few commands need it.
using Drawing = std::function<void(ExportOptions& options, const CancelToken& cancel)>;

/// Goes on as that program, with the same arguments, streams and process. Comes back only when it
/// can't be started, and says why.
UserMessage becomeDrawingProgram();

} // namespace faultline
