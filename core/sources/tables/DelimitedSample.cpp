// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/fields/FieldNames.h"
#include "sources/tables/RowCells.h"
#include "sources/tables/TableSample.h"
#include "sources/times/TimeLooks.h"

#include <algorithm>
#include <optional>
#include <utility>

using namespace std::string_view_literals;

namespace faultline {

namespace {

constexpr std::size_t kMaxHeadingLines = 60;
constexpr std::size_t kMaxLinesUnderHeader = 3; // of units and descriptions

constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

constexpr bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) > 0x7F;
}

struct HeadRow
{
    std::vector<std::string> cells;
    std::size_t start = 0;
};

// The rows of a text, as they are with a delimiter. The last one may be incomplete, and is left
// out, unless it is the only one behind the header.
std::vector<HeadRow> rowsOf(std::string_view text, std::size_t begin, char delimiter)
{
    const auto delimiters = std::count(text.begin(), text.end(), delimiter);
    const std::size_t columns =
        std::min(kMaxSampleColumns, static_cast<std::size_t>(delimiters) + 1);
    const DelimitedCells splitter(delimiter, '"', columns);
    std::vector<Cell> cells(columns);
    TextArena arena;
    std::vector<HeadRow> rows;
    for (std::size_t at = begin;
         at < text.size() && rows.size() < kMaxSampleRows + kMaxHeadingLines;) {
        arena.clear();
        const RowSplit split = splitter.split(text.substr(at), cells, arena);
        const bool isCut = at + split.bytes == text.size() && text.back() != '\n';
        if (!isCut || rows.size() < 2) {
            HeadRow row{{}, at};
            for (std::size_t i = 0; i < std::min(split.columns, columns) && !split.isBlank; ++i)
                row.cells.emplace_back(cells[i].text);
            rows.push_back(std::move(row));
        }
        at += split.bytes;
    }
    return rows;
}

std::size_t filledCells(const HeadRow& row)
{
    return static_cast<std::size_t>(std::count_if(
        row.cells.begin(), row.cells.end(), [](const auto& cell) { return !cell.empty(); }));
}

// As many cells as the header, apart from empty ones behind these.
bool fits(const HeadRow& header, const HeadRow& row)
{
    const std::size_t columns = header.cells.size();
    return row.cells.size() >= columns
           && std::all_of(
               row.cells.begin() + static_cast<std::ptrdiff_t>(columns), row.cells.end(),
               [](const std::string& cell) { return cell.empty(); });
}

// Whether a row under `header` is data: it has a time where the header has a name.
bool isDataUnder(const HeadRow& header, const HeadRow& row)
{
    if (!fits(header, row))
        return false;
    for (std::size_t i = 0; i < header.cells.size(); ++i) {
        const std::string& cell = row.cells[i];
        if (looksLikeTime(cell) && !looksLikeTime(header.cells[i]))
            return true;
        if (!looksLikeEpoch(cell))
            continue;
        const std::string name = comparableName(header.cells[i]);
        if (rankOfName(RecordKind::Reading, TableField::Time, name) >= 0)
            return true;
    }
    return false;
}

bool isHeader(const HeadRow& row)
{
    const auto hasLetter = [](const std::string& cell) {
        return std::any_of(cell.begin(), cell.end(), isLetter);
    };
    const std::size_t filled = filledCells(row);
    return row.cells.size() >= 2 && (filled >= 2 || filled + 1 >= row.cells.size())
           && filled * 2 >= row.cells.size()
           && std::any_of(row.cells.begin(), row.cells.end(), hasLetter);
}

// The first data row under a header; 0 if there is none.
std::size_t dataRowUnder(const std::vector<HeadRow>& rows, std::size_t header)
{
    const std::size_t end = std::min(rows.size(), header + 1 + kMaxLinesUnderHeader);
    for (std::size_t row = header + 1; row < end; ++row) {
        if (isDataUnder(rows[header], rows[row]))
            return row;
    }
    return 0;
}

// How many of the rows have as many cells as the header.
std::size_t fittingRows(const TableSample& sample)
{
    return sample.rows.size() * sample.format.columns.size();
}

// The rows under a header.
TableSample
sampleUnder(const std::vector<HeadRow>& rows, std::size_t header, std::size_t first, char delimiter)
{
    TableSample sample;
    sample.format.delimiter = delimiter;
    sample.format.dataBegin = static_cast<qint64>(rows[first].start);
    for (const std::string& name : rows[header].cells)
        sample.format.columns.push_back({name});
    for (std::size_t row = first; row < rows.size(); ++row) {
        if (!isDataUnder(rows[header], rows[row]))
            continue;
        sample.rows.push_back(rows[row].cells);
        sample.rows.back().resize(rows[header].cells.size());
    }
    return sample;
}

// As InfluxDB writes them above the header: #datatype,string,double
bool isAnnotation(const HeadRow& row)
{
    const std::string& first = row.cells.front();
    return first.size() > 1 && first[0] == '#' && isLetter(first[1]);
}

// With the header that names most cells: lines before it may look like one too.
std::optional<TableSample> delimitedSample(std::string_view text, std::size_t begin, char delimiter)
{
    const std::vector<HeadRow> rows = rowsOf(text, begin, delimiter);
    std::optional<TableSample> best;
    std::pair<bool, std::size_t> bestRank;
    for (std::size_t header = 0; header < std::min(rows.size(), kMaxHeadingLines); ++header) {
        const std::size_t first = isHeader(rows[header]) ? dataRowUnder(rows, header) : 0;
        if (first == 0)
            continue;
        TableSample sample = sampleUnder(rows, header, first, delimiter);
        const std::pair rank(
            !isAnnotation(rows[header]), sample.rows.size() * filledCells(rows[header]));
        if (rank > bestRank) {
            bestRank = rank;
            best = std::move(sample);
        }
    }
    return best;
}

// `sep=;` in the first line, as spreadsheets write it. Moves behind it.
char namedDelimiter(std::string_view text, std::size_t& begin)
{
    std::string_view line = text.substr(begin, text.substr(begin).find('\n'));
    if (line.size() == text.size() - begin)
        return '\0';
    const std::size_t bytes = line.size() + 1;
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    if (line.size() > 2 && line.front() == '"' && line.back() == '"')
        line = line.substr(1, line.size() - 2);
    if (line.size() != 5 || !line.starts_with("sep="sv) || isLetter(line[4]) || isDigit(line[4])
        || line[4] == '"')
        return '\0';
    begin += bytes;
    return line[4];
}

} // namespace

std::vector<TableSample> delimitedSamples(std::string_view text, std::size_t begin)
{
    std::vector<TableSample> samples;
    const char named = namedDelimiter(text, begin);
    for (const char delimiter : {';', '\t', '|', ','}) {
        if (named != '\0' && named != delimiter)
            continue;
        if (auto sample = delimitedSample(text, begin, delimiter))
            samples.push_back(*std::move(sample));
    }
    // The one that cuts most of the text into cells; the order above where that is equal.
    std::stable_sort(samples.begin(), samples.end(), [](const auto& a, const auto& b) {
        return fittingRows(a) > fittingRows(b);
    });
    return samples;
}

} // namespace faultline
