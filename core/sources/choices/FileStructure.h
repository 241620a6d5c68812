// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "sources/folder/SourceFile.h"

#include <QString>
#include <QStringList>

namespace faultline {

/// What the content of a file looks like, as a text that is the same for files whose records have
/// the same fields in the same form, whatever their names, encoding and length (docs/formats.md):
///     delimited ;|timestamp|ti101|ti102     a table: TableFormat::structure()
///     log [0-0-0 0:0:0                      a log: how its times are written
///     list delimited ;|equipmentid|code     a list: its columns
/// Empty if it has no such form, as of pictures or JSON by columns. Reads the file's first 64 KiB.
Result<QString> structureOf(const SourceFile& file);

/// All structures that the file may be taken for, that of structureOf() first: rows may be cut in
/// more than one way.
Result<QStringList> structuresOf(const SourceFile& file);

} // namespace faultline
