// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "sources/folder/SourceFile.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace faultline {

/// What a file is: itself, the members of an archive, or the lists of a JSON document.
struct InspectedFile
{
    QList<SourceFile> files; ///< Each with a role or a problem.
    QStringList litter;      ///< Members that operating systems keep for themselves (Litter.h).
};

/// Looks at the beginning of a file's content, or of each member of an archive or list in a
/// document, which is then read once. Files that aren't
/// UTF-8 are in `encoding`, if it is given. Hidden members aren't read.
InspectedFile inspectFile(
    const QString& path, const QString& relativePath, std::optional<TextEncoding> encoding,
    const CancelToken& cancel);

/// What a file that isn't UTF-8 is as text in this encoding: an entry for each of its roles.
QList<SourceFile> recognisedAs(SourceFile file, TextEncoding encoding, const CancelToken& cancel);

} // namespace faultline
