// SPDX-License-Identifier: GPL-3.0-or-later
#include "readings/SourceId.h"

#include "base/Utf8.h"

#include <algorithm>
#include <charconv>

namespace faultline {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

// U+0000 to U+001F, U+007F, and U+0080 to U+009F, which are two bytes in UTF-8.
bool isControlAt(std::string_view text, std::size_t at)
{
    constexpr unsigned char kDelete = 0x7F;
    constexpr unsigned char kFirstOfTwo = 0xC2;
    constexpr unsigned char kAfterControls = 0xA0;
    const auto byteAt = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    return byteAt(at) < ' ' || byteAt(at) == kDelete
           || (byteAt(at) == kFirstOfTwo && at + 1 < text.size()
               && byteAt(at + 1) < kAfterControls);
}

// The digits of a whole number, which may have a fraction of zeros; empty for anything else.
std::string_view wholeNumber(std::string_view text)
{
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    std::string_view fraction = text.substr(digits);
    if (fraction.starts_with('.'))
        fraction.remove_prefix(1);
    if (digits == 0 || fraction.find_first_not_of('0') != std::string_view::npos)
        return {};
    const std::size_t zeros = text.substr(0, digits - 1).find_first_not_of('0');
    const std::size_t first = zeros == std::string_view::npos ? digits - 1 : zeros;
    return text.substr(first, digits - first);
}

} // namespace

std::optional<std::string_view> canonicalId(std::string_view text)
{
    if (const std::string_view number = wholeNumber(text); !number.empty())
        text = number;
    if (text.empty() || validIdPrefix(text) < text.size())
        return std::nullopt;
    return text;
}

std::size_t validIdPrefix(std::string_view text)
{
    if (const std::string_view number = wholeNumber(text);
        !number.empty() && number.size() <= kMaxIdBytes)
        return text.size();
    const std::size_t bytes = std::min(validTextPrefix(text), kMaxIdBytes);
    for (std::size_t at = 0; at < bytes; ++at) {
        if (isControlAt(text, at))
            return at;
    }
    return bytes;
}

QString canonicalIdFromText(const QString& text)
{
    const QByteArray trimmed = text.trimmed().toUtf8();
    const auto id = canonicalId({trimmed.constData(), static_cast<std::size_t>(trimmed.size())});
    return id ? decodedUtf8(*id) : QString();
}

qint32 numberOfId(std::string_view id)
{
    if (id.empty() || !isDigit(id.front()))
        return -1;
    qint32 number = -1;
    const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
    return error == std::errc() && end == id.data() + id.size() ? number : -1;
}

} // namespace faultline
