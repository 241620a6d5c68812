// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/tables/TableSample.h"

#include "sources/records/RecordCutter.h"
#include "sources/tables/FieldWords.h"
#include "sources/tables/JsonCursor.h"
#include "sources/tables/RowCells.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <unordered_map>

using namespace std::string_view_literals;

namespace faultline {

namespace {

constexpr std::size_t kMaxColumns = 8192;
constexpr std::size_t kMaxRows = 200;
constexpr std::size_t kMaxHeadingLines = 60;
constexpr std::size_t kMaxLinesUnderHeader = 3; // of units and descriptions
constexpr std::size_t kMaxPathDepth = 5;
constexpr std::size_t kMaxArrays = 8;

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
    const std::size_t columns = std::min(kMaxColumns, static_cast<std::size_t>(delimiters) + 1);
    const DelimitedCells splitter(delimiter, '"', columns);
    std::vector<Cell> cells(columns);
    TextArena arena;
    std::vector<HeadRow> rows;
    for (std::size_t at = begin; at < text.size() && rows.size() < kMaxRows + kMaxHeadingLines;) {
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
        const auto word = fieldOfName(normalisedName(header.cells[i]));
        if (word && word->field == TableField::Time)
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

// With the header that names most cells: lines before it may look like one too.
std::optional<TableSample> delimitedSample(std::string_view text, std::size_t begin, char delimiter)
{
    const std::vector<HeadRow> rows = rowsOf(text, begin, delimiter);
    std::optional<TableSample> best;
    std::size_t bestCells = 0;
    for (std::size_t header = 0; header < std::min(rows.size(), kMaxHeadingLines); ++header) {
        const std::size_t first = isHeader(rows[header]) ? dataRowUnder(rows, header) : 0;
        if (first == 0)
            continue;
        TableSample sample = sampleUnder(rows, header, first, delimiter);
        const std::size_t cells = sample.rows.size() * filledCells(rows[header]);
        if (cells > bestCells) {
            bestCells = cells;
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

// A key and its colon.
std::optional<std::string> takeKey(JsonCursor& cursor, TextArena& arena)
{
    bool hasEscapes = false;
    const auto raw = cursor.takeString(hasEscapes);
    if (!raw)
        return std::nullopt;
    const auto key = unescapedJson(*raw, arena);
    cursor.skipSpace();
    if (!key || !cursor.skip(':'))
        return std::nullopt;
    cursor.skipSpace();
    return std::string(*key);
}

// Reads objects, whatever their keys, into a sample.
class ObjectReader
{
public:
    explicit ObjectReader(TableSample& sample)
        : m_sample(sample)
    {}

    // The object at the cursor; false if it isn't complete.
    bool read(JsonCursor& cursor)
    {
        std::vector<std::string> row(m_sample.format.columns.size());
        if (!cursor.skip('{'))
            return false;
        cursor.skipSpace();
        while (!cursor.skip('}')) {
            if (!readMember(cursor, row))
                return false;
            cursor.skipSpace();
            if (cursor.skip(','))
                cursor.skipSpace();
            else if (!cursor.isNext('}'))
                return false;
        }
        m_sample.rows.push_back(std::move(row));
        return true;
    }

private:
    bool readMember(JsonCursor& cursor, std::vector<std::string>& row)
    {
        m_arena.clear();
        const auto key = takeKey(cursor, m_arena);
        if (!key)
            return false;
        std::string text;
        bool hasEscapes = false;
        if (cursor.isNext('{') || cursor.isNext('[')) {
            return cursor.skipNested();
        } else if (cursor.isNext('"')) {
            const auto value = cursor.takeString(hasEscapes);
            text = value ? std::string(unescapedJson(*value, m_arena).value_or("")) : "";
            if (!value)
                return false;
        } else {
            const auto word = cursor.takeWord();
            if (!word)
                return false;
            text = *word == "null"sv ? "" : std::string(*word);
        }
        store(*key, std::move(text), row);
        return true;
    }
    void store(const std::string& key, std::string text, std::vector<std::string>& row)
    {
        const auto [at, isNew] = m_columns.emplace(key, m_columns.size());
        if (at->second >= kMaxColumns)
            return;
        if (isNew) {
            m_sample.format.columns.push_back({key});
            for (auto& earlier : m_sample.rows)
                earlier.emplace_back();
        }
        row.resize(m_sample.format.columns.size());
        row[at->second] = std::move(text);
    }

    TableSample& m_sample;
    TextArena m_arena;
    std::unordered_map<std::string, std::size_t> m_columns;
};

// Objects from `begin` on: one a line, or one after another.
std::optional<TableSample> objectSample(
    std::string_view text, std::size_t begin, TableShape shape, std::vector<std::string> path)
{
    TableSample sample;
    sample.format.shape = shape;
    sample.format.path = std::move(path);
    sample.format.dataBegin = static_cast<qint64>(begin);
    ObjectReader reader(sample);
    const bool isLine = shape == TableShape::JsonLines;
    RecordCutter cutter = isLine ? RecordCutter::lines() : RecordCutter::elements();
    std::string_view rest = text.substr(begin);
    for (std::size_t i = 0; i < kMaxRows; ++i) {
        const auto cut = cutter.cut(rest, 1, true);
        if (cut.records == 0)
            break;
        JsonCursor cursor(rest.substr(0, cut.bytes), isLine);
        cursor.skipSpace();
        const bool isRead = reader.read(cursor);
        if (i == 0 && !isRead)
            return std::nullopt;
        rest.remove_prefix(cut.bytes);
    }
    for (auto& row : sample.rows)
        row.resize(sample.format.columns.size());
    return sample;
}

// The arrays of objects inside the object at the cursor, which may be cut off.
void findArrays(
    std::string_view text, JsonCursor& cursor, std::vector<std::string>& path,
    std::vector<TableSample>& samples)
{
    TextArena arena;
    cursor.skip('{');
    cursor.skipSpace();
    while (cursor.isNext('"') && samples.size() < kMaxArrays) {
        bool hasEscapes = false;
        const auto key = takeKey(cursor, arena);
        if (!key)
            return;
        path.push_back(*key);
        JsonCursor inside = cursor;
        if (inside.skip('[')) {
            inside.skipSpace();
            if (inside.isNext('{')) {
                if (auto sample =
                        objectSample(text, inside.position(), TableShape::JsonElements, path))
                    samples.push_back(*std::move(sample));
            }
        } else if (inside.isNext('{') && path.size() < kMaxPathDepth) {
            findArrays(text, inside, path, samples);
        }
        path.pop_back();
        const bool isNested = cursor.isNext('{') || cursor.isNext('[');
        const bool isTaken = isNested             ? cursor.skipNested()
                             : cursor.isNext('"') ? cursor.takeString(hasEscapes).has_value()
                                                  : cursor.takeWord().has_value();
        cursor.skipSpace();
        if (!isTaken || !cursor.skip(','))
            return;
        cursor.skipSpace();
    }
}

std::vector<TableSample> jsonSamples(std::string_view text, std::size_t begin)
{
    std::vector<TableSample> samples;
    const auto add = [&](std::size_t at, TableShape shape) {
        if (auto sample = objectSample(text, at, shape, {}))
            samples.push_back(*std::move(sample));
    };
    // Positions are those of the file.
    JsonCursor cursor(text, false);
    cursor.moveTo(begin);
    if (cursor.skip('[')) {
        cursor.skipSpace();
        if (cursor.isNext('{'))
            add(cursor.position(), TableShape::JsonElements);
        return samples;
    }
    add(begin, TableShape::JsonLines);
    // On several lines, or several on one.
    if (samples.empty())
        add(begin, TableShape::JsonElements);
    std::vector<std::string> path;
    findArrays(text, cursor, path, samples);
    return samples;
}

// Two or three numbers, the first of them at `at`, with the same separator between them; a name may
// be in the place of the month. Moves behind them.
bool skipDate(std::string_view text, std::size_t& at)
{
    std::size_t digits = 0;
    const auto skipPart = [&](bool mayBeName) {
        const std::size_t start = at;
        while (at < text.size() && isDigit(text[at]))
            ++at;
        digits += at - start;
        if (at == start && mayBeName) {
            while (at < text.size() && isLetter(text[at]))
                ++at;
            digits += at - start >= 3 ? 2 : 0;
        }
        return at > start && at - start <= 10;
    };
    if (!skipPart(false) || at == text.size() || "-/. "sv.find(text[at]) == std::string_view::npos)
        return false;
    const char separator = text[at++];
    if (!skipPart(true) || at == text.size() || text[at] != separator)
        return false;
    ++at;
    return skipPart(false) && digits >= 5 && digits <= 8;
}

bool skipTimeOfDay(std::string_view text, std::size_t& at)
{
    const std::size_t start = at;
    while (at < text.size()
           && (isDigit(text[at]) || ":.,"sv.find(text[at]) != std::string_view::npos))
        ++at;
    const std::string_view time = text.substr(start, at - start);
    const std::size_t colon = time.find(':');
    if ((colon != 1 && colon != 2) || colon + 1 == time.size())
        return false;
    // AM, PM, or a zone.
    constexpr std::size_t kMaxZoneBytes = 33;
    return text.size() - at <= kMaxZoneBytes;
}

// 20210518T142000
bool isCompact(std::string_view text)
{
    constexpr std::size_t kDayBytes = 8;
    return text.size() > kDayBytes + 4 && (text[kDayBytes] == 'T' || text[kDayBytes] == ' ')
           && std::all_of(text.begin(), text.begin() + kDayBytes, isDigit)
           && std::all_of(text.begin() + kDayBytes + 1, text.begin() + kDayBytes + 5, isDigit);
}

} // namespace

bool looksLikeDate(std::string_view text)
{
    std::size_t at = 0;
    return skipDate(text, at) && at == text.size();
}

bool looksLikeTimeOfDay(std::string_view text)
{
    std::size_t at = 0;
    return skipTimeOfDay(text, at);
}

bool looksLikeTime(std::string_view text)
{
    std::size_t at = 0;
    if (isCompact(text))
        return true;
    if (!skipDate(text, at))
        return false;
    if (at == text.size())
        return true;
    if (text[at] == ',')
        ++at;
    if (at == text.size() || "Tt _:"sv.find(text[at]) == std::string_view::npos)
        return false;
    ++at;
    return skipTimeOfDay(text, at);
}

bool looksLikeEpoch(std::string_view text)
{
    const std::string_view whole = text.substr(0, text.find('.'));
    qint64 value = 0;
    const auto [end, error] = std::from_chars(whole.data(), whole.data() + whole.size(), value);
    if (error != std::errc() || end != whole.data() + whole.size())
        return false;
    constexpr qint64 kFirst = 631'152'000;
    constexpr qint64 kLast = 4'102'444'800;
    for (const qint64 unit : {qint64{1}, qint64{1'000}, qint64{1'000'000}}) {
        if (value >= kFirst * unit && value < kLast * unit)
            return true;
    }
    return false;
}

std::vector<TableSample> tableSamples(std::string_view text)
{
    constexpr auto kByteOrderMark = "\xEF\xBB\xBF"sv;
    const std::size_t begin = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
    const std::size_t first = text.find_first_not_of(" \t\r\n", begin);
    if (first == std::string_view::npos)
        return {};
    if (text[first] == '{' || text[first] == '[')
        return jsonSamples(text, first);
    return delimitedSamples(text, begin);
}

} // namespace faultline
