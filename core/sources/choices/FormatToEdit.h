// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/folder/SourceFile.h"

#include <QList>

#include <optional>

namespace faultline {

/// What a person can choose for the file; the role that it has is among them. Empty if there is
/// nothing in it to load.
QList<SourceRole> possibleRoles(const SourceFile& file);

/// The format that a table or a list gets if a person changes it: what is recognised, or, if that
/// isn't enough to read it, columns without fields. `role` is the one that a person chose; none: as
/// the file is recognised. None if it has no columns, as a log.
std::optional<TableFormat>
tableToEdit(const SourceFile& file, std::optional<SourceRole> role = std::nullopt);

} // namespace faultline
