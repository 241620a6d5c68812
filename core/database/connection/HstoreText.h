// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "readings/Reading.h"

#include <string>
#include <vector>

namespace faultline {

/// Measurements as PostgreSQL writes the hstore that they are stored in; their names differ.
/// hstore_out() in contrib/hstore/hstore_io.c.
std::string hstoreText(std::vector<ExtraMeasurement> extras);

} // namespace faultline
