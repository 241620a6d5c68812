// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/lists/ListSample.h"

#include "sources/fields/FieldNames.h"
#include "sources/lists/CsvHeader.h"
#include "sources/lists/CsvRow.h"
#include "sources/lists/ListRecognition.h"
#include "sources/tables/TableRecognition.h"
#include "sources/times/TimeLooks.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <utility>

using namespace std::string_view_literals;

namespace faultline {

namespace {

constexpr qsizetype kMaxNameBytes = 256;

std::string_view view(const QByteArray& bytes)
{
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

bool hasLetter(const QByteArray& name)
{
    return std::any_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
               || static_cast<unsigned char>(c) >= 0x80;
    });
}

// Two different names at least, and no line of a log or of data.
bool isHeader(const QList<QByteArray>& names)
{
    std::set<QByteArray> different;
    for (const QByteArray& name : names) {
        if (name.size() > kMaxNameBytes || looksLikeTime(view(name)))
            return false;
        if (!name.isEmpty() && !(hasLetter(name) && different.insert(name).second))
            return false;
    }
    return different.size() >= 2 && different.size() * 2 >= static_cast<std::size_t>(names.size());
}

// As many cells as the header, apart from empty ones behind these.
bool fits(const std::vector<QByteArray>& cells, std::size_t columns)
{
    return cells.size() >= columns
           && std::all_of(
               cells.begin() + static_cast<std::ptrdiff_t>(columns), cells.end(),
               [](const QByteArray& cell) { return cell.isEmpty(); });
}

std::vector<std::vector<std::string>> rowsBehind(const ListLayout& header, std::string_view text)
{
    std::vector<std::vector<std::string>> rows;
    const auto columns = static_cast<std::size_t>(header.names.size());
    CsvRow row(header.delimiter);
    text.remove_prefix(static_cast<std::size_t>(header.headerBytes));
    while (!text.empty() && rows.size() < kMaxSampleRows) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        row.addLine(line);
        // The last one may be cut off.
        if (!row.isComplete() || (text.empty() && !rows.empty()))
            continue;
        if (fits(row.cells(), columns)) {
            std::vector<std::string>& cells = rows.emplace_back();
            for (std::size_t i = 0; i < columns; ++i)
                cells.emplace_back(trimmedCell(view(row.cells()[i])));
        }
        row.beginNext();
    }
    return rows;
}

std::vector<ListSample> csvSamples(std::string_view text)
{
    std::vector<ListSample> samples;
    for (ListLayout& header : csvHeaders(text)) {
        if (!isHeader(header.names))
            continue;
        ListSample sample;
        sample.table.rows = rowsBehind(header, text);
        if (sample.table.rows.empty())
            continue;
        TableFormat& format = sample.table.format;
        format.delimiter = header.delimiter;
        // A list has no numbers to read.
        format.decimalMark = '.';
        format.dataBegin = header.headerBytes;
        for (const QByteArray& name : std::as_const(header.names))
            format.columns.push_back({name.toStdString()});
        sample.layout = std::move(header);
        samples.push_back(std::move(sample));
    }
    return samples;
}

std::vector<ListSample> objectSamples(std::string_view text, std::size_t begin)
{
    constexpr std::size_t kMinColumns = 2;
    std::vector<ListSample> samples;
    for (TableSample& table : jsonSamples(text, begin, InnerObjects::AreValues)) {
        if (table.format.columns.size() < kMinColumns)
            continue;
        ListSample sample;
        const bool isArray = text[begin] == '[' || !table.format.path.empty();
        sample.layout.shape = isArray ? ListLayout::Shape::Objects : ListLayout::Shape::Sequence;
        for (const std::string& key : table.format.path)
            sample.layout.path << QByteArray::fromStdString(key);
        sample.table = std::move(table);
        samples.push_back(std::move(sample));
    }
    return samples;
}

std::size_t cellsOf(const ListSample& sample)
{
    return sample.table.rows.size() * sample.table.format.columns.size();
}

void giveFields(
    TableFormat& list, RecordKind kind, std::span<const TableField> fields,
    const std::vector<std::string>& names)
{
    // What has a field keeps it.
    std::vector<std::string> free = names;
    for (std::size_t i = 0; i < free.size(); ++i) {
        if (list.columns[i].field != TableField::Ignored)
            free[i].clear();
    }
    const QList<int> assigned = assignedNames(kind, fields, free);
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (const int at = assigned[static_cast<qsizetype>(i)]; at >= 0)
            list.columns[static_cast<std::size_t>(at)].field = fields[i];
    }
}

} // namespace

std::vector<ListSample> listSamples(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(" \t\r\n"sv);
    if (first == std::string_view::npos || text.find('\0') != std::string_view::npos)
        return {};
    const bool isJson = text[first] == '{' || text[first] == '[';
    auto samples = isJson ? objectSamples(text, first) : csvSamples(text);
    for (ListSample& sample : samples)
        sample.table.format.layout = TableLayout::List;
    // No database keeps a NUL, which an escape in JSON gives.
    std::erase_if(samples, [](const ListSample& each) { return each.table.format.hasNul(); });
    std::stable_sort(samples.begin(), samples.end(), [](const auto& a, const auto& b) {
        return cellsOf(a) > cellsOf(b);
    });
    return samples;
}

std::optional<ListSample> chosenSample(const TableFormat& chosen, std::string_view text)
{
    const std::string structure = chosen.structure();
    for (ListSample& sample : listSamples(text)) {
        if (sample.table.format.structure() != structure)
            continue;
        sample.table.format = formatLike(chosen, sample.table.format);
        return std::move(sample);
    }
    return std::nullopt;
}

Result<std::optional<ListSample>>
chosenSample(const TableFormat& chosen, const InputFile& file, qint64 skipBytes)
{
    std::string text(static_cast<std::size_t>(kListSampleBytes - skipBytes), '\0');
    const auto count = file.read(skipBytes, text);
    if (!count)
        return count.error();
    text.resize(static_cast<std::size_t>(*count));
    auto sample = chosenSample(chosen, text);
    if (sample) {
        sample->layout.hasEquipment = chosen.has(TableField::Code);
        sample->layout.hasMap = chosen.has(TableField::Sensor);
    }
    return sample;
}

void nameFields(TableFormat& list, ListSubjects subjects)
{
    std::vector<std::string> names;
    for (TableColumn& column : list.columns) {
        column.field = TableField::Ignored;
        names.push_back(comparableName(column.name));
    }
    if (subjects.sensors) {
        constexpr std::array kFields{
            TableField::Equipment, TableField::Sensor, TableField::ValidFrom, TableField::ValidTo};
        giveFields(list, RecordKind::SensorMap, kFields, names);
    }
    if (!subjects.equipment)
        return;
    constexpr std::array kFields{TableField::Equipment, TableField::Code, TableField::Group};
    const std::span<const TableField> fields = kFields;
    giveFields(list, RecordKind::Equipment, subjects.sensors ? fields.subspan(1) : fields, names);
    for (TableColumn& column : list.columns) {
        if (!subjects.sensors && column.field == TableField::Ignored && !column.name.empty())
            column.field = TableField::Attribute;
    }
}

} // namespace faultline
