// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/tables/TableRecognition.h"

#include "sources/fields/FieldNames.h"
#include "sources/tables/ColumnMapping.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace faultline {

namespace {

// Names of the same structure may be spelled differently, and the file's count: they are sensors in
// a wide table, and keys in JSON.
void takeNames(const TableFormat& file, TableFormat& format)
{
    const bool isByPosition = format.shape == TableShape::Delimited;
    std::vector<bool> isTaken(file.columns.size());
    const auto find = [&](const std::string& name, std::size_t position) {
        if (isByPosition)
            return position;
        for (const bool isExact : {true, false}) {
            for (std::size_t i = 0; i < file.columns.size(); ++i) {
                const std::string& own = file.columns[i].name;
                const bool isSame =
                    isExact ? own == name : comparableName(own) == comparableName(name);
                if (isSame && !isTaken[i])
                    return i;
            }
        }
        return file.columns.size();
    };
    for (std::size_t i = 0; i < format.columns.size(); ++i) {
        const std::size_t at = find(format.columns[i].name, i);
        if (at >= file.columns.size())
            continue;
        isTaken[at] = true;
        format.columns[i].name = file.columns[at].name;
    }
}

} // namespace

bool RecognisedTable::hasQuestion(TableQuestion::Kind kind) const
{
    return std::any_of(questions.begin(), questions.end(), [kind](const TableQuestion& question) {
        return question.kind == kind;
    });
}

std::optional<RecognisedTable> recogniseTable(std::string_view sample, std::string_view fileName)
{
    for (const TableSample& table : tableSamples(sample)) {
        if (auto recognised = mapColumns(table, fileName))
            return recognised;
    }
    return std::nullopt;
}

TableFormat formatLike(TableFormat format, const TableFormat& file)
{
    format.dataBegin = file.dataBegin;
    takeNames(file, format);
    return format;
}

std::optional<TableFormat> formatForFile(const TableFormat& format, std::string_view sample)
{
    const std::string structure = format.structure();
    for (const TableSample& table : tableSamples(sample)) {
        if (table.format.structure() != structure)
            continue;
        return formatLike(format, table.format);
    }
    return std::nullopt;
}

} // namespace faultline
