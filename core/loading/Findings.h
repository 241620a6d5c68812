// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/Connection.h"

#include <QList>

namespace faultline {

/// What doesn't fit together in the data as it is now: readings of sensors that the map lacks, the
/// map's equipment that the list lacks. Reports lose nothing by it; a person should know.
Result<QList<UserMessage>> findMismatches(Connection& connection);

} // namespace faultline
