// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "loading/findings/FindingRows.h"
#include "loading/receipt/FoundLine.h"
#include "loading/receipt/LoadOptions.h"
#include "sources/folder/SourceFile.h"

#include <QList>

#include <functional>

namespace faultline {

/// Lines that a finding is about.
struct FindingLines
{
    QList<FoundLine> lines; ///< In the order of the folder.
    bool isAll = true;      ///< There are no others.
    qsizetype unread = 0;   ///< Files that couldn't be read to their end.
};

/// Finds the first `most` records of a folder's files that a finding is about. Reads until it has
/// them: for rare ones, all files. Only a cancel makes it fail. `noteDone` gets the bytes of files
/// that were read.
Result<FindingLines> findLines(
    const DataFolder& folder, const LoadOptions& options, const FindingRows& rows, qsizetype most,
    const CancelToken& cancel, const std::function<void(qint64)>& noteDone = {});

} // namespace faultline
