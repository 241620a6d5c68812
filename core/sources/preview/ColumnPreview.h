// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "sources/folder/SourceFile.h"
#include "sources/preview/FilePreview.h"

#include <QList>

namespace faultline {

/// The columns of a table or a list, what they mean, and what they could mean by their content. For
/// a file that isn't loaded, those of the table that it could be. Empty for a log.
Result<QList<PreviewColumn>> columnsOf(const SourceFile& file);
/// The same, as `format` says what they mean.
Result<QList<PreviewColumn>> columnsOf(const SourceFile& file, const TableFormat& format);

} // namespace faultline
