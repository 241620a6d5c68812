// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/lists/SensorMapParser.h"

#include "readings/SourceId.h"
#include "sources/input/ChunkReader.h"
#include "sources/lists/CsvRow.h"
#include "sources/lists/SensorMapLayout.h"
#include "sources/times/TimestampParser.h"

#include <QCoreApplication>

#include <algorithm>
#include <vector>

using namespace Qt::Literals::StringLiterals;
using namespace std::string_view_literals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(SensorMapParser)
};

std::optional<QByteArray> parseId(std::string_view text)
{
    const auto id = canonicalId(text);
    if (!id)
        return std::nullopt;
    return QByteArray(id->data(), static_cast<qsizetype>(id->size()));
}

// A line of the file. `text` includes its line end; for a giant line it is the start.
struct Line
{
    std::string_view text;
    qint64 number = 1;
    qint64 offset = 0;
    qint64 bytes = 0;
    qint64 lineEndBytes = 0; ///< Included in `bytes`.
    bool isGiant = false;

    qint64 endByte() const { return offset + bytes; }
};

// A quoted cell may contain line ends, so a row can span several lines. The limit keeps an unclosed
// quote from taking everything after it.
constexpr qint64 kMaxRowBytes = qint64{1024} * 1024;
// The most that is read again, in total, because of unclosed quotes.
constexpr qint64 kMaxBytesReadAgain = qint64{16} * 1024 * 1024;

// Feeds lines to a row and turns rows into entries.
class RowReader
{
public:
    RowReader(
        const SensorMapLayout& layout, const LocalTime& zone, const TimeFormat& format,
        const ListSink<SensorMapEntry>& sink)
        : m_layout(layout)
        , m_sink(sink)
        , m_clock(zone)
        , m_timeFormat(format)
        , m_row(layout.delimiter)
    {}

    Result<void> addLine(const Line& line)
    {
        if (!m_insideRow) {
            m_first = line;
            m_record.clear();
            m_recordBytes = 0;
            if (trimmedCell(withoutLineEnd(line.text)).empty()) {
                ++m_counts.blank;
                return {};
            }
        }
        m_insideRow = true;
        m_recordBytes += line.bytes;
        m_lineEndBytes = line.lineEndBytes;
        m_record.append(
            line.text.data(),
            std::min(static_cast<qsizetype>(line.text.size()), kMaxRawBytes - m_record.size()));
        if (line.isGiant || m_recordBytes > kMaxRowBytes) {
            m_tooLong = true;
            return {};
        }
        m_row.addLine(line.text);
        return m_row.isComplete() ? handOver() : Result<void>();
    }

    /// The row of the last line isn't complete.
    bool isInsideRow() const { return m_insideRow; }
    /// That row is too long.
    bool isTooLong() const { return m_tooLong; }
    /// Rejects that row. With `onlyFirstLine` the lines after its first one will be read again.
    Result<void> giveUp(bool onlyFirstLine)
    {
        if (onlyFirstLine) {
            m_recordBytes = m_first.bytes;
            m_lineEndBytes = m_first.lineEndBytes;
            m_record.truncate(m_first.bytes);
        }
        const bool tooLong = m_tooLong && m_recordBytes > kMaxRowBytes;
        return reject(tooLong ? RejectReason::TooLong : RejectReason::Shape);
    }

    /// The first line of the row of the last line.
    const Line& firstLine() const { return m_first; }
    qint64 rowBytes() const { return m_recordBytes; }
    const ListCounts& counts() const { return m_counts; }

private:
    Result<void> handOver()
    {
        if (static_cast<int>(m_row.cells().size()) != m_layout.columns)
            return reject(RejectReason::Shape);
        const auto sensor = parseId(cell(m_layout.sensorColumn));
        if (!sensor)
            return rejectCell(RejectReason::SensorId, m_layout.sensorColumn);
        const auto equipment = parseId(cell(m_layout.equipmentColumn));
        if (!equipment)
            return rejectCell(RejectReason::FieldValue, m_layout.equipmentColumn);
        SensorMapEntry entry{*sensor, *equipment, {}, {}};
        if (!readTime(m_layout.validFromColumn, entry.validFrom))
            return rejectCell(RejectReason::FieldValue, m_layout.validFromColumn);
        const bool isEndRead = readTime(m_layout.validToColumn, entry.validTo);
        if (!isEndRead || (entry.validFrom && entry.validTo && *entry.validTo <= *entry.validFrom))
            return rejectCell(RejectReason::FieldValue, m_layout.validToColumn);
        endRecord();
        return m_sink.accepted(entry);
    }

    std::string_view cell(int column) const
    {
        const QByteArray& bytes = m_row.cells().at(static_cast<std::size_t>(column));
        const std::string_view text(bytes.constData(), static_cast<std::size_t>(bytes.size()));
        // A lone carriage return is damage, and no padding.
        return text.find('\r') == std::string_view::npos ? trimmedCell(text) : text;
    }

    // An empty cell, or none, leaves it open. False if the cell is no time.
    bool readTime(int column, std::optional<qint64>& instant)
    {
        const std::string_view text =
            column == SensorMapLayout::kNoColumn ? std::string_view() : cell(column);
        if (text.empty())
            return true;
        instant = parseTimestamp(text, m_clock, m_timeFormat).occurredAt;
        return instant.has_value();
    }

    Result<void> rejectCell(RejectReason reason, int column)
    {
        const std::string_view record(
            m_record.constData(), static_cast<std::size_t>(m_record.size()));
        return reject(
            reason, static_cast<qint32>(CsvRow::cellStart(record, m_layout.delimiter, column)) + 1);
    }

    void endRecord()
    {
        ++m_counts.records;
        m_row.beginNext();
        m_insideRow = false;
        m_tooLong = false;
    }

    Result<void> reject(RejectReason reason, qint32 column = 1)
    {
        endRecord();
        ++m_counts.rejected;
        RejectedLine line;
        line.lineNumber = m_first.number;
        line.byteOffset = m_first.offset;
        line.columnNumber = column;
        line.reason = reason;
        line.lineBytes = m_recordBytes - m_lineEndBytes;
        line.raw = m_record.left(line.lineBytes);
        return m_sink.rejected(line);
    }

    const SensorMapLayout m_layout;
    const ListSink<SensorMapEntry>& m_sink;
    LocalClock m_clock;
    const TimeFormat m_timeFormat;
    CsvRow m_row;
    Line m_first;        ///< Of the row; its text is no longer valid.
    QByteArray m_record; ///< The row's first kMaxRawBytes bytes.
    qint64 m_recordBytes = 0;
    qint64 m_lineEndBytes = 0; ///< Of the row's last line so far.
    bool m_insideRow = false;
    bool m_tooLong = false;
    ListCounts m_counts;
};

// Reads the file's lines, usually once.
class MapReader
{
public:
    MapReader(
        const InputFile& file, const SensorMapLayout& layout, const LocalTime& zone,
        const TimeFormat& format, const ListSink<SensorMapEntry>& sink, const CancelToken& cancel)
        : m_file(file)
        , m_cancel(cancel)
        , m_rows(layout, zone, format, sink)
        , m_lines(layout.headerLines)
    {}

    /// Reads from `start`; returns where to continue, or nothing at the end.
    Result<std::optional<Line>> readFrom(const Line& start)
    {
        // The chunk reader splits lines here too; a last line without line end counts.
        ChunkReader reader(m_file, start.offset, m_file.size(), start.number, true, ChunkLimits{});
        RawChunk chunk;
        for (;;) {
            const auto more = reader.next(chunk);
            if (!more)
                return more.error();
            if (!*more)
                break;
            if (m_cancel.isCancelled())
                return UserMessage::cancelled();
            auto retry = readChunk(chunk);
            if (!retry || *retry)
                return retry;
        }
        return m_rows.isInsideRow() ? giveRowUp() : std::optional<Line>();
    }

    ListCounts counts() const
    {
        ListCounts counts = m_rows.counts();
        counts.lines = m_lines;
        return counts;
    }

private:
    Result<std::optional<Line>> readChunk(const RawChunk& chunk)
    {
        std::string_view text = chunk.bytes.view();
        Line line;
        line.number = chunk.firstLine;
        line.offset = chunk.firstByte;
        line.isGiant = chunk.giantLine.has_value();
        for (; !text.empty(); text.remove_prefix(line.text.size())) {
            const auto newline = text.find('\n');
            line.text = text.substr(0, newline == std::string_view::npos ? newline : newline + 1);
            line.bytes = line.isGiant ? chunk.endByte - chunk.firstByte
                                      : static_cast<qint64>(line.text.size());
            line.lineEndBytes =
                line.isGiant
                    ? line.bytes - chunk.giantLine->lineBytes
                    : static_cast<qint64>(line.text.size() - withoutLineEnd(line.text).size());
            m_lines = line.number;
            if (const auto added = m_rows.addLine(line); !added)
                return added.error();
            if (m_rows.isTooLong()) {
                auto retry = giveRowUp();
                if (!retry || *retry)
                    return retry;
            }
            line.offset = line.endByte();
            ++line.number;
        }
        return std::optional<Line>();
    }

    // An unclosed quote costs its line, not all lines after it.
    Result<std::optional<Line>> giveRowUp()
    {
        Line next;
        next.number = m_rows.firstLine().number + 1;
        next.offset = m_rows.firstLine().endByte();
        m_bytesReadAgain += m_rows.rowBytes();
        const bool goesBack = next.number <= m_lines && m_bytesReadAgain <= kMaxBytesReadAgain;
        if (const auto rejected = m_rows.giveUp(goesBack); !rejected)
            return rejected.error();
        return goesBack ? std::optional<Line>(next) : std::nullopt;
    }

    const InputFile& m_file;
    const CancelToken& m_cancel;
    RowReader m_rows;
    qint64 m_lines;
    qint64 m_bytesReadAgain = 0;
};

// The same length from which a file's role is recognised.
constexpr qint64 kMaxHeaderBytes = qint64{64} * 1024;

Result<SensorMapLayout> readHeader(const InputFile& file, qint64 skipBytes)
{
    std::vector<char> buffer(static_cast<std::size_t>(kMaxHeaderBytes));
    const auto count = file.read(skipBytes, buffer);
    if (!count)
        return count.error();
    const std::string_view text(buffer.data(), static_cast<std::size_t>(*count));
    const auto layout = SensorMapLayout::fromHeader(text);
    const bool isCutOff = layout && layout->headerBytes == kMaxHeaderBytes && !text.ends_with('\n');
    if (layout && !isCutOff)
        return *layout;
    return UserMessage::error(Text::tr("The sensor map no longer has a header"))
        .because(Text::tr("Its first line must name the columns equipment_id and sensor_id."))
        .at(file.path())
        .withCode(u"header"_s);
}

} // namespace

Result<ListCounts> parseSensorMap(
    const InputFile& file, qint64 skipBytes, const LocalTime& zone,
    const ListSink<SensorMapEntry>& sink, const CancelToken& cancel, const TimeFormat& format)
{
    const auto layout = readHeader(file, skipBytes);
    if (!layout)
        return layout.error();
    MapReader reader(file, *layout, zone, format, sink, cancel);
    std::optional<Line> start = Line();
    start->offset = skipBytes + layout->headerBytes;
    start->number = 1 + layout->headerLines;
    while (start) {
        const auto next = reader.readFrom(*start);
        if (!next)
            return next.error();
        start = *next;
    }
    return reader.counts();
}

} // namespace faultline
