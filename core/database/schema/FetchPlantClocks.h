// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/connection/SqlSession.h"
#include "readings/PlantClocks.h"

namespace faultline {

/// The clocks of all plants in the database.
Result<PlantClocks> fetchPlantClocks(SqlSession& session);

} // namespace faultline
