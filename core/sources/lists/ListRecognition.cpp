// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/lists/ListRecognition.h"

#include "base/Utf8.h"
#include "sources/json/JsonTree.h"
#include "sources/lists/CsvRow.h"
#include "sources/lists/ListNames.h"
#include "sources/lists/ListRow.h"

#include <QSet>

#include <algorithm>
#include <vector>

using namespace std::string_view_literals;

namespace faultline {

namespace {

constexpr auto kDelimiters = ";,\t|"sv;
constexpr qsizetype kMaxNamedRows = 100; ///< Rows of objects whose keys are looked at.
constexpr qsizetype kMaxPath = 6;        ///< Levels of objects around the rows.

std::string_view firstLine(std::string_view text)
{
    const auto newline = text.find('\n');
    return newline == std::string_view::npos ? text : text.substr(0, newline + 1);
}

bool isBlank(std::string_view line)
{
    return line.find_first_not_of(" \t\r\n"sv) == std::string_view::npos;
}

// Outside quotes, and not in a line end. Otherwise rows that end with lone carriage returns would
// all become the header.
bool hasLoneReturn(std::string_view row)
{
    row = withoutLineEnd(row);
    bool isQuoted = false;
    for (const char c : row) {
        if (c == '"')
            isQuoted = !isQuoted;
        if (c == '\r' && !isQuoted)
            return true;
    }
    return false;
}

std::vector<QByteArray> cellsOf(std::string_view line, char delimiter)
{
    std::vector<QByteArray> cells;
    for (;;) {
        const std::string_view cell = line.substr(0, line.find(delimiter));
        cells.emplace_back(cell.data(), static_cast<qsizetype>(cell.size()));
        if (cell.size() == line.size())
            return cells;
        line.remove_prefix(cell.size() + 1);
    }
}

// The name of a column becomes that of an attribute, whatever its bytes are.
QByteArray storableName(const QByteArray& name)
{
    return isStorableText(name)
               ? name
               : readableText({name.constData(), static_cast<std::size_t>(name.size())}).toUtf8();
}

// The lines before the header: blank ones, and "sep=;", which tells Excel the delimiter.
struct Preamble
{
    std::string_view delimiters = kDelimiters; ///< Those that are possible.
    std::size_t bytes = 0;
    qint64 lines = 0;
};

Preamble preambleOf(std::string_view text)
{
    Preamble preamble;
    while (preamble.bytes < text.size()) {
        const std::string_view line = firstLine(text.substr(preamble.bytes));
        std::string_view content = withoutLineEnd(line);
        if (content.size() > 2 && content.front() == '"' && content.back() == '"')
            content = content.substr(1, content.size() - 2);
        const bool namesDelimiter =
            preamble.delimiters.size() > 1 && content.size() == 5
            && (content.starts_with("sep="sv) || content.starts_with("SEP="sv))
            && kDelimiters.find(content.back()) != std::string_view::npos;
        if (!namesDelimiter && !isBlank(line))
            break;
        if (namesDelimiter)
            preamble.delimiters = kDelimiters.substr(kDelimiters.find(content.back()), 1);
        preamble.bytes += line.size();
        ++preamble.lines;
    }
    return preamble;
}

ListLayout headerOf(std::string_view text, const Preamble& preamble, char delimiter)
{
    ListLayout layout;
    layout.shape = ListLayout::Shape::Delimited;
    layout.delimiter = delimiter;
    const std::string_view table = text.substr(preamble.bytes);
    CsvRow row(delimiter);
    std::size_t bytes = 0;
    while (bytes < table.size() && !row.isComplete()) {
        const std::string_view line = firstLine(table.substr(bytes));
        row.addLine(line);
        bytes += line.size();
        ++layout.headerLines;
    }
    std::vector<QByteArray> cells = row.cells();
    // An unclosed quote costs only its line, as in other rows.
    if (!row.isComplete()) {
        const std::string_view line = firstLine(table);
        cells = cellsOf(withoutLineEnd(line), delimiter);
        bytes = line.size();
        layout.headerLines = 1;
    }
    for (const QByteArray& cell : cells) {
        const auto name = trimmedCell({cell.constData(), static_cast<std::size_t>(cell.size())});
        layout.names << storableName({name.data(), static_cast<qsizetype>(name.size())});
    }
    layout.headerBytes = static_cast<qint64>(preamble.bytes) + static_cast<qint64>(bytes);
    layout.headerLines += preamble.lines;
    return layout;
}

struct Recognised
{
    std::optional<ListLayout> layout;
    QString why; ///< If there is none.
};

// None if they aren't those of a list; `why` keeps the first reason.
bool take(const QList<QByteArray>& names, bool isJson, ListLayout& layout, QString& why)
{
    const ListNames meaning = ListNames::of(names, isJson);
    layout.hasEquipment = meaning.hasEquipment;
    layout.hasMap = meaning.hasMap;
    if (why.isEmpty())
        why = meaning.why;
    return meaning.isList();
}

Recognised recogniseDelimited(std::string_view text)
{
    const Preamble preamble = preambleOf(text);
    Recognised result;
    for (const char delimiter : preamble.delimiters) {
        ListLayout layout = headerOf(text, preamble, delimiter);
        const auto header =
            text.substr(preamble.bytes)
                .substr(0, static_cast<std::size_t>(layout.headerBytes) - preamble.bytes);
        if (hasLoneReturn(header))
            continue;
        if (take(layout.names, false, layout, result.why)) {
            result.layout = layout;
            return result;
        }
    }
    return result;
}

// Searches a JSON document for the rows of a list.
class RowSearch
{
public:
    explicit RowSearch(const std::vector<JsonNode>& values)
    {
        if (values.empty())
            return;
        const JsonNode& first = values.front();
        if (first.kind != JsonNode::Kind::Object) {
            look(first);
            return;
        }
        // One value may be a row, or have the rows.
        if (values.size() > 1 ? takeKeys(values) : takeRow(first))
            found(ListLayout::Shape::Sequence);
        else
            look(first);
    }

    const Recognised& result() const { return m_result; }

private:
    bool takeNames(const QList<QByteArray>& names)
    {
        return take(names, true, m_layout, m_result.why);
    }
    // The keys of all rows: one may lack what others have.
    bool takeKeys(const std::vector<JsonNode>& rows)
    {
        QList<QByteArray> names;
        QSet<QByteArray> known;
        qsizetype count = 0;
        for (const JsonNode& row : rows) {
            if (++count > kMaxNamedRows)
                break;
            if (row.kind == JsonNode::Kind::Object)
                addKeys(row, names, known);
        }
        return takeNames(names);
    }
    static void addKeys(const JsonNode& row, QList<QByteArray>& names, QSet<QByteArray>& known)
    {
        for (const JsonNode& item : row.items) {
            const auto before = known.size();
            known.insert(item.key);
            if (known.size() > before)
                names << item.key;
        }
    }
    // An object whose own values, not counting objects and arrays, are those of a row.
    bool takeRow(const JsonNode& row)
    {
        QList<QByteArray> names;
        for (const JsonNode& item : row.items) {
            if (!item.isContainer())
                names << item.key;
        }
        return takeNames(names);
    }
    bool takeRowArrays(const JsonNode& node)
    {
        const JsonNode* const columns = node.item("columns"sv);
        const JsonNode* const data = node.item("data"sv);
        // The rows must follow the names, since both are read only once.
        if (!columns || columns->kind != JsonNode::Kind::Array || !data || data < columns
            || data->kind != JsonNode::Kind::Array)
            return false;
        QList<QByteArray> names;
        for (const JsonNode& column : columns->items) {
            if (column.kind != JsonNode::Kind::Text)
                return false;
            names << storableName(column.text);
        }
        if (!takeNames(names))
            return false;
        m_layout.names = names;
        return true;
    }
    bool takeColumns(const JsonNode& node)
    {
        QList<QByteArray> names;
        for (const JsonNode& column : node.items) {
            const bool isColumn =
                column.isContainer()
                && std::none_of(column.items.begin(), column.items.end(), [](const auto& cell) {
                       return cell.kind == JsonNode::Kind::Object;
                   });
            if (isColumn)
                names << column.key;
        }
        return takeNames(names);
    }
    bool takeMembers(const JsonNode& node)
    {
        const bool areObjects =
            !node.items.empty()
            && std::all_of(node.items.begin(), node.items.end(), [](const JsonNode& item) {
                   return item.kind == JsonNode::Kind::Object;
               });
        return areObjects && takeRow(node.items.front()) && takeKeys(node.items);
    }

    bool look(const JsonNode& node)
    {
        if (node.kind == JsonNode::Kind::Array)
            return takeKeys(node.items) && found(ListLayout::Shape::Objects);
        if (node.kind != JsonNode::Kind::Object)
            return false;
        if (takeRowArrays(node)) {
            m_layout.path << "data";
            return found(ListLayout::Shape::RowArrays);
        }
        if (takeColumns(node))
            return found(ListLayout::Shape::Columns);
        if (takeMembers(node))
            return found(ListLayout::Shape::Members);
        if (m_layout.path.size() >= kMaxPath)
            return false;
        return std::any_of(node.items.begin(), node.items.end(), [this](const JsonNode& item) {
            m_layout.path << item.key;
            const bool isFound = look(item);
            if (!isFound)
                m_layout.path.removeLast();
            return isFound;
        });
    }
    bool found(ListLayout::Shape shape)
    {
        m_layout.shape = shape;
        m_result.layout = m_layout;
        return true;
    }

    ListLayout m_layout;
    Recognised m_result;
};

// A line of a log may begin with a bracket too.
bool isObjects(std::string_view json)
{
    const auto second = json.find_first_not_of(" \t\r\n"sv, 1);
    return json.front() == '{' || (second != std::string_view::npos && json[second] == '{');
}

Recognised recognise(std::string_view text)
{
    const auto start = text.find_first_not_of(" \t\r\n"sv);
    if (start == std::string_view::npos)
        return {};
    if (text[start] == '{' || text[start] == '[') {
        const JsonTree tree = readJsonTree(text);
        Recognised result = RowSearch(tree.values).result();
        if (!result.layout && result.why.isEmpty() && isObjects(text.substr(start)))
            result.why = tree.problem;
        return result;
    }
    return recogniseDelimited(text);
}

} // namespace

std::optional<ListLayout> recogniseList(std::string_view text)
{
    return recognise(text).layout;
}

Result<std::optional<ListLayout>> recogniseList(const InputFile& file, qint64 skipBytes)
{
    std::vector<char> buffer(static_cast<std::size_t>(kListSampleBytes));
    const auto count = file.read(skipBytes, buffer);
    if (!count)
        return count.error();
    const std::string_view text(buffer.data(), static_cast<std::size_t>(*count));
    auto layout = recogniseList(text);
    // A header that may be longer than the sample isn't known.
    const bool isCutOff = layout && layout->shape == ListLayout::Shape::Delimited
                          && layout->headerBytes == kListSampleBytes && !text.ends_with('\n');
    if (isCutOff)
        layout.reset();
    return layout;
}

QString whyNoList(std::string_view text)
{
    return recognise(text).why;
}

} // namespace faultline
