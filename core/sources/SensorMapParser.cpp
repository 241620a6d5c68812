// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/SensorMapParser.h"

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

// Feeds lines to libcsv and turns its rows into entries. A quoted cell may hold line ends, so a row
// can be longer than a line.
class RowReader
{
public:
    RowReader(const SensorMapLayout& layout, const ListSink<SensorMapEntry>& sink)
        : m_layout(layout)
        , m_sink(sink)
    {
        csv_init(&m_parser, CSV_APPEND_NULL);
        csv_set_delim(&m_parser, static_cast<unsigned char>(layout.delimiter));
    }
    ~RowReader() { csv_free(&m_parser); }
    RowReader(const RowReader&) = delete;
    RowReader& operator=(const RowReader&) = delete;

    Result<void> addLine(std::string_view line, qint64 number, qint64 offset)
    {
        const bool isStart = m_record.isEmpty() && !m_insideRow;
        if (isStart) {
            m_recordLine = number;
            m_recordOffset = offset;
            m_recordBytes = 0;
            if (trimmedCell(line.substr(0, line.find('\n'))).empty()) {
                ++m_counts.blank;
                return {};
            }
        }
        m_insideRow = true;
        m_recordBytes += static_cast<qint64>(line.size());
        m_lineEndBytes = static_cast<qint64>(line.size() - (line.find_last_not_of("\r\n"sv) + 1));
        const qint64 room = kMaxRawBytes - m_record.size();
        m_record.append(
            line.data(), std::min(static_cast<qsizetype>(line.size()), qsizetype{room}));
        csv_parse(
            &m_parser, line.data(), line.size(), &RowReader::addCell, &RowReader::endRow, this);
        return finishRow();
    }

    Result<void> end()
    {
        csv_fini(&m_parser, &RowReader::addCell, &RowReader::endRow, this);
        return finishRow();
    }

    const ListCounts& counts() const { return m_counts; }

private:
    static void addCell(void* bytes, std::size_t size, void* self)
    {
        auto* const reader = static_cast<RowReader*>(self);
        reader->m_cells.emplace_back(static_cast<const char*>(bytes), static_cast<qsizetype>(size));
    }
    static void endRow(int /*lastCharacter*/, void* self)
    {
        static_cast<RowReader*>(self)->m_rowEnded = true;
    }

    Result<void> finishRow()
    {
        if (!m_rowEnded)
            return {};
        ++m_counts.records;
        const auto result = handOver();
        m_cells.clear();
        m_record.clear();
        m_rowEnded = false;
        m_insideRow = false;
        return result;
    }

    Result<void> handOver()
    {
        if (static_cast<int>(m_cells.size()) != m_layout.columns)
            return reject(RejectReason::Shape);
        const auto cell = [this](int column) {
            const QByteArray& bytes = m_cells.at(static_cast<std::size_t>(column));
            return parseId(
                trimmedCell({bytes.constData(), static_cast<std::size_t>(bytes.size())}));
        };
        const auto sensor = cell(m_layout.sensorColumn);
        const auto equipment = cell(m_layout.equipmentColumn);
        if (!sensor || !equipment)
            return reject(sensor ? RejectReason::FieldValue : RejectReason::SensorId);
        return m_sink.accepted({*sensor, *equipment});
    }

    Result<void> reject(RejectReason reason)
    {
        ++m_counts.rejected;
        RejectedLine line;
        line.lineNumber = m_recordLine;
        line.byteOffset = m_recordOffset;
        line.reason = reason;
        line.lineBytes = m_recordBytes - m_lineEndBytes;
        line.raw = m_record.left(line.lineBytes);
        return m_sink.rejected(line);
    }

    csv_parser m_parser{};
    SensorMapLayout m_layout;
    const ListSink<SensorMapEntry>& m_sink;
    std::vector<QByteArray> m_cells;
    QByteArray m_record; ///< The row's first kMaxRawBytes bytes.
    qint64 m_recordLine = 0;
    qint64 m_recordOffset = 0;
    qint64 m_recordBytes = 0;
    qint64 m_lineEndBytes = 0; ///< Of its last line so far.
    bool m_insideRow = false;
    bool m_rowEnded = false;
    ListCounts m_counts;
};

} // namespace

std::optional<SensorMapLayout> SensorMapLayout::fromHeader(std::string_view line)
{
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
                layout.otherColumns
                    << QString::fromUtf8(it->data(), static_cast<qsizetype>(it->size()));
        }
        return layout;
    }
    return std::nullopt;
}

Result<ListCounts> parseSensorMap(
    const InputFile& file, qint64 skipBytes, const ListSink<SensorMapEntry>& sink,
    const CancelToken& cancel)
{
    // The chunk reader cuts lines here too; a last line without line end is a line of a list.
    ChunkReader reader(file, skipBytes, file.size(), 1, true, ChunkLimits{});
    RawChunk chunk;
    std::unique_ptr<RowReader> rows;
    qint64 lineNumber = 0;
    for (;;) {
        const auto more = reader.next(chunk);
        if (!more)
            return more.error();
        if (!*more)
            break;
        if (cancel.isCancelled())
            return UserMessage::cancelled();
        std::string_view text = chunk.bytes.view();
        qint64 offset = chunk.firstByte;
        while (!text.empty()) {
            const auto newline = text.find('\n');
            const auto line =
                text.substr(0, newline == std::string_view::npos ? newline : newline + 1);
            ++lineNumber;
            if (rows) {
                if (const auto added = rows->addLine(line, lineNumber, offset); !added)
                    return added.error();
            } else {
                const auto layout =
                    SensorMapLayout::fromHeader(line.substr(0, line.find_first_of("\r\n"sv)));
                if (!layout) {
                    return UserMessage::error(Text::tr("The sensor map has lost its header"))
                        .because(Text::tr("Its first line must name the columns equipment_id and "
                                          "sensor_id."))
                        .at(file.path())
                        .withCode(u"header"_s);
                }
                rows = std::make_unique<RowReader>(*layout, sink);
            }
            offset += static_cast<qint64>(line.size());
            text.remove_prefix(line.size());
        }
    }
    if (!rows)
        return ListCounts{};
    if (const auto ended = rows->end(); !ended)
        return ended.error();
    ListCounts counts = rows->counts();
    counts.lines = lineNumber;
    return counts;
}

} // namespace faultline
