// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/lists/EquipmentListParser.h"

#include "base/Utf8.h"
#include "readings/SourceId.h"
#include "sources/lists/JsonFileStream.h"
#include "sources/lists/JsonReader.h"
#include "sources/lists/ThrowingAllocator.h"

#include <QCoreApplication>
#include <QSet>

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <string_view>
#include <vector>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(EquipmentListParser)
};

// The most that is read again, in total, because a broken record went beyond its line.
constexpr qint64 kMaxBytesReadAgain = qint64{16} * 1024 * 1024;

// The content of an object before it is known to be a valid piece of equipment.
struct Draft
{
    std::optional<QByteArray> id;
    std::optional<QByteArray> code;
    std::optional<QByteArray> name;
    std::optional<QByteArray> group;
    std::vector<Equipment::Attribute> attributes;
    std::optional<RejectReason> fault; ///< If a value is invalid, the object is rejected.
    qint64 startByte = 0;
    qint64 endByte = 0;
    qint64 startLine = 0;
};

std::optional<QByteArray> parseId(const QByteArray& text)
{
    const auto id = canonicalId({text.constData(), static_cast<std::size_t>(text.size())});
    if (!id)
        return std::nullopt;
    return QByteArray(id->data(), static_cast<qsizetype>(id->size()));
}

bool isText(const QByteArray& bytes)
{
    const std::string_view text(bytes.constData(), static_cast<std::size_t>(bytes.size()));
    return validTextPrefix(text) == text.size();
}

// If a key occurs twice, the last one counts.
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

// Collects the objects of the list. Objects and arrays nested in one are written out again as the
// JSON text of an attribute.
class ObjectCollector : public JsonSink
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

    bool value(Kind kind, const QByteArray& text, qint64 begin) override
    {
        if (!nested() && kind == Kind::Word && m_insideObject)
            refuseAsId();
        if (!nested())
            return field(kind == Kind::Null ? std::nullopt : std::optional(text), begin);
        if (isTooLong())
            return true;
        const auto size = static_cast<rapidjson::SizeType>(text.size());
        switch (kind) {
        case Kind::Null:
            return m_writer.Null();
        case Kind::Word:
            return m_writer.Bool(text == "true");
        case Kind::Number:
            return m_writer.RawValue(text.constData(), size, rapidjson::kNumberType);
        case Kind::Text:
            break;
        }
        return m_writer.String(text.constData(), size);
    }
    bool key(const QByteArray& text) override
    {
        if (nested()) {
            const auto size = static_cast<rapidjson::SizeType>(text.size());
            return isTooLong() || m_writer.Key(text.constData(), size);
        }
        m_key = text;
        if (!isText(m_key))
            fault(RejectReason::Encoding);
        return true;
    }
    bool beginObject() override
    {
        if (m_insideObject) {
            beginNested();
            return isTooLong() || m_writer.StartObject();
        }
        m_insideObject = true;
        m_draft = {};
        m_draft.startByte = m_stream.position();
        m_draft.startLine = m_stream.line();
        return true;
    }
    bool endObject() override
    {
        if (nested())
            return (isTooLong() || m_writer.EndObject()) && endNested();
        m_draft.endByte = m_stream.position() + 1;
        const bool keepGoing = finishObject();
        m_insideObject = false;
        return keepGoing;
    }
    bool beginArray() override
    {
        if (!m_insideObject)
            return (m_isArray && ++m_arrayDepth == 1) || looseValue(1, m_stream.position());
        beginNested();
        return isTooLong() || m_writer.StartArray();
    }
    bool endArray() override
    {
        if (!m_insideObject) {
            --m_arrayDepth;
            return true;
        }
        return (isTooLong() || m_writer.EndArray()) && endNested();
    }
    void fault(RejectReason reason) override
    {
        if (!m_draft.fault)
            m_draft.fault = reason;
    }

    // Rejects an object that can't be parsed, from its start to the stream's position.
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
    // For values that are neither texts nor numbers.
    void refuseAsId()
    {
        if (m_key == "equipment_id")
            fault(RejectReason::FieldValue);
    }
    bool nested() const { return m_nesting > 0; }
    void beginNested()
    {
        if (m_nesting++ == 0) {
            m_text.Clear();
            m_writer.Reset(m_text);
        }
    }
    bool endNested()
    {
        if (--m_nesting > 0)
            return true;
        refuseAsId();
        return field(
            QByteArray(m_text.GetString(), static_cast<qsizetype>(m_text.GetSize())),
            m_stream.position());
    }
    // An object in an array is skipped without keeping it. Outside an array, the stream ends there.
    bool isTooLong() const
    {
        return m_insideObject
               && m_stream.position() - m_draft.startByte >= JsonFileStream::kMaxRecordBytes;
    }

    bool field(std::optional<QByteArray> text, qint64 begin)
    {
        if (!m_insideObject)
            return looseValue(m_stream.position() - begin, begin);
        if (isTooLong()) {
            m_draft.attributes.clear();
            return true;
        }
        if (text && !isText(*text))
            fault(RejectReason::Encoding);
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

    // A value where an object is expected. Outside an array it ends the parse, and its whole line
    // is rejected; in an array only the value is rejected.
    bool looseValue(qint64 bytes, qint64 begin)
    {
        if (!m_isArray)
            return false;
        ++m_counts.records;
        m_draft = {};
        m_draft.startByte = begin;
        m_draft.endByte = begin + bytes;
        m_draft.startLine = m_stream.line();
        return reject(RejectReason::Shape);
    }

    bool finishObject()
    {
        ++m_counts.records;
        if (isTooLong())
            return reject(RejectReason::TooLong);
        // "\u0000" and half a surrogate pair are allowed in JSON, but PostgreSQL can't store them.
        if (m_draft.fault)
            return reject(*m_draft.fault);
        const bool hasCode = m_draft.code && !m_draft.code->isEmpty();
        const bool hasName = m_draft.name && !m_draft.name->isEmpty();
        if (!m_draft.id || (!hasCode && !hasName))
            return reject(RejectReason::MissingField);
        const auto id = parseId(*m_draft.id);
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
    using Buffer = rapidjson::GenericStringBuffer<rapidjson::UTF8<>, ThrowingAllocator>;
    Buffer m_text;
    rapidjson::Writer<Buffer, rapidjson::UTF8<>, rapidjson::UTF8<>, ThrowingAllocator> m_writer{
        m_text};
    std::optional<UserMessage> m_failure;
};

UserMessage notJson(const InputFile& file, const JsonFileStream& stream, const QString& problem)
{
    return UserMessage::error(Text::tr("The equipment list is not valid JSON"))
        .because(problem)
        .at(Text::tr("%1, line %2, byte %3")
                .arg(file.path())
                .arg(stream.line())
                .arg(stream.position()))
        .withRemedy(Text::tr("Fix the file or request a new export, then load again."))
        .withCode(u"json"_s);
}

} // namespace

Result<ListCounts> parseEquipmentList(
    const InputFile& file, qint64 skipBytes, const ListSink<Equipment>& sink,
    const CancelToken& cancel)
{
    JsonFileStream stream(file, skipBytes);
    stream.skipWhitespace();
    const bool isArray = stream.peek() == '[';
    ObjectCollector collector(file, stream, sink, cancel, isArray);
    JsonReader reader(stream, !isArray);
    qint64 bytesReadAgain = 0;
    for (stream.skipWhitespace(); !stream.atEnd(); stream.skipWhitespace()) {
        if (cancel.isCancelled())
            return UserMessage::cancelled();
        const qint64 startByte = stream.position();
        const qint64 startLine = stream.line();
        if (!isArray)
            stream.beginRecord();
        const auto outcome = reader.read(collector);
        if (collector.failure())
            return *collector.failure();
        if (stream.failure())
            return *stream.failure();
        if (outcome == JsonReader::Outcome::Complete) {
            stream.noRecord();
            continue;
        }
        if (isArray)
            return notJson(file, stream, reader.problem());
        // One object per line: continue with the next line.
        const auto reason = stream.isRecordTooLong() ? RejectReason::TooLong : RejectReason::Shape;
        bytesReadAgain += stream.position() - startByte;
        if (bytesReadAgain <= kMaxBytesReadAgain)
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
