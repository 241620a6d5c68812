// SPDX-License-Identifier: GPL-3.0-or-later
// Texts in other encodings: however a stream is read, it gives the same UTF-8, from which the bytes
// can be made again. The first byte is the encoding, the second how much the stream gives at once.
#include "FuzzTarget.h"
#include "base/Utf8.h"
#include "sources/input/TextEncoding.h"

#include <QStringDecoder>
#include <QStringEncoder>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <string>

using namespace faultline;

namespace {

// Gives a few bytes at a time, as a decompressor may.
class Bites : public ByteStream
{
public:
    Bites(std::string_view bytes, std::size_t most)
        : m_bytes(bytes)
        , m_most(most)
    {}

    Result<qint64> read(std::span<char> buffer) override
    {
        const std::size_t count = std::min({buffer.size(), m_bytes.size(), m_most});
        std::memcpy(buffer.data(), m_bytes.data(), count);
        m_bytes.remove_prefix(count);
        return static_cast<qint64>(count);
    }

private:
    std::string_view m_bytes;
    std::size_t m_most;
};

std::string streamed(std::string_view bytes, TextEncoding encoding, std::size_t most)
{
    TextStream stream(std::make_unique<Bites>(bytes, most), encoding);
    std::string text;
    std::array<char, 7> buffer{};
    for (;;) {
        const auto count = stream.read(buffer);
        require(count.ok(), "a stream without a fault is read");
        if (*count == 0)
            return text;
        text.append(buffer.data(), static_cast<std::size_t>(*count));
    }
}

// The bytes that Qt's codecs make of the text; those that Qt has none of are only counted.
void checkCharacters(std::string_view bytes, const QString& text, TextEncoding encoding)
{
    const auto is = [&](QStringConverter::Encoding codec) {
        QStringEncoder encoder(codec);
        const QByteArray again = encoder.encode(text);
        return std::string_view(again.constData(), static_cast<std::size_t>(again.size())) == bytes;
    };
    switch (encoding) {
    case TextEncoding::Utf16Le:
        require(is(QStringConverter::Utf16LE), "the text has the same UTF-16");
        break;
    case TextEncoding::Utf16Be:
        require(is(QStringConverter::Utf16BE), "the text has the same UTF-16");
        break;
    case TextEncoding::Iso8859_1:
        require(is(QStringConverter::Latin1), "the text has the same bytes");
        break;
    default:
        require(text.size() == static_cast<qsizetype>(bytes.size()), "each byte is a character");
        for (qsizetype i = 0; i < text.size(); ++i) {
            const auto byte = static_cast<unsigned char>(bytes[static_cast<std::size_t>(i)]);
            require(byte >= 0x80 || text.at(i).unicode() == byte, "ASCII is the same everywhere");
            require(byte < 0x80 || text.at(i).unicode() >= 0x80, "other bytes aren't ASCII");
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    constexpr std::array kEncodings{
        TextEncoding::Utf16Le, TextEncoding::Utf16Be, TextEncoding::Windows1252,
        TextEncoding::Iso8859_1, TextEncoding::Iso8859_15};
    if (size < 2)
        return 0;
    const TextEncoding encoding = kEncodings.at(data[0] % kEncodings.size());
    const std::string_view bytes = viewOf(data + 2, size - 2);
    const std::string text = toUtf8(bytes, encoding);
    require(
        streamed(bytes, encoding, data[1] + std::size_t{1}) == text,
        "a stream gives what the whole text gives");
    // What is no character is one such byte, so that its line is rejected.
    constexpr char kNoCharacter = '\xFF';
    std::string_view rest = text;
    bool isWhole = true;
    while (!rest.empty()) {
        const auto end = std::min(rest.find(kNoCharacter), rest.size());
        std::string_view part = rest.substr(0, end);
        while (!part.empty()) {
            const auto valid = validTextPrefix(part);
            require(valid == part.size() || part[valid] == '\0', "the rest is UTF-8");
            part.remove_prefix(std::min(valid + 1, part.size()));
        }
        isWhole = isWhole && end == rest.size();
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    if (!isWhole)
        return 0;
    // Which also keeps a byte order mark.
    QStringDecoder decoder(QStringConverter::Utf8, QStringConverter::Flag::ConvertInitialBom);
    const QString decoded =
        decoder.decode(QByteArrayView(text.data(), static_cast<qsizetype>(text.size())));
    checkCharacters(bytes, decoded, encoding);
    return 0;
}
