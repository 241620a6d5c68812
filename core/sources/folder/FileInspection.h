// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "sources/folder/SourceFile.h"

#include <QString>

namespace faultline {

/// Whether the name is one of a file that findSources() looks at.
bool mayBeSource(const QString& fileName);

/// Looks at the beginning of a file's content and adds to `found` what it is: a file, or a file for
/// each member of an archive. Members with other names, and hidden ones, are only counted.
void inspectFile(
    const QString& path, const QString& relativePath, const CancelToken& cancel, DataFolder& found);

} // namespace faultline
