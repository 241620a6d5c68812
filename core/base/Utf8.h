// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstddef>
#include <string_view>

namespace faultline {

/// Length of the longest prefix of `text` that is valid UTF-8 (RFC 3629) without NUL characters;
/// text.size() when all of it is.
std::size_t validTextPrefix(std::string_view text);

/// UTF-8 with all its characters: Qt takes U+FEFF at the beginning for a byte order mark, which
/// only the beginning of a file has.
QString decodedUtf8(std::string_view utf8);

/// Bytes of any kind as text for people: valid characters as they are, except that control
/// characters and bytes that aren't UTF-8 stand as \xNN, and tab as \t.
QString readableText(std::string_view bytes);

/// The same for programs, that can be turned back into the bytes: a backslash stands as \\.
QString reversibleText(std::string_view bytes);

/// Text for documents that can't hold every character, or would show none: control characters but
/// tab and line ends, characters that Unicode has none for (such as U+FFFE and U+FFFF), and halves
/// of a pair stand as their number, ‹U+0001›.
QString visibleText(QStringView text);

} // namespace faultline
