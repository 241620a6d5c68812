// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/lists/JsonColumns.h"

#include "sources/json/JsonPath.h"
#include "sources/json/NestedJson.h"
#include "sources/lists/JsonRows.h"

#include <QCoreApplication>
#include <QHash>

#include <algorithm>
#include <optional>
#include <span>
#include <tuple>
#include <vector>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(JsonColumns)
};

// A cell, in as little memory as possible. The file has at most kMaxColumnsBytes, so everything
// fits in 32 bits.
struct Cell
{
    quint32 row = 0;
    quint32 column = 0;
    quint32 begin = 0; ///< In the file.
    quint32 bytes = 0;
    quint32 line = 0;
    quint32 textBegin = 0; ///< In the texts of all cells.
    quint32 textBytes = 0;
    ListCell::Kind kind = ListCell::Kind::Empty;
    bool isEncoded = true; ///< Otherwise it has bytes or escapes that are no text.
    bool isValid = true;   ///< Otherwise it is no JSON value.
};

// Keeps the columns of the document.
class ColumnCollector : public JsonSink
{
public:
    ColumnCollector(const JsonFileStream& stream, const ListLayout& layout)
        : m_stream(stream)
        , m_path(layout.path, true)
    {}

    bool value(Kind kind, const QByteArray& text, qint64 begin) override
    {
        if (m_nested.isOpen())
            m_nested.value(kind, text);
        else if (m_insideColumn)
            return addCell(cellKindOf(kind), text, {begin, m_stream.line()}, m_stream.position());
        return true;
    }
    bool key(const QByteArray& text) override
    {
        if (m_nested.isOpen())
            m_nested.key(text);
        else
            m_key = text;
        return true;
    }
    bool beginObject() override { return begin(true); }
    bool endObject() override { return end(true); }
    bool beginArray() override { return begin(false); }
    bool endArray() override { return end(false); }
    void fault(RejectReason reason) override
    {
        (reason == RejectReason::Encoding ? m_isEncoded : m_isValid) = false;
    }

    /// Row by row, each in the order of its columns.
    const std::vector<Cell>& sortedCells()
    {
        std::sort(m_cells.begin(), m_cells.end(), [](const Cell& a, const Cell& b) {
            return std::tie(a.row, a.column, a.begin) < std::tie(b.row, b.column, b.begin);
        });
        return m_cells;
    }
    const QByteArray& nameOf(const Cell& cell) const { return m_names[cell.column]; }
    QByteArray textOf(const Cell& cell) const
    {
        return m_texts.mid(cell.textBegin, cell.textBytes);
    }

private:
    bool begin(bool isObject)
    {
        if (m_nested.isOpen() || m_insideColumn) {
            if (!m_nested.isOpen()) {
                m_nestedPlace = {m_stream.position(), m_stream.line()};
                m_nestedKey = m_key;
            }
            m_nested.begin(isObject, true);
        } else if (m_path.isAtEnd()) {
            m_insideColumn = true;
            m_hasKeys = isObject;
            m_row = 0;
            m_isNameText = isStorableText(m_key);
            // A name that occurs twice is one column, of which the last cells count.
            const auto known = m_columns.constFind(m_key);
            m_column = known == m_columns.cend() ? static_cast<quint32>(m_names.size()) : *known;
            if (known == m_columns.cend()) {
                m_columns.insert(m_key, m_column);
                m_names.push_back(m_key);
            }
        } else {
            m_path.enter(isObject, m_key);
        }
        return true;
    }
    bool end(bool isObject)
    {
        if (m_nested.isOpen()) {
            if (m_nested.end(isObject, true)) {
                m_key = m_nestedKey;
                return addCell(
                    ListCell::Kind::Nested, m_nested.text(), m_nestedPlace,
                    m_stream.position() + 1);
            }
        } else if (m_insideColumn) {
            m_insideColumn = false;
        } else {
            m_path.leave();
        }
        return true;
    }

    struct Place
    {
        qint64 byte = 0;
        qint64 line = 0;
    };

    // False if there are too many.
    bool addCell(ListCell::Kind kind, const QByteArray& text, const Place& begin, qint64 end)
    {
        if (m_cells.size() >= static_cast<std::size_t>(kMaxColumnsCells))
            return false;
        Cell cell;
        cell.row = static_cast<quint32>(m_hasKeys ? rowOf(m_key) : m_row);
        m_row = cell.row + 1;
        cell.column = m_column;
        cell.begin = static_cast<quint32>(begin.byte);
        cell.bytes = static_cast<quint32>(end - begin.byte);
        cell.line = static_cast<quint32>(begin.line);
        cell.textBegin = static_cast<quint32>(m_texts.size());
        cell.kind = kind;
        cell.isEncoded = m_isEncoded && m_isNameText && isStorableText(text);
        cell.isValid = m_isValid;
        m_isEncoded = true;
        m_isValid = true;
        if (kind != ListCell::Kind::Empty) {
            m_texts += text;
            cell.textBytes = static_cast<quint32>(text.size());
        }
        m_cells.push_back(cell);
        return true;
    }

    // All columns usually have the same keys in the same order.
    std::size_t rowOf(const QByteArray& key)
    {
        if (m_row < m_keys.size() && m_keys[m_row] == key)
            return m_row;
        if (m_keyRows.isEmpty()) {
            for (std::size_t row = 0; row < m_keys.size(); ++row)
                m_keyRows.insert(m_keys[row], row);
        }
        const auto found = m_keyRows.constFind(key);
        if (found != m_keyRows.cend())
            return *found;
        m_keys.push_back(key);
        m_keyRows.insert(key, m_keys.size() - 1);
        return m_keys.size() - 1;
    }

    const JsonFileStream& m_stream;
    JsonPath m_path;
    std::vector<QByteArray> m_names; ///< Of the columns.
    QHash<QByteArray, quint32> m_columns;
    quint32 m_column = 0;
    std::vector<Cell> m_cells;
    std::vector<QByteArray> m_keys; ///< Of the rows, if columns are objects.
    QHash<QByteArray, std::size_t> m_keyRows;
    QByteArray m_texts;
    std::size_t m_row = 0; ///< Where the next cell is expected.
    QByteArray m_key;
    QByteArray m_nestedKey;
    Place m_nestedPlace;
    NestedJson m_nested;
    bool m_insideColumn = false;
    bool m_hasKeys = false;
    bool m_isNameText = true;
    bool m_isEncoded = true;
    bool m_isValid = true;
};

// Hands the rows over.
class RowMaker
{
public:
    RowMaker(const InputFile& file, const ColumnCollector& columns, const ListRowSink& sink)
        : m_file(file)
        , m_columns(columns)
        , m_sink(sink)
    {}

    /// The cells of a row, in the order of its columns.
    Result<void> handOver(std::span<const Cell> cells)
    {
        m_row.cells.clear();
        std::optional<RowVerdict> bad;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const Cell& cell = cells[i];
            const bool isReplaced = i + 1 < cells.size() && cells[i + 1].column == cell.column;
            if (isReplaced)
                continue;
            const QByteArray& name = m_columns.nameOf(cell);
            m_row.cells.push_back({name, cell.kind, m_columns.textOf(cell), qint64{cell.begin}});
            if (!bad && (!cell.isValid || !cell.isEncoded)) {
                bad = RowVerdict{
                    cell.isValid ? RejectReason::Encoding : RejectReason::FieldValue,
                    shownName(name), -1};
            }
        }
        m_first = *std::min_element(cells.begin(), cells.end(), [](const Cell& a, const Cell& b) {
            return a.begin < b.begin;
        });
        ++m_counts.records;
        if (bad)
            return reject(*bad);
        m_row.place = {m_first.line, m_first.begin, m_first.bytes};
        const auto verdict = m_sink.row(m_row);
        if (!verdict)
            return verdict.error();
        return verdict->reason ? reject(*verdict) : Result<void>();
    }

    ListCounts& counts() { return m_counts; }

private:
    Result<void> reject(const RowVerdict& verdict)
    {
        ++m_counts.rejected;
        RejectedLine line;
        line.lineNumber = m_first.line;
        line.byteOffset = m_first.begin;
        line.lineBytes = m_first.bytes;
        line.reason = *verdict.reason;
        line.field = verdict.field;
        line.recordNumber = m_counts.records;
        line.raw.resize(std::min(line.lineBytes, kMaxRawBytes));
        const auto raw = m_file.read(
            line.byteOffset, {line.raw.data(), static_cast<std::size_t>(line.raw.size())});
        if (!raw)
            return raw.error();
        line.raw.truncate(*raw);
        return m_sink.rejected(line);
    }

    const InputFile& m_file;
    const ColumnCollector& m_columns;
    const ListRowSink& m_sink;
    ListRow m_row;
    Cell m_first; ///< Of the row.
    ListCounts m_counts;
};

UserMessage tooLarge(const InputFile& file)
{
    return UserMessage::error(Text::tr("The list is too large to be read by columns"))
        .because(Text::tr("A list that is written column by column may have up to %1 MiB and %2 "
                          "values.")
                     .arg(QString::number(kMaxColumnsBytes / (1024 * 1024)))
                     .arg(QString::number(kMaxColumnsCells)))
        .at(file.path())
        .withRemedy(Text::tr("Export it by rows, in pandas with to_json(orient=\"records\"), or as "
                             "CSV. Then load again."))
        .withCode(u"columns"_s);
}

} // namespace

Result<ListCounts> readJsonColumns(
    const InputFile& file, qint64 skipBytes, const ListLayout& layout, const ListRowSink& sink,
    const CancelToken& cancel)
{
    if (file.size() > kMaxColumnsBytes)
        return tooLarge(file);
    JsonFileStream stream(file, skipBytes);
    ColumnCollector columns(stream, layout);
    JsonReader reader(stream, false);
    JsonLeniency leniency;
    for (stream.skipWhitespace(); !stream.atEnd(); stream.skipWhitespace()) {
        const auto outcome = reader.read(columns);
        if (stream.failure())
            return *stream.failure();
        // It may have grown since it was opened.
        if (outcome == JsonReader::Outcome::Stopped || stream.position() > kMaxColumnsBytes)
            return tooLarge(file);
        if (outcome == JsonReader::Outcome::Broken)
            return notJson(file, stream, reader, 0);
        leniency.add(reader.leniency());
    }
    if (stream.failure())
        return *stream.failure();
    RowMaker rows(file, columns, sink);
    std::span<const Cell> cells(columns.sortedCells());
    while (!cells.empty()) {
        if (cancel.isCancelled())
            return UserMessage::cancelled();
        const auto end = std::find_if(cells.begin(), cells.end(), [&cells](const Cell& cell) {
            return cell.row != cells.front().row;
        });
        const auto count = static_cast<std::size_t>(end - cells.begin());
        if (const auto handedOver = rows.handOver(cells.first(count)); !handedOver)
            return handedOver.error();
        cells = cells.subspan(count);
    }
    ListCounts counts = rows.counts();
    counts.lines = stream.line();
    counts.leniency = leniency;
    return counts;
}

} // namespace faultline
