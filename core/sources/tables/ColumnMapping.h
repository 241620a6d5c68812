// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/tables/TableRecognition.h"
#include "sources/tables/TableSample.h"

#include <optional>
#include <string_view>

namespace faultline {

/// What the columns of a sample mean, by their names and by what is in them; none if they aren't
/// readings. `fileName` names the sensor where nothing else does.
std::optional<RecognisedTable> mapColumns(const TableSample& sample, std::string_view fileName);

} // namespace faultline
