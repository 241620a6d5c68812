// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

namespace faultline {

/// How many line feeds a text has. Sixteen bytes are compared at once.
std::size_t countLineFeeds(std::string_view text);

} // namespace faultline
