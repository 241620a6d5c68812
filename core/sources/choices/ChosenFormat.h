// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "sources/choices/FormatChoice.h"
#include "sources/folder/SourceFile.h"

#include <QList>

namespace faultline {

/// `file`, as it was recognised, read as `choice` says: an entry for each of its roles, or one
/// without a role if it isn't to be loaded. Looks at the file again where that changes what is in
/// it. An encoding that it got already stays. Fails if the file can't be read in this way, and says
/// why: "format-mismatch".
Result<QList<SourceFile>>
withChoice(const SourceFile& file, const FormatChoice& choice, const CancelToken& cancel);

/// A choice that was used for files of a folder.
struct UsedFormat
{
    QString name;
    QStringList files; ///< Their paths in the folder.
};

/// Gives the choice to all files of a folder that it fits, whatever their structure. Fails if it
/// fits none, and says why for the first ones: "format-mismatch".
Result<UsedFormat>
applyToAll(DataFolder& folder, const NamedFormat& format, const CancelToken& cancel);

/// Gives the files of a folder the choices for their structure. A file that can't be read as its
/// choice says stays as it is recognised, with a warning in the folder. Returns what was used.
Result<QList<UsedFormat>>
applyChoices(DataFolder& folder, const QList<NamedFormat>& formats, const CancelToken& cancel);

} // namespace faultline
