// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/EquipmentListParser.h"

#include "base/Utf8.h"
#include "sources/JsonFileStream.h"

#include <QCoreApplication>
#include <QSet>

#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <charconv>
#include <string_view>
#include <vector>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(EquipmentListParser)
};

// How much is read again, in all, because a broken record reached beyond its line.
constexpr qint64 kMostBytesReadAgain = qint64{16} * 1024 * 1024;

// What an object said, before it is known whether it is an equipment.
struct Draft
{
    std::optional<QByteArray> id;
    std::optional<QByteArray> code;
    std::optional<QByteArray> name;
    std::optional<QByteArray> group;
    std::vector<Equipment::Attribute> attributes;
    bool isText = true;
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

bool isText(const QByteArray& bytes)
{
    const std::string_view text(bytes.constData(), static_cast<std::size_t>(bytes.size()));
    return validTextPrefix(text) == text.size();
}

// Where a key stands twice, the last one counts.
std::vector<Equipment::Attribute> lastOfEachKey(std::vector<Equipment::Attribute> attributes)
{
    QSet<QByteArray> keys;
    std::vector<Equipment::Attribute> kept;
    for (auto it = attributes.rbegin(); it != attributes.rend(); ++it) {
        const qsizetype before = keys.size();
        keys.insert(it->first);
        if (keys.size() > before)
            kept.push_back(std::move(*it));
    }
    std::reverse(kept.begin(), kept.end());
    return kept;
}

// Collects the objects of the list; receives RapidJSON's events. Objects and arrays inside an
// equipment are written out again as the JSON text of an attribute.
class ObjectCollector
{
public:
    ObjectCollector(
        const InputFile& file, JsonFileStream& stream, const ListSink<Equipment>& sink,
        const CancelToken& cancel, bool isArray)
        : m_file(file)
        , m_stream(stream)
        , m_sink(sink)
        , m_cancel(cancel)
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
        m_stream.beginRecord();
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
        m_draft.isText = m_draft.isText && isText(m_key);
        return true;
    }
    bool EndObject(rapidjson::SizeType)
    {
        if (nested())
            return m_writer.EndObject() && endNested();
        m_insideObject = false;
        m_draft.endByte = m_stream.position() + 1;
        m_stream.beginRecord();
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
    bool rejectBroken(qint64 startByte, qint64 startLine, RejectReason reason)
    {
        m_draft = {};
        m_draft.startByte = startByte;
        m_draft.startLine = startLine;
        m_draft.endByte = m_stream.position();
        m_insideObject = false;
        m_nesting = 0;
        ++m_counts.records;
        return reject(reason);
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
        m_draft.isText = m_draft.isText && (!text || isText(*text));
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
        // Arrays in arrays are held in memory.
        if (m_arrayDepth <= 1)
            m_stream.beginRecord();
        return reject(RejectReason::Shape);
    }

    bool finishObject()
    {
        ++m_counts.records;
        // "\u0000" and half of a surrogate pair can stand in JSON, and are no text for PostgreSQL.
        if (!m_draft.isText)
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
        equipment.attributes = lastOfEachKey(std::move(m_draft.attributes));
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
        while (line.lineBytes == line.raw.size()
               && (line.raw.endsWith('\n') || line.raw.endsWith('\r'))) {
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
        else if (m_cancel.isCancelled())
            m_failure = UserMessage::cancelled();
        return !m_failure;
    }

    const InputFile& m_file;
    JsonFileStream& m_stream;
    const ListSink<Equipment>& m_sink;
    const CancelToken& m_cancel;
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

UserMessage
notJson(const InputFile& file, const JsonFileStream& stream, rapidjson::ParseResult parsed)
{
    const UserMessage message =
        stream.isRecordTooLong()
            ? UserMessage::error(Text::tr("The equipment list can't be read"))
                  .because(Text::tr("A record of it is longer than 1 MiB."))
            : UserMessage::error(Text::tr("The equipment list is not valid JSON"))
                  .because(QString::fromLatin1(rapidjson::GetParseError_En(parsed.Code())));
    return UserMessage(message)
        .at(Text::tr("%1, line %2, byte %3")
                .arg(file.path())
                .arg(stream.line())
                .arg(parsed.Offset()))
        .toMend(Text::tr("Mend the file, or ask for a new export, and load again."))
        .withCode(u"json"_s);
}

} // namespace

Result<ListCounts> parseEquipmentList(
    const InputFile& file, qint64 skipBytes, const ListSink<Equipment>& sink,
    const CancelToken& cancel)
{
    JsonFileStream stream(file, skipBytes);
    stream.skipWhitespace();
    const bool isArray = stream.Peek() == '[';
    ObjectCollector collector(file, stream, sink, cancel, isArray);
    rapidjson::Reader reader;
    qint64 bytesReadAgain = 0;
    for (stream.skipWhitespace(); !stream.atEnd(); stream.skipWhitespace()) {
        if (cancel.isCancelled())
            return UserMessage::cancelled();
        const qint64 startByte = stream.position();
        const qint64 startLine = stream.line();
        stream.beginRecord();
        const auto parsed = reader.Parse<kParseFlags>(stream, collector);
        if (collector.failure())
            return *collector.failure();
        if (stream.failure())
            return *stream.failure();
        if (!parsed.IsError()) {
            stream.noRecord();
            continue;
        }
        if (isArray)
            return notJson(file, stream, parsed);
        // One object a line: the next line is a new chance.
        const auto reason = stream.isRecordTooLong() ? RejectReason::TooLong : RejectReason::Shape;
        bytesReadAgain += stream.position() - startByte;
        if (bytesReadAgain <= kMostBytesReadAgain)
            stream.seek(startByte, startLine);
        stream.skipLine();
        if (!collector.rejectBroken(startByte, startLine, reason))
            return *collector.failure();
    }
    ListCounts counts = collector.counts();
    counts.lines = stream.line();
    return counts;
}

} // namespace faultline
