// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "sources/folder/SourceFile.h"
#include "sources/preview/FilePreview.h"

namespace faultline {

/// Adds the first records of a file of readings, as they will be stored, and counts.
Result<void> previewReadings(
    const SourceFile& file, const PreviewOptions& options, FilePreview& preview,
    const CancelToken& cancel);

/// The same for an equipment list or a sensor map.
Result<void> previewList(
    const SourceFile& file, const PreviewOptions& options, FilePreview& preview,
    const CancelToken& cancel);

/// Adds the first lines of a file that isn't loaded, if it is text.
Result<void>
previewLines(const SourceFile& file, const PreviewOptions& options, FilePreview& preview);

} // namespace faultline
