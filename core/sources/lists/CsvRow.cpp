// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/lists/CsvRow.h"

#include <csv.h>

#include <new>

using namespace std::string_view_literals;

namespace faultline {

std::string_view withoutLineEnd(std::string_view line)
{
    if (line.ends_with('\n'))
        line.remove_suffix(1);
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return line;
}

std::string_view trimmedCell(std::string_view cell)
{
    const auto isPadding = [](char c) { return c == ' ' || c == '\t' || c == '"' || c == '\r'; };
    while (!cell.empty() && isPadding(cell.front()))
        cell.remove_prefix(1);
    while (!cell.empty() && isPadding(cell.back()))
        cell.remove_suffix(1);
    return cell;
}

CsvRow::CsvRow(char delimiter)
    : m_delimiter(delimiter)
    , m_parser(std::make_unique<csv_parser>())
{
    startParser();
}

CsvRow::~CsvRow()
{
    csv_free(m_parser.get());
}

void CsvRow::addLine(std::string_view line)
{
    feed(withoutLineEnd(line));
    feed("\n"sv);
}

void CsvRow::beginNext()
{
    if (!m_isComplete) {
        csv_free(m_parser.get());
        startParser();
    }
    m_cells.clear();
    m_isComplete = false;
}

qsizetype CsvRow::cellStart(std::string_view row, char delimiter, int cell)
{
    const std::string_view content = withoutLineEnd(row);
    CsvRow reader(delimiter);
    std::size_t start = 0;
    // Byte by byte: only the parser knows which of the delimiters and quotes count.
    while (start < content.size() && static_cast<int>(reader.m_cells.size()) < cell)
        reader.feed(content.substr(start++, 1));
    return static_cast<qsizetype>(start);
}

void CsvRow::startParser()
{
    csv_init(m_parser.get(), CSV_APPEND_NULL);
    csv_set_delim(m_parser.get(), static_cast<unsigned char>(m_delimiter));
    // A lone carriage return doesn't end a row: the rest of its line would be part of the next one.
    csv_set_term_func(m_parser.get(), [](unsigned char c) { return c == '\n' ? 1 : 0; });
}

void CsvRow::feed(std::string_view text)
{
    const auto addCell = [](void* bytes, std::size_t size, void* self) {
        static_cast<CsvRow*>(self)->m_cells.emplace_back(
            static_cast<const char*>(bytes), static_cast<qsizetype>(size));
    };
    const auto endRow = [](int /*lastCharacter*/, void* self) {
        static_cast<CsvRow*>(self)->m_isComplete = true;
    };
    // It isn't strict, so it stops early only when out of memory.
    if (csv_parse(m_parser.get(), text.data(), text.size(), addCell, endRow, this) != text.size())
        throw std::bad_alloc();
}

} // namespace faultline
