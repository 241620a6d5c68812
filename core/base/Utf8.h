// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstddef>
#include <string_view>

namespace faultline {

/// Length of the longest prefix of `text` that is valid UTF-8 (RFC 3629) without NUL characters;
/// text.size() when all of it is.
std::size_t validTextPrefix(std::string_view text);

/// Bytes of any kind as text for people: valid characters as they are, except that control
/// characters and bytes that aren't UTF-8 stand as \xNN, and tab as \t.
QString readableText(std::string_view bytes);

} // namespace faultline
