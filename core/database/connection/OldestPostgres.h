// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace faultline {

/// The oldest major version of PostgreSQL that Faultline works with; CMakeLists.txt says which.
inline constexpr int kOldestPostgres = FAULTLINE_OLDEST_POSTGRESQL;

} // namespace faultline
