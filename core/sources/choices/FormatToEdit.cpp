// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/choices/FormatToEdit.h"

#include "sources/choices/FileSample.h"
#include "sources/lists/ListRecognition.h"
#include "sources/lists/ListSample.h"
#include "sources/tables/TableSample.h"

#include <algorithm>
#include <utility>

namespace faultline {

namespace {

// How much of what a list needs its columns have.
int fieldsIn(const TableFormat& list)
{
    return static_cast<int>(
        std::count_if(list.columns.begin(), list.columns.end(), [](const TableColumn& column) {
            return column.field != TableField::Ignored && column.field != TableField::Attribute;
        }));
}

// Of the rows that can be found, those whose columns have the best names for it. It stays what it
// is recognised as, besides what was chosen.
std::optional<TableFormat> listIn(std::string_view text, std::optional<SourceRole> role)
{
    const auto recognised = recogniseList(text);
    const ListSubjects subjects{
        role == SourceRole::EquipmentList || (recognised && recognised->hasEquipment),
        role == SourceRole::SensorMap || (recognised && recognised->hasMap)};
    std::optional<TableFormat> best;
    for (ListSample& sample : listSamples(text)) {
        // Elsewhere are other rows.
        const bool isOther =
            recognised
            && (sample.layout.shape != recognised->shape || sample.layout.path != recognised->path
                || (sample.layout.shape == ListLayout::Shape::Delimited
                    && sample.layout.delimiter != recognised->delimiter));
        if (isOther)
            continue;
        nameFields(sample.table.format, subjects);
        if (!best || fieldsIn(sample.table.format) > fieldsIn(*best))
            best = std::move(sample.table.format);
    }
    return best;
}

} // namespace

QList<SourceRole> possibleRoles(const SourceFile& file)
{
    QList<SourceRole> roles;
    if (file.role)
        roles << *file.role;
    const auto sample = readSample(file, SampleText::AsRead);
    if (!sample)
        return roles;
    const auto add = [&roles](SourceRole role) {
        if (!roles.contains(role))
            roles << role;
    };
    const bool isLog = file.role == SourceRole::Readings && !file.format.table;
    // Whatever its columns are called: a person may know what they mean.
    if (!isLog && !listSamples(sample->text).empty()) {
        add(SourceRole::SensorMap);
        add(SourceRole::EquipmentList);
    } else if (const auto list = recogniseList(sample->text)) {
        if (list->hasMap)
            add(SourceRole::SensorMap);
        if (list->hasEquipment)
            add(SourceRole::EquipmentList);
    }
    if (!tableSamples(sample->text).empty())
        add(SourceRole::Readings);
    return roles;
}

std::optional<TableFormat> tableToEdit(const SourceFile& file, std::optional<SourceRole> role)
{
    const auto wanted = role ? role : file.role;
    const bool isList = wanted && wanted != SourceRole::Readings;
    if (file.format.table && file.format.table->isList() == isList)
        return *file.format.table;
    if (file.role == SourceRole::Readings && !file.format.table)
        return std::nullopt; // a log
    const auto sample = readSample(file, SampleText::AsRead);
    if (!sample)
        return std::nullopt;
    if (isList)
        return listIn(sample->text, role);
    if (auto table = recogniseTable(sample->text, fileNameOf(file).toStdString()))
        return std::move(table->format);
    auto samples = tableSamples(sample->text);
    return samples.empty() ? std::nullopt : std::optional(std::move(samples.front().format));
}

} // namespace faultline
