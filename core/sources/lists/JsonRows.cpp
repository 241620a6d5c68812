// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/lists/JsonRows.h"

#include "sources/json/JsonPath.h"
#include "sources/json/NestedJson.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>
#include <string_view>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(JsonRows)
};

// The most that is read again, in total, because a broken record went beyond its line.
constexpr qint64 kMaxBytesReadAgain = qint64{16} * 1024 * 1024;

// If a key occurs twice, the last one counts.
void keepLastOfEachName(std::vector<ListCell>& cells)
{
    QSet<QByteArray> names;
    auto kept = cells.end();
    for (auto it = cells.end(); it != cells.begin();) {
        --it;
        const qsizetype before = names.size();
        names.insert(it->name);
        if (names.size() > before && --kept != it)
            *kept = std::move(*it);
    }
    cells.erase(cells.begin(), kept);
}

// Finds the rows in the document, and hands them over.
class RowCollector : public JsonSink
{
public:
    RowCollector(
        const InputFile& file, const JsonFileStream& stream, const ListLayout& layout,
        const ListRowSink& sink, const CancelToken& cancel)
        : m_file(file)
        , m_stream(stream)
        , m_layout(layout)
        , m_sink(sink)
        , m_cancel(cancel)
        , m_path(layout.path, layout.shape == ListLayout::Shape::Members)
    {}

    bool value(Kind kind, const QByteArray& text, qint64 begin) override
    {
        if (m_nested.isOpen()) {
            if (!isTooLong())
                m_nested.value(kind, text);
            return true;
        }
        if (m_insideRow)
            return addCell(cellKindOf(kind), text, begin);
        if (m_looseLevels > 0 || !isRowPlace())
            return m_looseLevels > 0 || !isSequence();
        startRow(begin);
        return rejectLoose(m_stream.position());
    }
    bool key(const QByteArray& text) override
    {
        if (m_nested.isOpen()) {
            if (!isTooLong())
                m_nested.key(text);
            return true;
        }
        m_key = text;
        if (m_insideRow && !isStorableText(text))
            fault(RejectReason::Encoding);
        return true;
    }
    bool beginObject() override { return begin(true); }
    bool endObject() override { return end(true); }
    bool beginArray() override { return begin(false); }
    bool endArray() override { return end(false); }
    void fault(RejectReason reason) override
    {
        if (m_fault)
            return;
        m_fault = reason;
        m_faultField = shownName(m_key);
        m_faultByte = m_stream.position();
        m_isNewFault = true;
    }

    // Rejects an object that can't be parsed, from its start to the stream's position.
    bool rejectBroken(qint64 startByte, qint64 startLine, RejectReason reason, qint64 brokenByte)
    {
        m_startByte = startByte;
        m_startLine = startLine;
        m_insideRow = false;
        m_nested.reset();
        m_path.reset();
        m_looseLevels = 0;
        ++m_counts.records;
        return reject(reason, {}, brokenByte, m_stream.position());
    }

    const std::optional<UserMessage>& failure() const { return m_failure; }
    ListCounts& counts() { return m_counts; }

private:
    bool isSequence() const { return m_layout.shape == ListLayout::Shape::Sequence; }
    // Whether the next value is a row: where there is no way around it, or inside what has them.
    bool isRowPlace() const { return isSequence() ? m_path.isOutside() : m_path.isAtEnd(); }
    bool isRowKind(bool isObject) const
    {
        return isObject == (m_layout.shape != ListLayout::Shape::RowArrays);
    }

    bool begin(bool isObject)
    {
        if (m_insideRow) {
            if (!m_nested.isOpen())
                m_nestedByte = m_stream.position();
            m_nested.begin(isObject, !isTooLong());
            return true;
        }
        if (m_looseLevels > 0) {
            ++m_looseLevels;
            return true;
        }
        if (!isRowPlace()) {
            m_path.enter(isObject, m_key);
            return true;
        }
        startRow(m_stream.position());
        if (isRowKind(isObject))
            m_insideRow = true;
        else if (isSequence())
            return false;
        else
            m_looseLevels = 1;
        return true;
    }
    bool end(bool isObject)
    {
        if (m_nested.isOpen()) {
            if (!m_nested.end(isObject, !isTooLong()))
                return true;
            return addCell(ListCell::Kind::Nested, m_nested.text(), m_nestedByte);
        }
        if (m_insideRow) {
            m_insideRow = false;
            return finishRow(m_stream.position() + 1);
        }
        if (m_looseLevels > 0)
            return --m_looseLevels > 0 || rejectLoose(m_stream.position() + 1);
        m_path.leave();
        return true;
    }

    void startRow(qint64 byte)
    {
        m_cells.clear();
        m_fault.reset();
        m_isNewFault = false;
        m_startByte = byte;
        m_startLine = m_stream.line();
        // In an array of values, the key is that of the array.
        m_key.clear();
    }
    // An object in an array is skipped without keeping it. Outside an array, the stream ends there.
    bool isTooLong() const
    {
        return m_stream.position() - m_startByte >= JsonFileStream::kMaxRecordBytes;
    }

    bool addCell(ListCell::Kind kind, const QByteArray& text, qint64 begin)
    {
        if (isTooLong()) {
            m_cells.clear();
            return true;
        }
        if (m_layout.shape == ListLayout::Shape::RowArrays) {
            const auto column = static_cast<qsizetype>(m_cells.size());
            m_key = column < m_layout.names.size() ? m_layout.names[column] : QByteArray();
        }
        // "\u0000" and half a surrogate pair are allowed in JSON, but PostgreSQL can't store them.
        if (!isStorableText(text))
            fault(RejectReason::Encoding);
        if (m_isNewFault) {
            m_faultField = shownName(m_key);
            m_faultByte = begin;
            m_isNewFault = false;
        }
        m_cells.push_back(
            {m_key, kind, kind == ListCell::Kind::Empty ? QByteArray() : text, begin});
        return true;
    }

    // A value where a row is expected.
    bool rejectLoose(qint64 endByte)
    {
        ++m_counts.records;
        return reject(RejectReason::Shape, {}, m_startByte, endByte);
    }

    bool finishRow(qint64 endByte)
    {
        ++m_counts.records;
        if (isTooLong())
            return reject(RejectReason::TooLong, {}, m_startByte, endByte);
        if (m_fault)
            return reject(*m_fault, m_faultField, m_faultByte, endByte);
        const bool isArray = m_layout.shape == ListLayout::Shape::RowArrays;
        if (isArray && static_cast<qsizetype>(m_cells.size()) != m_layout.names.size())
            return reject(RejectReason::Shape, {}, m_startByte, endByte);
        keepLastOfEachName(m_cells);
        ListRow row{std::move(m_cells), false, {m_startLine, m_startByte, endByte - m_startByte}};
        const auto verdict = m_sink.row(row);
        m_cells = std::move(row.cells);
        if (!verdict)
            return handled(verdict.error());
        if (!verdict->reason)
            return handled({});
        const qint64 byte = verdict->cell < 0
                                ? m_startByte
                                : m_cells[static_cast<std::size_t>(verdict->cell)].begin;
        return reject(*verdict->reason, verdict->field, byte, endByte);
    }

    bool reject(RejectReason reason, const QByteArray& field, qint64 atByte, qint64 endByte)
    {
        ++m_counts.rejected;
        RejectedLine line;
        line.lineNumber = m_startLine;
        line.byteOffset = m_startByte;
        line.recordNumber = m_counts.records;
        line.reason = reason;
        line.field = field;
        line.lineBytes = std::max<qint64>(endByte - m_startByte, 0);
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
        line.columnNumber =
            static_cast<qint32>(std::clamp<qint64>(atByte - m_startByte, 0, line.lineBytes)) + 1;
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
    const JsonFileStream& m_stream;
    const ListLayout& m_layout;
    const ListRowSink& m_sink;
    const CancelToken& m_cancel;
    ListCounts m_counts;
    JsonPath m_path;             ///< Outside rows.
    qsizetype m_looseLevels = 0; ///< Open levels of a value where a row is expected.
    QByteArray m_key;
    bool m_insideRow = false;
    std::vector<ListCell> m_cells;
    qint64 m_startByte = 0;
    qint64 m_startLine = 0;
    NestedJson m_nested;
    qint64 m_nestedByte = 0;
    std::optional<RejectReason> m_fault; ///< If a value is invalid, the row is rejected.
    QByteArray m_faultField;
    qint64 m_faultByte = 0;
    bool m_isNewFault = false; ///< In the value that is being read.
    std::optional<UserMessage> m_failure;
};

} // namespace

UserMessage notJson(
    const InputFile& file, const JsonFileStream& stream, const JsonReader& reader, qint64 records)
{
    const QString where =
        records == 0 ? QString()
                     : u' ' + Text::tr("This is after record %1.").arg(QString::number(records));
    return UserMessage::error(Text::tr("The list is not valid JSON"))
        .because(reader.problem() + where)
        .at(Text::tr("%1, line %2, byte %3")
                .arg(file.path())
                .arg(stream.line())
                .arg(stream.position()))
        .withRemedy(reader.remedy())
        .withCode(u"json"_s);
}

Result<ListCounts> readJsonRows(
    const InputFile& file, qint64 skipBytes, const ListLayout& layout, const ListRowSink& sink,
    const CancelToken& cancel)
{
    const bool isSequence = layout.shape == ListLayout::Shape::Sequence;
    JsonFileStream stream(file, skipBytes);
    RowCollector collector(file, stream, layout, sink, cancel);
    JsonReader reader(stream, isSequence);
    qint64 bytesReadAgain = 0;
    for (stream.skipWhitespace(); !stream.atEnd(); stream.skipWhitespace()) {
        if (cancel.isCancelled())
            return UserMessage::cancelled();
        const qint64 startByte = stream.position();
        const qint64 startLine = stream.line();
        if (isSequence)
            stream.beginRecord();
        const auto outcome = reader.read(collector);
        if (collector.failure())
            return *collector.failure();
        if (stream.failure())
            return *stream.failure();
        if (outcome == JsonReader::Outcome::Complete) {
            stream.noRecord();
            collector.counts().leniency.add(reader.leniency());
            continue;
        }
        if (!isSequence)
            return notJson(file, stream, reader, collector.counts().records);
        // One object per line: continue with the next line.
        const auto reason = stream.isRecordTooLong() ? RejectReason::TooLong : RejectReason::Shape;
        const qint64 brokenByte =
            outcome == JsonReader::Outcome::Broken && reason == RejectReason::Shape
                ? stream.position()
                : startByte;
        bytesReadAgain += stream.position() - startByte;
        if (bytesReadAgain <= kMaxBytesReadAgain)
            stream.seek(startByte, startLine);
        stream.skipLine();
        if (!collector.rejectBroken(startByte, startLine, reason, brokenByte))
            return *collector.failure();
    }
    if (stream.failure())
        return *stream.failure();
    ListCounts counts = collector.counts();
    counts.lines = stream.line();
    return counts;
}

} // namespace faultline
