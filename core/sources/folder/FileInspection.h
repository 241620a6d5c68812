// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "sources/folder/SourceFile.h"

#include <QString>

#include <optional>

namespace faultline {

/// Whether the name is one of a file that findSources() looks at.
bool mayBeSource(const QString& fileName);

/// Looks at the beginning of a file's content and adds to `found` what it is: a file, or a file for
/// each member of an archive. Members with other names, and hidden ones, are only counted.
void inspectFile(
    const QString& path, const QString& relativePath, std::optional<TextEncoding> encoding,
    const CancelToken& cancel, DataFolder& found);

/// Recognises a file that isn't UTF-8 again, as text in this encoding.
void recogniseAs(SourceFile& file, TextEncoding encoding);

} // namespace faultline
