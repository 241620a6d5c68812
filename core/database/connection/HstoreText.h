// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "readings/Reading.h"

#include <string>
#include <vector>

namespace faultline {

/// Measurements as PostgreSQL prints the hstore that stores them. Names must be unique. See
/// hstore_out() in contrib/hstore/hstore_io.c.
std::string hstoreText(std::vector<ExtraMeasurement> extras);

} // namespace faultline
