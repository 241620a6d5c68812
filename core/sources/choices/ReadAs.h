// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "sources/folder/SourceFile.h"

namespace faultline {

// Looks at a file again, as a person chose to read it. Fails if that can't be, and says why:
// "format-mismatch". Then the file may be changed.

/// As a table of readings.
Result<void> readAs(SourceFile& file, const TableFormat& table, const CancelToken& cancel);
/// As a list with these columns.
Result<void>
readAs(SourceFile& file, SourceRole role, const TableFormat& list, const CancelToken& cancel);
/// As whatever of this role it can be recognised as.
Result<void> readAs(SourceFile& file, SourceRole role, const CancelToken& cancel);

} // namespace faultline
