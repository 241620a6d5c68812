// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstddef>
#include <string_view>

namespace faultline {

/// Length of the longest prefix of `text` that is valid UTF-8 (RFC 3629) without NUL characters;
/// text.size() if all of it is.
std::size_t validTextPrefix(std::string_view text);

/// Decodes UTF-8 and keeps a leading U+FEFF, which Qt takes for a byte order mark. Only the
/// beginning of a file has one.
QString decodedUtf8(std::string_view utf8);

/// Any bytes as readable text: valid characters as they are, but control characters and bytes that
/// aren't UTF-8 as \xNN, and tab as \t.
QString readableText(std::string_view bytes);

/// The same for programs, which can turn it back into the bytes: a backslash becomes \\.
QString reversibleText(std::string_view bytes);

/// Text for documents that can't hold or show every character. Control characters except tab and
/// line ends, noncharacters (such as U+FFFE and U+FFFF) and lone surrogates become their number,
/// ‹U+0001›.
QString visibleText(QStringView text);

} // namespace faultline
