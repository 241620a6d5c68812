// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace faultline {

/// The month, 1 to 12, with a full or short name in English, German, French, Spanish, Portuguese,
/// Italian or Dutch; 0 if it is none. UTF-8 in any case, without a point at its end.
int monthOfName(std::string_view name);

/// The weekday, from Monday (1) to Sunday (7), with an English name or its first three letters; 0
/// if it is none.
int weekdayOfName(std::string_view name);

} // namespace faultline
