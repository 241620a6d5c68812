// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/lists/CsvRows.h"

#include "sources/input/ChunkReader.h"
#include "sources/lists/CsvRow.h"

#include <algorithm>
#include <cstddef>

namespace faultline {

namespace {

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

// Feeds lines to a row and hands rows over.
class RowReader
{
public:
    RowReader(const ListLayout& layout, const ListRowSink& sink)
        : m_layout(layout)
        , m_sink(sink)
        , m_csv(layout.delimiter)
    {
        m_row.isDelimited = true;
        for (const QByteArray& name : layout.names)
            m_row.cells.push_back({name, ListCell::Kind::Empty, {}, -1});
    }

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
        m_csv.addLine(line.text);
        return m_csv.isComplete() ? handOver() : Result<void>();
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
        const std::vector<QByteArray>& cells = m_csv.cells();
        // Spreadsheets write empty cells after the last one.
        const bool hasMore = std::any_of(
            cells.begin() + static_cast<std::ptrdiff_t>(std::min(cells.size(), m_row.cells.size())),
            cells.end(), [](const QByteArray& cell) { return !isEmpty(cell); });
        if (cells.size() < m_row.cells.size() || hasMore)
            return reject(RejectReason::Shape);
        for (std::size_t i = 0; i < m_row.cells.size(); ++i) {
            m_row.cells[i].kind = isEmpty(cells[i]) ? ListCell::Kind::Empty : ListCell::Kind::Text;
            m_row.cells[i].text = cells[i];
        }
        const auto verdict = m_sink.row(m_row);
        if (!verdict)
            return verdict.error();
        if (!verdict->reason) {
            endRecord();
            return {};
        }
        const std::string_view record(
            m_record.constData(), static_cast<std::size_t>(m_record.size()));
        const qsizetype start =
            verdict->cell < 0 ? 0 : CsvRow::cellStart(record, m_layout.delimiter, verdict->cell);
        return reject(*verdict->reason, static_cast<qint32>(start) + 1, verdict->field);
    }

    // A lone carriage return is damage, and no padding.
    static bool isEmpty(const QByteArray& cell)
    {
        return !cell.contains('\r')
               && trimmedCell({cell.constData(), static_cast<std::size_t>(cell.size())}).empty();
    }

    void endRecord()
    {
        ++m_counts.records;
        m_csv.beginNext();
        m_insideRow = false;
        m_tooLong = false;
    }

    Result<void> reject(RejectReason reason, qint32 column = 1, const QByteArray& field = {})
    {
        endRecord();
        ++m_counts.rejected;
        RejectedLine line;
        line.lineNumber = m_first.number;
        line.byteOffset = m_first.offset;
        line.columnNumber = column;
        line.reason = reason;
        line.field = field;
        line.recordNumber = m_counts.records;
        line.lineBytes = m_recordBytes - m_lineEndBytes;
        line.raw = m_record.left(line.lineBytes);
        return m_sink.rejected(line);
    }

    const ListLayout& m_layout;
    const ListRowSink& m_sink;
    CsvRow m_csv;
    ListRow m_row;
    Line m_first;        ///< Of the row; its text is no longer valid.
    QByteArray m_record; ///< The row's first kMaxRawBytes bytes.
    qint64 m_recordBytes = 0;
    qint64 m_lineEndBytes = 0; ///< Of the row's last line so far.
    bool m_insideRow = false;
    bool m_tooLong = false;
    ListCounts m_counts;
};

// Reads the file's lines, usually once.
class CsvReader
{
public:
    CsvReader(
        const InputFile& file, const ListLayout& layout, const ListRowSink& sink,
        const CancelToken& cancel)
        : m_file(file)
        , m_cancel(cancel)
        , m_rows(layout, sink)
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
        line.isGiant = chunk.unkept.has_value();
        for (; !text.empty(); text.remove_prefix(line.text.size())) {
            const auto newline = text.find('\n');
            line.text = text.substr(0, newline == std::string_view::npos ? newline : newline + 1);
            line.bytes = line.isGiant ? chunk.endByte - chunk.firstByte
                                      : static_cast<qint64>(line.text.size());
            line.lineEndBytes =
                line.isGiant
                    ? line.bytes - chunk.unkept->recordBytes
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

} // namespace

Result<ListCounts> readCsvRows(
    const InputFile& file, qint64 skipBytes, const ListLayout& layout, const ListRowSink& sink,
    const CancelToken& cancel)
{
    CsvReader reader(file, layout, sink, cancel);
    std::optional<Line> start = Line();
    start->offset = skipBytes + layout.headerBytes;
    start->number = 1 + layout.headerLines;
    while (start) {
        const auto next = reader.readFrom(*start);
        if (!next)
            return next.error();
        start = *next;
    }
    return reader.counts();
}

} // namespace faultline
