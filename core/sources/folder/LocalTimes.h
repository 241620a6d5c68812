// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "sources/folder/SourceFile.h"

namespace faultline {

/// Whether the file writes times without a zone, so that it matters in which zone they are. Looks
/// at the first 64 KiB of readings, or at the first rows of a sensor map. False for files that
/// aren't loaded.
Result<bool> writesLocalTimes(const SourceFile& file, const CancelToken& cancel);

} // namespace faultline
