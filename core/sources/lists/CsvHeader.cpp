// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/lists/CsvHeader.h"

#include "base/Utf8.h"
#include "sources/lists/CsvRow.h"
#include "sources/lists/ListRow.h"

using namespace std::string_view_literals;

namespace faultline {

namespace {

constexpr auto kDelimiters = ";,\t|"sv;

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

} // namespace

QByteArray storableName(const QByteArray& name)
{
    return isStorableText(name)
               ? name
               : readableText({name.constData(), static_cast<std::size_t>(name.size())}).toUtf8();
}

std::vector<ListLayout> csvHeaders(std::string_view text)
{
    const Preamble preamble = preambleOf(text);
    std::vector<ListLayout> headers;
    for (const char delimiter : preamble.delimiters) {
        ListLayout layout = headerOf(text, preamble, delimiter);
        const auto header =
            text.substr(preamble.bytes)
                .substr(0, static_cast<std::size_t>(layout.headerBytes) - preamble.bytes);
        if (!hasLoneReturn(header))
            headers.push_back(std::move(layout));
    }
    return headers;
}

} // namespace faultline
