// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/lists/ListRecognition.h"

#include "sources/json/JsonTree.h"
#include "sources/lists/CsvHeader.h"
#include "sources/lists/ListNames.h"
#include "sources/lists/ListRow.h"

#include <QSet>

#include <algorithm>
#include <vector>

using namespace std::string_view_literals;

namespace faultline {

namespace {

constexpr qsizetype kMaxNamedRows = 100; ///< Rows of objects whose keys are looked at.
constexpr qsizetype kMaxPath = 6;        ///< Levels of objects around the rows.

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
    Recognised result;
    for (ListLayout& layout : csvHeaders(text)) {
        if (take(layout.names, false, layout, result.why)) {
            result.layout = std::move(layout);
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
