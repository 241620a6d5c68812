// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/input/TextEncoding.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

using namespace Qt::Literals::StringLiterals;
using namespace std::string_view_literals;

namespace faultline {

namespace {

// Of no UTF-8 text.
constexpr char kNoCharacter = '\xFF';

void append(std::string& text, char32_t character)
{
    const auto tail = [character](int shift) {
        return static_cast<char>(0x80U | (character >> shift & 0x3FU));
    };
    if (character < 0x80) {
        text += static_cast<char>(character);
    } else if (character < 0x800) {
        text += static_cast<char>(0xC0U | character >> 6U);
        text += tail(0);
    } else if (character < 0x10000) {
        text += static_cast<char>(0xE0U | character >> 12U);
        text += tail(6);
        text += tail(0);
    } else {
        text += static_cast<char>(0xF0U | character >> 18U);
        text += tail(12);
        text += tail(6);
        text += tail(0);
    }
}

// https://encoding.spec.whatwg.org/index-windows-1252.txt, from 0x80 to 0x9F; 0: no character.
constexpr std::array<char16_t, 32> kWindows1252{
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

char32_t characterOf(unsigned char byte, TextEncoding encoding)
{
    if (encoding == TextEncoding::Windows1252 && byte >= 0x80 && byte < 0xA0)
        return kWindows1252.at(byte - 0x80U);
    if (encoding != TextEncoding::Iso8859_15)
        return byte;
    // ISO/IEC 8859-15 differs from 8859-1 in these.
    constexpr std::array<std::pair<unsigned char, char16_t>, 8> kOthers{
        {{0xA4, 0x20AC},
         {0xA6, 0x0160},
         {0xA8, 0x0161},
         {0xB4, 0x017D},
         {0xB8, 0x017E},
         {0xBC, 0x0152},
         {0xBD, 0x0153},
         {0xBE, 0x0178}}};
    const auto* const other = std::find_if(
        kOthers.begin(), kOthers.end(), [byte](const auto& pair) { return pair.first == byte; });
    return other == kOthers.end() ? byte : other->second;
}

void appendBytes(std::string& text, std::string_view bytes, TextEncoding encoding)
{
    for (const char byte : bytes) {
        const auto value = static_cast<unsigned char>(byte);
        const char32_t character = value < 0x80 ? value : characterOf(value, encoding);
        if (character == 0 && value != 0)
            text += kNoCharacter;
        else
            append(text, character);
    }
}

constexpr bool isHigh(char32_t unit)
{
    return unit >= 0xD800 && unit < 0xDC00;
}

constexpr bool isLow(char32_t unit)
{
    return unit >= 0xDC00 && unit < 0xE000;
}

char32_t unitAt(std::string_view bytes, std::size_t at, bool isBigEndian)
{
    const auto first = static_cast<unsigned char>(bytes[at]);
    const auto second = static_cast<unsigned char>(bytes[at + 1]);
    return isBigEndian ? static_cast<char32_t>(first << 8U | second)
                       : static_cast<char32_t>(second << 8U | first);
}

// Returns how many bytes were used: all but those of a character whose end isn't there.
std::size_t appendUtf16(std::string& text, std::string_view bytes, bool isBigEndian)
{
    std::size_t at = 0;
    while (at + 2 <= bytes.size()) {
        const char32_t unit = unitAt(bytes, at, isBigEndian);
        if (isHigh(unit) && at + 4 > bytes.size())
            break;
        if (isHigh(unit) && isLow(unitAt(bytes, at + 2, isBigEndian))) {
            const char32_t low = unitAt(bytes, at + 2, isBigEndian);
            append(text, 0x10000U + ((unit - 0xD800U) << 10U) + (low - 0xDC00U));
            at += 4;
            continue;
        }
        if (isHigh(unit) || isLow(unit))
            text += kNoCharacter;
        else
            append(text, unit);
        at += 2;
    }
    return at;
}

bool isUtf16(TextEncoding encoding)
{
    return encoding == TextEncoding::Utf16Le || encoding == TextEncoding::Utf16Be;
}

constexpr std::array<std::pair<TextEncoding, QStringView>, 7> kWords{
    {{TextEncoding::Utf8, u"utf-8"},
     {TextEncoding::Utf16Le, u"utf-16le"},
     {TextEncoding::Utf16Be, u"utf-16be"},
     {TextEncoding::Windows1252, u"windows-1252"},
     {TextEncoding::Iso8859_1, u"iso-8859-1"},
     {TextEncoding::Iso8859_15, u"iso-8859-15"},
     {TextEncoding::JsonColumns, u"json-columns"}}};

constexpr std::array<std::pair<QStringView, TextEncoding>, 6> kOtherWords{
    {{u"utf8", TextEncoding::Utf8},
     {u"cp1252", TextEncoding::Windows1252},
     {u"latin1", TextEncoding::Iso8859_1},
     {u"latin-1", TextEncoding::Iso8859_1},
     {u"latin9", TextEncoding::Iso8859_15},
     {u"latin-9", TextEncoding::Iso8859_15}}};

} // namespace

QString encodingWord(TextEncoding encoding)
{
    const auto* const found =
        std::find_if(kWords.begin(), kWords.end(), [encoding](const auto& word) {
            return word.first == encoding;
        });
    return found->second.toString();
}

std::optional<TextEncoding> encodingOfWord(QStringView word)
{
    for (const auto& [encoding, name] : kWords) {
        if (word.compare(name, Qt::CaseInsensitive) == 0)
            return encoding;
    }
    for (const auto& [name, encoding] : kOtherWords) {
        if (word.compare(name, Qt::CaseInsensitive) == 0)
            return encoding;
    }
    return std::nullopt;
}

QList<TextEncoding> choosableEncodings()
{
    return {TextEncoding::Windows1252, TextEncoding::Iso8859_1, TextEncoding::Iso8859_15};
}

std::optional<TextEncoding> encodingOfMark(std::string_view text)
{
    if (text.starts_with("\xEF\xBB\xBF"sv))
        return TextEncoding::Utf8;
    // Followed by two zeros the first would be UTF-32, which nothing is known to write.
    if (text.starts_with("\xFF\xFE"sv) && !text.starts_with("\xFF\xFE\0\0"sv))
        return TextEncoding::Utf16Le;
    if (text.starts_with("\xFE\xFF"sv))
        return TextEncoding::Utf16Be;
    return std::nullopt;
}

std::string toUtf8(std::string_view bytes, TextEncoding encoding)
{
    std::string text;
    if (isUtf16(encoding)) {
        if (appendUtf16(text, bytes, encoding == TextEncoding::Utf16Be) < bytes.size())
            text += kNoCharacter;
    } else if (encoding == TextEncoding::Utf8) {
        text = bytes;
    } else {
        appendBytes(text, bytes, encoding);
    }
    return text;
}

TextStream::TextStream(std::unique_ptr<ByteStream> source, TextEncoding encoding)
    : m_source(std::move(source))
    , m_encoding(encoding)
{}

void TextStream::convert(std::string_view bytes, bool isEnd)
{
    m_converted.clear();
    m_given = 0;
    if (!isUtf16(m_encoding)) {
        appendBytes(m_converted, bytes, m_encoding);
        return;
    }
    m_pending.append(bytes);
    m_pending.erase(0, appendUtf16(m_converted, m_pending, m_encoding == TextEncoding::Utf16Be));
    if (isEnd && !m_pending.empty())
        m_converted += kNoCharacter;
}

Result<qint64> TextStream::read(std::span<char> buffer)
{
    constexpr std::size_t kBiteBytes = std::size_t{64} * 1024;
    while (m_given == m_converted.size()) {
        if (m_isAtEnd)
            return qint64{0};
        std::array<char, kBiteBytes> bite; // NOLINT(*-member-init): filled by read()
        const auto count = m_source->read(bite);
        if (!count)
            return count;
        m_isAtEnd = *count == 0;
        convert({bite.data(), static_cast<std::size_t>(*count)}, m_isAtEnd);
    }
    const std::size_t count = std::min(buffer.size(), m_converted.size() - m_given);
    std::memcpy(buffer.data(), m_converted.data() + m_given, count);
    m_given += count;
    m_total += static_cast<qint64>(count);
    return static_cast<qint64>(count);
}

// Which of the characters come from doubtful bytes isn't known.
qint64 TextStream::doubtfulBytes() const
{
    return m_source->doubtfulBytes() > 0 ? m_total : 0;
}

} // namespace faultline
