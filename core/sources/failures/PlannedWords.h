// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>

namespace faultline {

/// Whether a word says that work was planned ("preventive", "PM", "geplant") or wasn't
/// ("breakdown", "corrective"); also yes and no in several languages. None for any other text.
std::optional<bool> plannedWord(std::string_view text);
/// Whether it only ticks something: an X, which is also a yes.
bool isMark(std::string_view text);
/// Whether it is a yes or a no, or their number.
bool isYesOrNo(std::string_view text);

} // namespace faultline
