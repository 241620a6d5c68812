// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "readings/PlantClocks.h"
#include "reports/definition/ReportDefinition.h"
#include "reports/systems/RowComputation.h"

#include <memory>

namespace faultline {

/// The computation that a report names. The filter has all of the report's choices. Days and months
/// are those that the clocks show.
std::unique_ptr<RowComputation>
makeComputation(Computation kind, const ReportFilter& filter, const PlantClocks& clocks = {});

} // namespace faultline
