// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace faultline {

/// The oldest major version of PostgreSQL that Faultline supports; set in CMakeLists.txt.
inline constexpr int kOldestPostgres = FAULTLINE_OLDEST_POSTGRESQL;

} // namespace faultline
