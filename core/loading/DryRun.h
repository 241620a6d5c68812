// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "base/UserMessage.h"
#include "loading/receipt/FoundLine.h"
#include "loading/receipt/LoadOptions.h"
#include "loading/receipt/LoadTracker.h"
#include "sources/folder/SourceFile.h"
#include "sources/preview/FilePreview.h"

#include <QList>
#include <QString>

#include <utility>

namespace faultline {

/// What a dry run found out.
struct DryRunOutcome
{
    bool hasUnfinishedLines = false; ///< A last line without line end was left.
    QList<UserMessage> findings;     ///< With the codes that they have after a load.
    QList<RejectedKind> rejected;    ///< The most frequent first.
};

/// Reads and parses all files as a load would, and counts into `tracker`, without a database.
/// Unreadable files become failed, and exact copies unchanged; only a cancel makes it fail.
Result<DryRunOutcome> dryRun(
    const DataFolder& folder, const LoadOptions& options, LoadTracker& tracker,
    const CancelToken& cancel);

/// What the first files of the folder become, with their paths in it. A file that can't be read is
/// left out; only a cancel makes it fail.
Result<QList<std::pair<QString, FilePreview>>>
previewFiles(const DataFolder& folder, const LoadOptions& options, const CancelToken& cancel);

} // namespace faultline
