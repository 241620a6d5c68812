// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/json/JsonReader.h"

#include "base/Utf8.h"

#include <QCoreApplication>

#include <algorithm>
#include <string_view>

using namespace std::string_view_literals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(JsonReader)
};

// A longer record is rejected, so no more of a text is needed.
constexpr qsizetype kMaxTextBytes = JsonFileStream::kMaxRecordBytes;
constexpr std::size_t kMaxDepth = JsonFileStream::kMaxRecordBytes;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

std::string_view viewOf(const QByteArray& bytes)
{
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

// Takes digits from the front; false when there are none.
bool takeDigits(std::string_view& text)
{
    const auto end = std::min(text.find_first_not_of("0123456789"sv), text.size());
    text.remove_prefix(end);
    return end > 0;
}

// RFC 8259: [ minus ] int [ frac ] [ exp ], of any size.
bool isNumber(std::string_view text)
{
    if (text.starts_with('-'))
        text.remove_prefix(1);
    const bool beginsWithZero = text.starts_with('0');
    const auto before = text.size();
    if (!takeDigits(text) || (beginsWithZero && before - text.size() > 1))
        return false;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        if (!takeDigits(text))
            return false;
    }
    if (text.starts_with('e') || text.starts_with('E')) {
        text.remove_prefix(1);
        if (text.starts_with('+') || text.starts_with('-'))
            text.remove_prefix(1);
        if (!takeDigits(text))
            return false;
    }
    return text.empty();
}

int hexValue(char c)
{
    if (isDigit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// As UTF-8; half a surrogate pair gives invalid UTF-8.
QByteArray encoded(char32_t point)
{
    const auto tail = [point](int shift) {
        return static_cast<char>(0x80 | ((point >> shift) & 0x3F));
    };
    if (point < 0x80)
        return {1, static_cast<char>(point)};
    if (point < 0x800)
        return QByteArray(1, static_cast<char>(0xC0 | (point >> 6))) + tail(0);
    if (point < 0x10000)
        return QByteArray(1, static_cast<char>(0xE0 | (point >> 12))) + tail(6) + tail(0);
    return QByteArray(1, static_cast<char>(0xF0 | (point >> 18))) + tail(12) + tail(6) + tail(0);
}

} // namespace

void JsonLeniency::add(const JsonLeniency& other)
{
    if (count() == 0) {
        firstLine = other.firstLine;
        firstByte = other.firstByte;
    }
    unknownNumbers += other.unknownNumbers;
    trailingCommas += other.trailingCommas;
}

JsonReader::Outcome JsonReader::read(JsonSink& sink)
{
    m_leniency = {};
    m_next = Next::Value;
    m_isObject.clear();
    for (;;) {
        m_stream.skipWhitespace();
        if (const auto outcome = step(sink))
            return *outcome;
        if (m_next == Next::Separator && m_isObject.empty())
            return Outcome::Complete;
    }
}

// Nothing until it ends.
std::optional<JsonReader::Outcome> JsonReader::step(JsonSink& sink)
{
    const char c = m_stream.peek();
    switch (m_next) {
    case Next::FirstItem:
        return c == ']' ? close(sink) : readValue(sink);
    case Next::FirstKey:
        return c == '}' ? close(sink) : readKey(sink);
    case Next::Item:
        if (c == ']') {
            noteLeniency(m_leniency.trailingCommas, m_commaLine, m_commaByte);
            return close(sink);
        }
        return readValue(sink);
    case Next::Key:
        if (c == '}') {
            noteLeniency(m_leniency.trailingCommas, m_commaLine, m_commaByte);
            return close(sink);
        }
        return readKey(sink);
    case Next::Separator:
        return separate(sink);
    case Next::Value:
        break;
    }
    return readValue(sink);
}

std::optional<JsonReader::Outcome> JsonReader::readValue(JsonSink& sink)
{
    const char c = m_stream.peek();
    if (c == '{' || c == '[')
        return open(sink, c);
    if (c != '"')
        return readWord(sink);
    const qint64 begin = m_stream.position();
    if (!readText(sink))
        return broken(Text::tr("A string has no closing quote."));
    m_next = Next::Separator;
    return sink.value(JsonSink::Kind::Text, m_text, begin) ? std::nullopt
                                                           : std::optional(Outcome::Stopped);
}

std::optional<JsonReader::Outcome> JsonReader::readKey(JsonSink& sink)
{
    if (m_stream.peek() != '"')
        return broken(Text::tr("A quoted key is missing."));
    if (!readText(sink))
        return broken(Text::tr("A string has no closing quote."));
    if (!sink.key(m_text))
        return Outcome::Stopped;
    m_stream.skipWhitespace();
    if (m_stream.peek() != ':')
        return broken(Text::tr("The colon after a key is missing."));
    m_stream.take();
    m_next = Next::Value;
    return std::nullopt;
}

std::optional<JsonReader::Outcome> JsonReader::open(JsonSink& sink, char bracket)
{
    if (m_isObject.size() >= kMaxDepth)
        return broken(Text::tr("It is nested too deeply."));
    const bool isObject = bracket == '{';
    if (isObject ? !sink.beginObject() : !sink.beginArray())
        return Outcome::Stopped;
    m_stream.take();
    m_isObject.push_back(isObject);
    m_next = isObject ? Next::FirstKey : Next::FirstItem;
    return std::nullopt;
}

std::optional<JsonReader::Outcome> JsonReader::close(JsonSink& sink)
{
    if (m_isObject.back() ? !sink.endObject() : !sink.endArray())
        return Outcome::Stopped;
    m_stream.take();
    m_isObject.pop_back();
    m_next = Next::Separator;
    return std::nullopt;
}

std::optional<JsonReader::Outcome> JsonReader::separate(JsonSink& sink)
{
    const bool isObject = m_isObject.back();
    const char c = m_stream.peek();
    if (c == (isObject ? '}' : ']'))
        return close(sink);
    if (c != ',') {
        return broken(
            isObject ? Text::tr("A comma or a closing } is missing.")
                     : Text::tr("A comma or a closing ] is missing."));
    }
    m_commaLine = m_stream.line();
    m_commaByte = m_stream.position();
    m_stream.take();
    m_next = isObject ? Next::Key : Next::Item;
    return std::nullopt;
}

// A number, true, false or null, or an invalid value.
std::optional<JsonReader::Outcome> JsonReader::readWord(JsonSink& sink)
{
    const qint64 begin = m_stream.position();
    const qint64 line = m_stream.line();
    m_text.clear();
    while (!m_stream.atEnd() && " \t\r\n,:[]{}\""sv.find(m_stream.peek()) == std::string_view::npos)
        add(m_stream.take());
    if (m_text.isEmpty())
        return broken(Text::tr("A value is missing."));
    auto kind = JsonSink::Kind::Number;
    if (m_text == "null") {
        kind = JsonSink::Kind::Null;
    } else if (m_text == "true" || m_text == "false") {
        kind = JsonSink::Kind::Word;
    } else if (m_text == "NaN" || m_text == "Infinity" || m_text == "-Infinity") {
        kind = JsonSink::Kind::Null;
        noteLeniency(m_leniency.unknownNumbers, line, begin);
    } else if (!isNumber(viewOf(m_text))) {
        kind = JsonSink::Kind::Text;
        sink.fault(RejectReason::FieldValue);
    }
    m_next = Next::Separator;
    return sink.value(kind, m_text, begin) ? std::nullopt : std::optional(Outcome::Stopped);
}

// From quote to quote, into m_text. False if the second is missing.
bool JsonReader::readText(JsonSink& sink)
{
    m_stream.take();
    m_text.clear();
    m_half.reset();
    while (!m_stream.atEnd()) {
        const char c = m_stream.peek();
        if (c == '\n' && m_lineEndsText)
            return false;
        m_stream.take();
        if (c == '\\') {
            readEscape(sink);
            continue;
        }
        addLoneHalf();
        if (c == '"')
            return true;
        if (static_cast<unsigned char>(c) < ' ')
            sink.fault(RejectReason::Encoding);
        add(c);
    }
    return false;
}

void JsonReader::readEscape(JsonSink& sink)
{
    constexpr auto kLetters = "\"\\/bfnrt"sv;
    constexpr auto kMeanings = "\"\\/\b\f\n\r\t"sv;
    const char c = m_stream.peek();
    if (c == 'u') {
        m_stream.take();
        readUnit(sink);
        return;
    }
    addLoneHalf();
    const auto index = kLetters.find(c);
    if (index == std::string_view::npos) {
        sink.fault(RejectReason::Encoding);
        return;
    }
    m_stream.take();
    add(kMeanings[index]);
}

void JsonReader::readUnit(JsonSink& sink)
{
    constexpr int kDigits = 4;
    unsigned unit = 0;
    for (int i = 0; i < kDigits; ++i) {
        const int value = hexValue(m_stream.peek());
        if (value < 0) {
            sink.fault(RejectReason::Encoding);
            return;
        }
        m_stream.take();
        unit = unit * 16 + static_cast<unsigned>(value);
    }
    addUnit(static_cast<char16_t>(unit));
}

void JsonReader::addUnit(char16_t unit)
{
    if (m_half && QChar::isLowSurrogate(unit)) {
        for (const char c : encoded(QChar::surrogateToUcs4(*m_half, unit)))
            add(c);
        m_half.reset();
        return;
    }
    addLoneHalf();
    if (QChar::isHighSurrogate(unit)) {
        m_half = unit;
        return;
    }
    for (const char c : encoded(unit))
        add(c);
}

void JsonReader::addLoneHalf()
{
    if (!m_half)
        return;
    for (const char c : encoded(*m_half))
        add(c);
    m_half.reset();
}

void JsonReader::add(char c)
{
    if (m_text.size() < kMaxTextBytes)
        m_text.append(c);
}

void JsonReader::noteLeniency(qint64& count, qint64 line, qint64 byte)
{
    if (m_leniency.count() == 0) {
        m_leniency.firstLine = line;
        m_leniency.firstByte = byte;
    }
    ++count;
}

JsonReader::Outcome JsonReader::broken(const QString& problem)
{
    const char c = m_stream.peek();
    if (m_stream.atEnd()) {
        m_problem = Text::tr("It ends too early.");
        m_remedy = Text::tr("The file is incomplete. Request a new export, then load again.");
    } else if (c == '\'') {
        m_problem = Text::tr("%1 A single quote (') stands there.").arg(problem);
        m_remedy = Text::tr("JSON puts keys and texts in double quotes. Export the file as JSON, "
                            "then load again.");
    } else {
        const std::string_view found(&c, 1);
        m_problem = Text::tr("%1 There is %2.").arg(problem, u'“' + readableText(found) + u'”');
        m_remedy = Text::tr("Fix the file there or request a new export, then load again.");
    }
    return Outcome::Broken;
}

} // namespace faultline
