// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/input/ByteStream.h"

#include <QList>
#include <QString>
#include <QStringView>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace faultline {

/// How the text of a file is written. UTF-16 is only recognised, by its byte order mark; the
/// one-byte encodings are only chosen. JSON by columns is UTF-8, and read as rows (JsonColumnRows).
enum class TextEncoding { Utf8, Utf16Le, Utf16Be, Windows1252, Iso8859_1, Iso8859_15, JsonColumns };

/// "utf-8", "windows-1252", "iso-8859-1", …: for the command line and the database.
QString encodingWord(TextEncoding encoding);
/// The reverse, in upper or lower case; also "cp1252", "latin1" and "latin9".
std::optional<TextEncoding> encodingOfWord(QStringView word);
/// The encodings that can be chosen for a file that isn't UTF-8.
QList<TextEncoding> choosableEncodings();

/// The encoding that a byte order mark at the beginning of `text` says.
std::optional<TextEncoding> encodingOfMark(std::string_view text);

/// `bytes` as UTF-8. What is no character becomes a byte that isn't UTF-8, so that its line is
/// rejected for it.
std::string toUtf8(std::string_view bytes, TextEncoding encoding);

/// The bytes of another stream as UTF-8.
class TextStream : public ByteStream
{
public:
    TextStream(std::unique_ptr<ByteStream> source, TextEncoding encoding);

    Result<qint64> read(std::span<char> buffer) override;
    qint64 doubtfulBytes() const override;

private:
    void convert(std::string_view bytes, bool isEnd);

    std::unique_ptr<ByteStream> m_source;
    const TextEncoding m_encoding;
    std::string m_pending;   ///< Read, but not yet a whole character.
    std::string m_converted; ///< Still to be handed out …
    std::size_t m_given = 0; ///< … from here on.
    qint64 m_total = 0;
    bool m_isAtEnd = false;
};

} // namespace faultline
