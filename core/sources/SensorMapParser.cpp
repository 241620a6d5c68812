// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/SensorMapParser.h"

#include "base/Utf8.h"
#include "sources/ChunkReader.h"

#include <csv.h>

#include <QCoreApplication>

#include <algorithm>
#include <charconv>
#include <memory>
#include <vector>

using namespace Qt::Literals::StringLiterals;
using namespace std::string_view_literals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(SensorMapParser)
};

std::string_view trimmedCell(std::string_view cell)
{
    const auto isPadding = [](char c) { return c == ' ' || c == '\t' || c == '"' || c == '\r'; };
    while (!cell.empty() && isPadding(cell.front()))
        cell.remove_prefix(1);
    while (!cell.empty() && isPadding(cell.back()))
        cell.remove_suffix(1);
    return cell;
}

std::string_view withoutLineEnd(std::string_view line)
{
    if (line.ends_with('\n'))
        line.remove_suffix(1);
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return line;
}

std::vector<std::string_view> cellsOf(std::string_view line, char delimiter)
{
    std::vector<std::string_view> cells;
    for (;;) {
        const auto end = line.find(delimiter);
        cells.push_back(trimmedCell(line.substr(0, end)));
        if (end == std::string_view::npos)
            return cells;
        line.remove_prefix(end + 1);
    }
}

std::optional<qint32> parseId(std::string_view text)
{
    qint32 id = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (text.empty() || error != std::errc() || end != text.data() + text.size() || id < 0)
        return std::nullopt;
    return id;
}

// A line of the file. `text` has its line end; of a giant line it is the start.
struct Line
{
    std::string_view text;
    qint64 number = 1;
    qint64 offset = 0;
    qint64 bytes = 0;
    qint64 lineEndBytes = 0; ///< Among them.
    bool isGiant = false;

    qint64 endByte() const { return offset + bytes; }
};

// A quoted cell may hold line ends, so a row can be longer than a line; but where a quote is opened
// and never closed, it isn't to be all that follows.
constexpr qint64 kMostRowBytes = qint64{1024} * 1024;
// How much is read again, in all, because a quote was open.
constexpr qint64 kMostBytesReadAgain = qint64{16} * 1024 * 1024;

// Feeds lines to libcsv and turns its rows into entries.
class RowReader
{
public:
    RowReader(const SensorMapLayout& layout, const ListSink<SensorMapEntry>& sink)
        : m_layout(layout)
        , m_sink(sink)
    {
        startParser();
    }
    ~RowReader() { csv_free(&m_parser); }
    RowReader(const RowReader&) = delete;
    RowReader& operator=(const RowReader&) = delete;

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
        if (line.isGiant || m_recordBytes > kMostRowBytes) {
            m_tooLong = true;
            return {};
        }
        feed(withoutLineEnd(line.text));
        feed("\n"sv);
        return m_rowEnded ? handOver() : Result<void>();
    }

    /// The row that the last line is in goes on behind it.
    bool isInsideRow() const { return m_insideRow; }
    /// It is longer than a row may be.
    bool isTooLong() const { return m_tooLong; }
    /// Gives that row up. With `onlyFirstLine` the lines behind its first one are to be read again.
    Result<void> giveUp(bool onlyFirstLine)
    {
        if (onlyFirstLine) {
            m_recordBytes = m_first.bytes;
            m_lineEndBytes = m_first.lineEndBytes;
            m_record.truncate(m_first.bytes);
        }
        csv_free(&m_parser);
        startParser();
        const bool tooLong = m_tooLong && m_recordBytes > kMostRowBytes;
        return reject(tooLong ? RejectReason::TooLong : RejectReason::Shape);
    }

    /// The first line of the row that the last line is in.
    const Line& firstLine() const { return m_first; }
    qint64 rowBytes() const { return m_recordBytes; }
    const ListCounts& counts() const { return m_counts; }

private:
    void startParser()
    {
        csv_init(&m_parser, CSV_APPEND_NULL);
        csv_set_delim(&m_parser, static_cast<unsigned char>(m_layout.delimiter));
        // A carriage return alone ends no row: the rest of its line would be part of the next one.
        csv_set_term_func(&m_parser, [](unsigned char c) { return c == '\n' ? 1 : 0; });
    }

    void feed(std::string_view text)
    {
        csv_parse(
            &m_parser, text.data(), text.size(), &RowReader::addCell, &RowReader::endRow, this);
    }
    static void addCell(void* bytes, std::size_t size, void* self)
    {
        auto* const reader = static_cast<RowReader*>(self);
        reader->m_cells.emplace_back(static_cast<const char*>(bytes), static_cast<qsizetype>(size));
    }
    static void endRow(int /*lastCharacter*/, void* self)
    {
        static_cast<RowReader*>(self)->m_rowEnded = true;
    }

    Result<void> handOver()
    {
        if (static_cast<int>(m_cells.size()) != m_layout.columns)
            return reject(RejectReason::Shape);
        const auto cell = [this](int column) {
            const QByteArray& bytes = m_cells.at(static_cast<std::size_t>(column));
            const std::string_view text(bytes.constData(), static_cast<std::size_t>(bytes.size()));
            return text.find('\r') == std::string_view::npos ? parseId(trimmedCell(text))
                                                             : std::nullopt;
        };
        const auto sensor = cell(m_layout.sensorColumn);
        const auto equipment = cell(m_layout.equipmentColumn);
        if (!sensor || !equipment)
            return reject(sensor ? RejectReason::FieldValue : RejectReason::SensorId);
        endRecord();
        return m_sink.accepted({*sensor, *equipment});
    }

    void endRecord()
    {
        ++m_counts.records;
        m_cells.clear();
        m_rowEnded = false;
        m_insideRow = false;
        m_tooLong = false;
    }

    Result<void> reject(RejectReason reason)
    {
        endRecord();
        ++m_counts.rejected;
        RejectedLine line;
        line.lineNumber = m_first.number;
        line.byteOffset = m_first.offset;
        line.reason = reason;
        line.lineBytes = m_recordBytes - m_lineEndBytes;
        line.raw = m_record.left(line.lineBytes);
        return m_sink.rejected(line);
    }

    csv_parser m_parser{};
    SensorMapLayout m_layout;
    const ListSink<SensorMapEntry>& m_sink;
    std::vector<QByteArray> m_cells;
    Line m_first;        ///< Of the row; its text is gone.
    QByteArray m_record; ///< The row's first kMaxRawBytes bytes.
    qint64 m_recordBytes = 0;
    qint64 m_lineEndBytes = 0; ///< Of its last line so far.
    bool m_insideRow = false;
    bool m_rowEnded = false;
    bool m_tooLong = false;
    ListCounts m_counts;
};

// Goes through the file's lines, mostly once.
class MapReader
{
public:
    MapReader(
        const InputFile& file, const ListSink<SensorMapEntry>& sink, const CancelToken& cancel)
        : m_file(file)
        , m_sink(sink)
        , m_cancel(cancel)
    {}

    /// Reads from the line that `place` is the start of; gives where to go on, or nothing when the
    /// end was reached.
    Result<std::optional<Line>> readFrom(const Line& place)
    {
        // The chunk reader cuts lines here too; a last line without line end is a line of a list.
        ChunkReader reader(m_file, place.offset, m_file.size(), place.number, true, ChunkLimits{});
        RawChunk chunk;
        for (;;) {
            const auto more = reader.next(chunk);
            if (!more)
                return more.error();
            if (!*more)
                break;
            if (m_cancel.isCancelled())
                return UserMessage::cancelled();
            auto goOn = readChunk(chunk);
            if (!goOn || *goOn)
                return goOn;
        }
        return m_rows && m_rows->isInsideRow() ? giveRowUp() : std::optional<Line>();
    }

    ListCounts counts() const
    {
        ListCounts counts = m_rows ? m_rows->counts() : ListCounts{};
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
            if (const auto added = addLine(line); !added)
                return added.error();
            if (m_rows->isTooLong()) {
                auto goOn = giveRowUp();
                if (!goOn || *goOn)
                    return goOn;
            }
            line.offset = line.endByte();
            ++line.number;
        }
        return std::optional<Line>();
    }

    Result<void> addLine(const Line& line)
    {
        if (m_rows)
            return m_rows->addLine(line);
        const auto layout = line.isGiant ? std::nullopt : SensorMapLayout::fromHeader(line.text);
        if (!layout) {
            return UserMessage::error(Text::tr("The sensor map has lost its header"))
                .because(Text::tr("Its first line must name the columns equipment_id and "
                                  "sensor_id."))
                .at(m_file.path())
                .withCode(u"header"_s);
        }
        m_rows = std::make_unique<RowReader>(*layout, m_sink);
        return {};
    }

    // A quote that is never closed costs its line, and not all lines behind it.
    Result<std::optional<Line>> giveRowUp()
    {
        Line next;
        next.number = m_rows->firstLine().number + 1;
        next.offset = m_rows->firstLine().endByte();
        m_bytesReadAgain += m_rows->rowBytes();
        const bool goesBack = next.number <= m_lines && m_bytesReadAgain <= kMostBytesReadAgain;
        if (const auto rejected = m_rows->giveUp(goesBack); !rejected)
            return rejected.error();
        return goesBack ? std::optional<Line>(next) : std::nullopt;
    }

    const InputFile& m_file;
    const ListSink<SensorMapEntry>& m_sink;
    const CancelToken& m_cancel;
    std::unique_ptr<RowReader> m_rows;
    qint64 m_lines = 0;
    qint64 m_bytesReadAgain = 0;
};

} // namespace

std::optional<SensorMapLayout> SensorMapLayout::fromHeader(std::string_view line)
{
    // Rows that end with carriage returns alone would all be this one.
    line = withoutLineEnd(line.substr(0, line.find('\n')));
    if (line.find('\r') != std::string_view::npos)
        return std::nullopt;
    for (const char delimiter : {';', ',', '\t'}) {
        const auto cells = cellsOf(line, delimiter);
        const auto equipment = std::find(cells.begin(), cells.end(), "equipment_id"sv);
        const auto sensor = std::find(cells.begin(), cells.end(), "sensor_id"sv);
        if (equipment == cells.end() || sensor == cells.end())
            continue;
        SensorMapLayout layout;
        layout.delimiter = delimiter;
        layout.equipmentColumn = static_cast<int>(equipment - cells.begin());
        layout.sensorColumn = static_cast<int>(sensor - cells.begin());
        layout.columns = static_cast<int>(cells.size());
        for (auto it = cells.begin(); it != cells.end(); ++it) {
            if (it != equipment && it != sensor)
                layout.otherColumns << wholeText(*it);
        }
        return layout;
    }
    return std::nullopt;
}

Result<ListCounts> parseSensorMap(
    const InputFile& file, qint64 skipBytes, const ListSink<SensorMapEntry>& sink,
    const CancelToken& cancel)
{
    MapReader reader(file, sink, cancel);
    std::optional<Line> place = Line();
    place->offset = skipBytes;
    while (place) {
        const auto next = reader.readFrom(*place);
        if (!next)
            return next.error();
        place = *next;
    }
    return reader.counts();
}

} // namespace faultline
