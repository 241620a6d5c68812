// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/EquipmentListParser.h"

#include <QCoreApplication>

#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <charconv>
#include <string_view>
#include <vector>

using namespace Qt::Literals::StringLiterals;
using namespace std::string_view_literals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(EquipmentListParser)
};

// The file as a stream of RapidJSON's, which also counts lines. A failed read ends it and is kept.
class FileStream
{
public:
    using Ch = char;

    FileStream(const InputFile& file, qint64 begin)
        : m_file(file)
        , m_bufferStart(begin)
        , m_buffer(64 * 1024)
    {
        fill();
    }

    char Peek() const { return m_index < m_filled ? m_buffer[m_index] : '\0'; }
    char Take()
    {
        const char c = Peek();
        if (m_index >= m_filled)
            return c;
        if (c == '\n')
            ++m_line;
        if (++m_index == m_filled)
            fill();
        return c;
    }
    std::size_t Tell() const { return static_cast<std::size_t>(position()); }
    // RapidJSON asks for these of streams that it writes to; this is none.
    char* PutBegin() { return nullptr; }
    void Put(char) {}
    void Flush() {}
    std::size_t PutEnd(char*) { return 0; }

    bool atEnd() const { return m_index >= m_filled; }
    qint64 position() const { return m_bufferStart + static_cast<qint64>(m_index); }
    qint64 line() const { return m_line; }
    const std::optional<UserMessage>& failure() const { return m_failure; }

    void skipWhitespace()
    {
        while (!atEnd() && " \t\r\n"sv.find(Peek()) != std::string_view::npos)
            Take();
    }
    void seek(qint64 position, qint64 line)
    {
        m_bufferStart = position;
        m_filled = 0;
        m_line = line;
        fill();
    }
    void skipLine()
    {
        while (!atEnd() && Take() != '\n') {}
    }

private:
    void fill()
    {
        m_bufferStart += static_cast<qint64>(m_filled);
        m_index = 0;
        m_filled = 0;
        const auto count = m_file.read(m_bufferStart, m_buffer);
        if (count)
            m_filled = static_cast<std::size_t>(*count);
        else
            m_failure = count.error();
    }

    const InputFile& m_file;
    qint64 m_bufferStart;
    std::vector<char> m_buffer;
    std::size_t m_index = 0;
    std::size_t m_filled = 0;
    qint64 m_line = 1;
    std::optional<UserMessage> m_failure;
};

// What an object said, before it is known whether it is an equipment.
struct Draft
{
    std::optional<QByteArray> id;
    std::optional<QByteArray> code;
    std::optional<QByteArray> name;
    std::optional<QByteArray> group;
    std::vector<Equipment::Attribute> attributes;
    bool hasNul = false;
    qint64 startByte = 0;
    qint64 endByte = 0;
    qint64 startLine = 0;
};

std::optional<qint32> parseId(const std::optional<QByteArray>& text)
{
    if (!text)
        return std::nullopt;
    qint32 id = 0;
    const auto [end, error] = std::from_chars(text->cbegin(), text->cend(), id);
    if (text->isEmpty() || error != std::errc() || end != text->cend() || id < 0)
        return std::nullopt;
    return id;
}

// Collects the objects of the list; receives RapidJSON's events. Objects and arrays inside an
// equipment are written out again as the JSON text of an attribute.
class ObjectCollector
{
public:
    ObjectCollector(
        const InputFile& file, FileStream& stream, const ListSink<Equipment>& sink, bool isArray)
        : m_file(file)
        , m_stream(stream)
        , m_sink(sink)
        , m_isArray(isArray)
    {}

    bool Null() { return nested() ? m_writer.Null() : value(std::nullopt); }
    bool Bool(bool b)
    {
        return nested() ? m_writer.Bool(b) : value(QByteArray(b ? "true" : "false"));
    }
    bool RawNumber(const char* text, rapidjson::SizeType size, bool /*copy*/)
    {
        return nested() ? m_writer.RawValue(text, size, rapidjson::kNumberType)
                        : value(QByteArray(text, static_cast<qsizetype>(size)));
    }
    bool String(const char* text, rapidjson::SizeType size, bool /*copy*/)
    {
        return nested() ? m_writer.String(text, size)
                        : value(QByteArray(text, static_cast<qsizetype>(size)));
    }
    // Numbers come as RawNumber().
    bool Int(int) { return false; }
    bool Uint(unsigned) { return false; }
    bool Int64(int64_t) { return false; }
    bool Uint64(uint64_t) { return false; }
    bool Double(double) { return false; }

    bool StartObject()
    {
        if (m_insideObject)
            return startNested() && m_writer.StartObject();
        m_insideObject = true;
        // The iterative parser calls before it takes the brace.
        m_draft = {};
        m_draft.startByte = m_stream.position();
        m_draft.startLine = m_stream.line();
        return true;
    }
    bool Key(const char* text, rapidjson::SizeType size, bool /*copy*/)
    {
        if (nested())
            return m_writer.Key(text, size);
        m_key = QByteArray(text, static_cast<qsizetype>(size));
        m_draft.hasNul = m_draft.hasNul || m_key.contains('\0');
        return true;
    }
    bool EndObject(rapidjson::SizeType)
    {
        if (nested())
            return m_writer.EndObject() && endNested();
        m_insideObject = false;
        m_draft.endByte = m_stream.position() + 1;
        return finishObject();
    }
    bool StartArray()
    {
        if (!m_insideObject)
            return (m_isArray && ++m_arrayDepth == 1) || looseValue(QByteArray());
        return startNested() && m_writer.StartArray();
    }
    bool EndArray(rapidjson::SizeType)
    {
        if (!m_insideObject) {
            --m_arrayDepth;
            return true;
        }
        return m_writer.EndArray() && endNested();
    }

    // Takes an object that can't be parsed, from its start to where the stream stands.
    bool rejectBroken(qint64 startByte, qint64 startLine)
    {
        m_draft = {};
        m_draft.startByte = startByte;
        m_draft.startLine = startLine;
        m_draft.endByte = m_stream.position();
        m_insideObject = false;
        m_nesting = 0;
        ++m_counts.records;
        return reject(RejectReason::Shape);
    }

    const std::optional<UserMessage>& failure() const { return m_failure; }
    ListCounts& counts() { return m_counts; }

private:
    bool nested() const { return m_nesting > 0; }
    bool startNested()
    {
        if (m_nesting++ == 0) {
            m_text.Clear();
            m_writer.Reset(m_text);
        }
        return true;
    }
    bool endNested()
    {
        if (--m_nesting > 0)
            return true;
        return value(QByteArray(m_text.GetString(), static_cast<qsizetype>(m_text.GetSize())));
    }

    bool value(std::optional<QByteArray> text)
    {
        if (!m_insideObject)
            return looseValue(text.value_or("null"));
        m_draft.hasNul = m_draft.hasNul || (text && text->contains('\0'));
        if (m_key == "equipment_id")
            m_draft.id = std::move(text);
        else if (m_key == "code")
            m_draft.code = std::move(text);
        else if (m_key == "name")
            m_draft.name = std::move(text);
        else if (m_key == "group_name" || m_key == "group")
            m_draft.group = std::move(text);
        else
            m_draft.attributes.emplace_back(m_key, std::move(text));
        return true;
    }

    // A value that stands where an object should. Outside an array it ends the parse, and its line
    // is rejected as a whole; in one it is rejected by itself.
    bool looseValue(const QByteArray& text)
    {
        if (!m_isArray)
            return false;
        ++m_counts.records;
        m_draft = {};
        // Where it began is known but for the quotes and escapes of a text.
        m_draft.endByte = m_stream.position() + (text.isEmpty() ? 1 : 0);
        m_draft.startByte = m_draft.endByte - std::max<qsizetype>(text.size(), 1);
        m_draft.startLine = m_stream.line();
        return reject(RejectReason::Shape);
    }

    bool finishObject()
    {
        ++m_counts.records;
        // "\u0000" is JSON, but no text that PostgreSQL can hold.
        if (m_draft.hasNul)
            return reject(RejectReason::Encoding);
        const auto id = parseId(m_draft.id);
        const bool hasCode = m_draft.code && !m_draft.code->isEmpty();
        const bool hasName = m_draft.name && !m_draft.name->isEmpty();
        if (!m_draft.id || (!hasCode && !hasName))
            return reject(RejectReason::MissingField);
        if (!id)
            return reject(RejectReason::FieldValue);
        Equipment equipment;
        equipment.equipmentId = *id;
        equipment.code = hasCode ? *m_draft.code : *m_draft.name;
        equipment.groupName = m_draft.group;
        equipment.attributes = std::move(m_draft.attributes);
        if (hasCode && m_draft.name)
            equipment.attributes.emplace_back("name", m_draft.name);
        return handled(m_sink.accepted(equipment));
    }

    bool reject(RejectReason reason)
    {
        ++m_counts.rejected;
        RejectedLine line;
        line.lineNumber = m_draft.startLine;
        line.byteOffset = m_draft.startByte;
        line.reason = reason;
        line.lineBytes = std::max<qint64>(m_draft.endByte - m_draft.startByte, 0);
        line.raw.resize(std::min(line.lineBytes, kMaxRawBytes));
        const auto raw = m_file.read(
            line.byteOffset, {line.raw.data(), static_cast<std::size_t>(line.raw.size())});
        if (!raw)
            return handled(raw.error());
        line.raw.truncate(*raw);
        while (line.raw.endsWith('\n') || line.raw.endsWith('\r')) {
            line.raw.chop(1);
            --line.lineBytes;
        }
        return handled(m_sink.rejected(line));
    }

    // False ends the parse.
    bool handled(const Result<void>& result)
    {
        if (!result)
            m_failure = result.error();
        return result.ok();
    }

    const InputFile& m_file;
    FileStream& m_stream;
    const ListSink<Equipment>& m_sink;
    ListCounts m_counts;
    Draft m_draft;
    QByteArray m_key;
    const bool m_isArray;
    bool m_insideObject = false;
    int m_arrayDepth = 0;
    int m_nesting = 0;
    rapidjson::StringBuffer m_text;
    rapidjson::Writer<rapidjson::StringBuffer> m_writer{m_text};
    std::optional<UserMessage> m_failure;
};

// Iterative, so that deep nesting doesn't use up the stack; numbers as they are written, so that
// none is rounded.
constexpr unsigned kParseFlags = rapidjson::kParseIterativeFlag | rapidjson::kParseStopWhenDoneFlag
                                 | rapidjson::kParseNumbersAsStringsFlag
                                 | rapidjson::kParseValidateEncodingFlag;

} // namespace

Result<ListCounts> parseEquipmentList(
    const InputFile& file, qint64 skipBytes, const ListSink<Equipment>& sink,
    const CancelToken& cancel)
{
    FileStream stream(file, skipBytes);
    stream.skipWhitespace();
    const bool isArray = stream.Peek() == '[';
    ObjectCollector collector(file, stream, sink, isArray);
    rapidjson::Reader reader;
    for (stream.skipWhitespace(); !stream.atEnd(); stream.skipWhitespace()) {
        if (cancel.isCancelled())
            return UserMessage::cancelled();
        const qint64 startByte = stream.position();
        const qint64 startLine = stream.line();
        const auto parsed = reader.Parse<kParseFlags>(stream, collector);
        if (collector.failure())
            return *collector.failure();
        if (stream.failure())
            return *stream.failure();
        if (!parsed.IsError())
            continue;
        if (isArray) {
            return UserMessage::error(Text::tr("The equipment list is not valid JSON"))
                .because(QString::fromLatin1(rapidjson::GetParseError_En(parsed.Code())))
                .at(Text::tr("%1, line %2, byte %3")
                        .arg(file.path())
                        .arg(stream.line())
                        .arg(parsed.Offset()))
                .toMend(Text::tr("Mend the file, or ask for a new export, and load again."))
                .withCode(u"json"_s);
        }
        // One object a line: the next line is a new chance.
        stream.seek(startByte, startLine);
        stream.skipLine();
        if (!collector.rejectBroken(startByte, startLine))
            return *collector.failure();
    }
    ListCounts counts = collector.counts();
    counts.lines = stream.line();
    return counts;
}

} // namespace faultline
