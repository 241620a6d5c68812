// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/tables/TableRecognition.h"

#include "base/Utf8.h"
#include "sources/fields/FieldNames.h"
#include "sources/tables/ColumnContent.h"
#include "sources/tables/ColumnMapping.h"

#include <QCoreApplication>

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

// The first text of a column that begins like a number with a fraction, or like one with a unit;
// empty if most of its texts don't.
QString numberLikeText(const TableSample& table, std::size_t column)
{
    const auto isNumberLike = [](std::string_view text) {
        const std::size_t digits = text.find_first_not_of("0123456789", text.starts_with('-'));
        return digits != std::string_view::npos && digits > (text.starts_with('-') ? 1U : 0U)
               && std::string_view(".,' %").find(text[digits]) != std::string_view::npos;
    };
    std::size_t filled = 0;
    std::size_t numbers = 0;
    QString first;
    for (const auto& row : table.rows) {
        if (row[column].empty())
            continue;
        ++filled;
        if (!isNumberLike(row[column]))
            continue;
        ++numbers;
        if (first.isEmpty())
            first = readableText(row[column]);
    }
    return numbers * 2 > filled ? first : QString();
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

QString whyNoTable(std::string_view sample)
{
    for (const TableSample& table : tableSamples(sample)) {
        const std::vector<ColumnContent> contents = contentsOf(table);
        const auto timesAt =
            std::find_if(contents.begin(), contents.end(), [](const ColumnContent& column) {
                return column.filled > 0 && column.isMostly(column.times);
            });
        if (timesAt == contents.end())
            continue;
        for (std::size_t i = 0; i < contents.size(); ++i) {
            const QString text = numberLikeText(table, i);
            if (contents[i].times > 0 || contents[i].isNumeric() || text.isEmpty())
                continue;
            return QCoreApplication::translate(
                       "TableRecognition",
                       "It has times, but in “%1” no numbers that can be read, such as “%2”. "
                       "Numbers have neither a unit nor marks for thousands: 1234.5, or 1234,5.")
                .arg(readableText(table.format.columns[i].name), text);
        }
    }
    return {};
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
