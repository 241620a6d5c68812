// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "loading/planning/LoadPlan.h"
#include "loading/receipt/LoadOptions.h"
#include "sources/input/ChunkReader.h"
#include "sources/input/InputFile.h"

namespace faultline {

/// Opens a planned file, if it is still the one that was planned.
Result<InputFile> openPlanned(const PlannedFile& file);

/// Cuts one of its gaps into chunks; `input` must outlive the reader. The last `quarteredChunks`
/// are cut into quarters, as ChunkLimits says.
ChunkReader readGap(
    const PlannedFile& file, const InputFile& input, const ByteGap& gap, const LoadOptions& options,
    int quarteredChunks = 0);

} // namespace faultline
