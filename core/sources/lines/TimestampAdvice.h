// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string_view>

namespace faultline {

/// What to do about a time that can't be read, for people; empty if nothing more can be said than
/// that. `rest` is the text from where reading stopped (TimestampParse::stoppedAt).
QString timestampAdvice(std::string_view rest);

} // namespace faultline
