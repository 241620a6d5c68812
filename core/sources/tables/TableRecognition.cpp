// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/tables/TableRecognition.h"

#include "sources/tables/ColumnMapping.h"

#include <algorithm>

namespace faultline {

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

std::optional<TableFormat> formatForFile(const TableFormat& format, std::string_view sample)
{
    const std::string structure = format.structure();
    for (const TableSample& table : tableSamples(sample)) {
        if (table.format.structure() != structure)
            continue;
        TableFormat adapted = format;
        adapted.dataBegin = table.format.dataBegin;
        return adapted;
    }
    return std::nullopt;
}

} // namespace faultline
