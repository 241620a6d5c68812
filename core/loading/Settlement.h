// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/Connection.h"

namespace faultline {

/// Brings what chunks left in chunk_summary into the summaries that reports read, all of it in one
/// transaction: what adds up is added, failure events are merged, each instant of an equipment
/// once. When the sensor map changed under readings, events are made anew from the readings. Does
/// nothing when there is nothing to settle. Safe while other programs load.
Result<void> settleSummaries(Connection& connection);

} // namespace faultline
