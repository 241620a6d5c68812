// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Utf8.h"

#include <QtEndian>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Sequence
{
    std::size_t length; // of the character in bytes; 0: no character begins with this byte
    unsigned char low;  // the second byte is at least this …
    unsigned char high; // … and at most this, which excludes overlong forms and surrogates
};

// RFC 3629, section 4.
Sequence sequenceOf(unsigned char lead)
{
    if (lead < 0x80)
        return {1, 0, 0};
    if (lead >= 0xC2 && lead <= 0xDF)
        return {2, 0x80, 0xBF};
    if (lead == 0xE0)
        return {3, 0xA0, 0xBF};
    if (lead == 0xED)
        return {3, 0x80, 0x9F};
    if (lead >= 0xE1 && lead <= 0xEF)
        return {3, 0x80, 0xBF};
    if (lead == 0xF0)
        return {4, 0x90, 0xBF};
    if (lead >= 0xF1 && lead <= 0xF3)
        return {4, 0x80, 0xBF};
    if (lead == 0xF4)
        return {4, 0x80, 0x8F};
    return {0, 0, 0};
}

// Length of the valid character at the start of `text`, or 0.
std::size_t characterLength(std::string_view text)
{
    const auto byteAt = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const Sequence sequence = sequenceOf(byteAt(0));
    if (sequence.length == 0 || sequence.length > text.size())
        return 0;
    if (sequence.length == 1)
        return 1;
    if (byteAt(1) < sequence.low || byteAt(1) > sequence.high)
        return 0;
    for (std::size_t i = 2; i < sequence.length; ++i) {
        if ((byteAt(i) & 0xC0U) != 0x80)
            return 0;
    }
    return sequence.length;
}

// How many whole groups of eight bytes are ASCII without NUL.
std::size_t asciiPrefix(std::string_view text)
{
    constexpr quint64 kOnes = 0x0101'0101'0101'0101U;
    std::size_t bytes = 0;
    for (; text.size() - bytes >= sizeof(quint64); bytes += sizeof(quint64)) {
        const auto eight = qFromUnaligned<quint64>(text.data() + bytes);
        // A NUL borrows.
        if (((eight | (eight - kOnes)) & (kOnes * 0x80)) != 0)
            break;
    }
    return bytes;
}

bool isShown(char32_t character)
{
    if ((character >= ' ' && character < 0x7F) || character == '\t' || character == '\n'
        || character == '\r')
        return true;
    return QChar::category(character) != QChar::Other_Control && !QChar::isNonCharacter(character)
           && !QChar::isSurrogate(character);
}

QString escaped(std::string_view bytes, bool isReversible)
{
    QString text;
    text.reserve(static_cast<qsizetype>(bytes.size()));
    while (!bytes.empty()) {
        const auto lead = static_cast<unsigned char>(bytes.front());
        std::size_t length = characterLength(bytes);
        if (lead == '\t') {
            text += u"\\t"_s;
        } else if (isReversible && lead == '\\') {
            text += u"\\\\"_s;
        } else if (length == 0 || lead < 0x20 || lead == 0x7F) {
            text += u"\\x%1"_s.arg(uint{lead}, 2, 16, QLatin1Char('0'));
            length = 1;
        } else {
            text += decodedUtf8(bytes.substr(0, length));
        }
        bytes.remove_prefix(length);
    }
    return text;
}

} // namespace

std::size_t validTextPrefix(std::string_view text)
{
    std::size_t position = 0;
    for (;;) {
        position += asciiPrefix(text.substr(position));
        if (position == text.size() || text[position] == '\0')
            break;
        const std::size_t length = characterLength(text.substr(position));
        if (length == 0)
            break;
        position += length;
    }
    return position;
}

QString decodedUtf8(std::string_view utf8)
{
    constexpr std::string_view kMark = "\xEF\xBB\xBF";
    QString text;
    for (; utf8.substr(0, kMark.size()) == kMark; utf8.remove_prefix(kMark.size()))
        text += QChar(QChar::ByteOrderMark);
    const QString rest = QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
    return text.isEmpty() ? rest : text + rest;
}

QString readableText(std::string_view bytes)
{
    return escaped(bytes, false);
}

QString reversibleText(std::string_view bytes)
{
    return escaped(bytes, true);
}

QString visibleText(QStringView text)
{
    QString visible;
    visible.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar unit = text[i];
        const bool isPair =
            unit.isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate();
        const char32_t character =
            isPair ? QChar::surrogateToUcs4(unit, text[i + 1]) : char32_t{unit.unicode()};
        if (isShown(character))
            visible += text.sliced(i, isPair ? 2 : 1);
        else
            visible += u"‹U+%1›"_s.arg(
                QString::number(uint{character}, 16).toUpper().rightJustified(4, u'0'));
        i += isPair ? 1 : 0;
    }
    return visible;
}

} // namespace faultline
