// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/lists/SensorMapLayout.h"

#include "base/Utf8.h"

#include "sources/lists/CsvRow.h"

#include <algorithm>
#include <vector>

using namespace std::string_view_literals;

namespace faultline {

namespace {

std::string_view firstLine(std::string_view text)
{
    const auto newline = text.find('\n');
    return newline == std::string_view::npos ? text : text.substr(0, newline + 1);
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

bool equalsIgnoringCase(std::string_view text, std::string_view lowerCase)
{
    const auto isSame = [](char a, char b) {
        return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
    };
    return std::equal(text.begin(), text.end(), lowerCase.begin(), lowerCase.end(), isSame);
}

// The first column with one of these names, of which the first one is preferred.
int columnOf(
    const std::vector<std::string_view>& columns, std::initializer_list<std::string_view> names)
{
    for (const std::string_view name : names) {
        const auto found = std::find_if(columns.begin(), columns.end(), [name](auto column) {
            return equalsIgnoringCase(column, name);
        });
        if (found != columns.end())
            return static_cast<int>(found - columns.begin());
    }
    return SensorMapLayout::kNoColumn;
}

struct Header
{
    std::vector<QByteArray> cells;
    qint64 bytes = 0;
    qint64 lines = 0;
};

Header headerOf(std::string_view text, char delimiter)
{
    CsvRow row(delimiter);
    Header header;
    for (std::string_view rest = text; !rest.empty() && !row.isComplete();) {
        const std::string_view line = firstLine(rest);
        row.addLine(line);
        header.bytes += static_cast<qint64>(line.size());
        ++header.lines;
        rest.remove_prefix(line.size());
    }
    if (row.isComplete()) {
        header.cells = row.cells();
        return header;
    }
    const std::string_view line = firstLine(text);
    return {cellsOf(withoutLineEnd(line), delimiter), static_cast<qint64>(line.size()), 1};
}

} // namespace

std::string_view trimmedCell(std::string_view cell)
{
    const auto isPadding = [](char c) { return c == ' ' || c == '\t' || c == '"' || c == '\r'; };
    while (!cell.empty() && isPadding(cell.front()))
        cell.remove_prefix(1);
    while (!cell.empty() && isPadding(cell.back()))
        cell.remove_suffix(1);
    return cell;
}

std::optional<SensorMapLayout> SensorMapLayout::fromHeader(std::string_view text)
{
    for (const char delimiter : {';', ',', '\t'}) {
        const Header header = headerOf(text, delimiter);
        if (hasLoneReturn(text.substr(0, static_cast<std::size_t>(header.bytes))))
            continue;
        std::vector<std::string_view> names;
        for (const QByteArray& cell : header.cells)
            names.push_back(trimmedCell({cell.constData(), static_cast<std::size_t>(cell.size())}));
        const auto equipment = std::find(names.begin(), names.end(), "equipment_id"sv);
        const auto sensor = std::find(names.begin(), names.end(), "sensor_id"sv);
        if (equipment == names.end() || sensor == names.end())
            continue;
        SensorMapLayout layout;
        layout.delimiter = delimiter;
        layout.equipmentColumn = static_cast<int>(equipment - names.begin());
        layout.sensorColumn = static_cast<int>(sensor - names.begin());
        layout.columns = static_cast<int>(names.size());
        layout.headerBytes = header.bytes;
        layout.headerLines = header.lines;
        layout.validFromColumn = columnOf(names, {"valid_from"sv, "since"sv, "from"sv});
        layout.validToColumn = columnOf(names, {"valid_to"sv, "until"sv, "to"sv});
        for (int column = 0; column < layout.columns; ++column) {
            const bool isUsed = column == layout.equipmentColumn || column == layout.sensorColumn
                                || column == layout.validFromColumn
                                || column == layout.validToColumn;
            if (!isUsed)
                layout.otherColumns << decodedUtf8(names[static_cast<std::size_t>(column)]);
        }
        return layout;
    }
    return std::nullopt;
}

} // namespace faultline
