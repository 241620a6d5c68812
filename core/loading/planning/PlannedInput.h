// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "loading/planning/LoadPlan.h"
#include "loading/receipt/LoadOptions.h"
#include "sources/input/ChunkReader.h"
#include "sources/input/InputFile.h"

namespace faultline {

/// Opens a planned file, if it is still the same file.
Result<InputFile> openPlanned(const PlannedFile& file);

/// Cuts a gap of the file into chunks; `input` must outlive the reader. For `quarteredChunks` see
/// ChunkLimits.
/// How many records of a file make a chunk of as many readings as the options say.
qint64 rowsPerChunk(const LoadOptions& options, const SourceFormat& format);

ChunkReader readGap(
    const PlannedFile& file, const InputFile& input, const ByteGap& gap, const LoadOptions& options,
    int quarteredChunks = 0);

} // namespace faultline
