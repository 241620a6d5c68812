// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "sources/formats/SourceFormat.h"
#include "sources/input/InputFile.h"
#include "sources/lists/ListLayout.h"

#include <optional>
#include <vector>

namespace faultline {

/// Where the rows of a list are, and what its columns mean.
struct FoundRows
{
    ListLayout layout;
    std::vector<TableColumn> columns = {}; ///< As a person chose; empty: their names say it.
};

/// Finds the rows of a list in a file; none if it has no such columns. `skipBytes` is the length of
/// its byte order mark.
Result<std::optional<FoundRows>>
findRows(const InputFile& file, qint64 skipBytes, const SourceFormat& format);

} // namespace faultline
