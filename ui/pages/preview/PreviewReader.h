// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "readings/LocalTime.h"
#include "sources/choices/FormatChoice.h"
#include "sources/folder/SourceFile.h"
#include "sources/preview/FilePreview.h"

#include <QHash>
#include <QList>
#include <QString>

#include <optional>
#include <vector>

namespace faultline {

/// Which file to look at, and what was chosen for the files of its folder.
struct PreviewRequest
{
    SourceFile file;                ///< As it is recognised.
    std::optional<SourceRole> role; ///< Of the entry in the list: a file may have two.
    QList<NamedFormat> formats;
    /// Questions about columns that were chosen without answering them, by structure.
    QHash<QString, std::vector<TableQuestion>> unanswered;
    LocalTime zone = LocalTime::utc();
};

/// What the user sees of a file, and can change.
struct PreviewedFile
{
    SourceFile recognised;
    SourceFile file;    ///< As chosen.
    NamedFormat format; ///< The choice for its structure; no structure: nothing can be chosen.
    FilePreview preview;
    std::vector<TableQuestion> questions; ///< About its columns.
    LocalTime zone = LocalTime::utc();    ///< In which times are shown.
    std::optional<TableFormat> table;     ///< How its columns are read, to be changed.
    std::optional<UserMessage>
        mismatch; ///< Why it can't be read as chosen: then it is as recognised.
};

/// Its text isn't UTF-8, and nothing says what else it is.
bool needsEncoding(const SourceFile& file);

/// Reads the beginning of the file. For a background thread; fails if the file can't be read.
Result<PreviewedFile> readPreview(const PreviewRequest& request, const CancelToken& cancel);

} // namespace faultline
