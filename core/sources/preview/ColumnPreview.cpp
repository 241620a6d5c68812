// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/preview/ColumnPreview.h"

#include "base/Utf8.h"
#include "sources/choices/FileSample.h"
#include "sources/choices/FormatToEdit.h"
#include "sources/lists/EquipmentListParser.h"
#include "sources/lists/ListRecognition.h"
#include "sources/lists/ListRows.h"
#include "sources/lists/ListSample.h"
#include "sources/lists/SensorMapParser.h"
#include "sources/tables/ColumnContent.h"
#include "sources/tables/TableSample.h"

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr qsizetype kMaxExample = 80;

QString exampleOf(std::string_view text)
{
    return readableText(text.substr(0, kMaxExample));
}

QStringList choicesOf(const ColumnContent& content, TableField now, TableLayout layout)
{
    QStringList words;
    const auto add = [&words](bool isPossible, TableField field) {
        if (isPossible)
            words << tableFieldWord(field);
    };
    const bool isEmpty = content.filled == 0;
    const bool areIds = !isEmpty && content.ids == content.filled;
    const bool isNumeric = content.isNumeric();
    const bool areTimes =
        !isEmpty && (content.isMostly(content.times) || content.isMostly(content.epochs));
    const auto isAll = [&](std::size_t count) { return !isEmpty && count == content.filled; };
    for (int i = 0; i < static_cast<int>(TableField::Count); ++i) {
        const auto field = static_cast<TableField>(i);
        bool fits = field == now;
        switch (field) {
        case TableField::Ignored:
            fits = true;
            break;
        case TableField::Time:
        case TableField::End:
            fits = fits || areTimes;
            break;
        case TableField::Date:
            fits = fits || (!isEmpty && content.isMostly(content.dates));
            break;
        case TableField::TimeOfDay:
        case TableField::EndTimeOfDay:
            fits = fits || (!isEmpty && content.isMostly(content.timesOfDay));
            break;
        case TableField::Sensor:
        case TableField::Equipment:
            fits = fits || areIds;
            break;
        case TableField::Severity:
            fits = fits || isAll(content.severities);
            break;
        case TableField::Quality:
            fits = fits || !isEmpty;
            break;
        case TableField::MeasurementName:
            fits = fits || (areIds && !isNumeric);
            break;
        case TableField::Value:
        case TableField::Measurement:
            fits = fits || isNumeric || isEmpty;
            break;
        case TableField::FailureMode:
        case TableField::Cause:
            fits = fits || (!isEmpty && !isNumeric && !areTimes);
            break;
        case TableField::Duration:
            fits = fits || isNumeric || (!isEmpty && content.isMostly(content.durations));
            break;
        case TableField::Planned:
            fits = fits || isAll(content.plannedWords);
            break;
        case TableField::ValidFrom:
        case TableField::ValidTo:
            fits = fits || isEmpty || areTimes;
            break;
        case TableField::Code:
        case TableField::Group:
        case TableField::Attribute:
            fits = true;
            break;
        case TableField::Count:
            break;
        }
        add(fits && (field == now || isFieldOf(layout, field)), field);
    }
    return words;
}

// The sample that `format` was made from.
std::optional<TableSample> sampleOf(const TableFormat& format, std::string_view text)
{
    if (format.isList()) {
        auto sample = chosenSample(format, text);
        return sample ? std::optional(std::move(sample->table)) : std::nullopt;
    }
    const std::string structure = format.structure();
    for (TableSample& sample : tableSamples(text)) {
        if (sample.format.structure() == structure)
            return std::move(sample);
    }
    return std::nullopt;
}

// Of a list whose columns can't be changed, such as JSON by columns: by the first row.
Result<QList<PreviewColumn>> columnsOfList(const SourceFile& file)
{
    const auto input = InputFile::open(file.input);
    if (!input)
        return input.error();
    const auto layout = recogniseList(*input, file.dataBegin);
    if (!layout)
        return layout.error();
    QList<PreviewColumn> columns;
    if (!*layout)
        return columns;
    const bool isMap = file.role == SourceRole::SensorMap;
    const std::vector<TableField> fields =
        isMap ? sensorMapFields() : equipmentListFields(**layout);
    RowFields found(isMap ? RecordKind::SensorMap : RecordKind::Equipment, fields);
    const auto enough = UserMessage::information({}).withCode(u"enough"_s);
    const ListRowSink sink{
        [&](const ListRow& row) -> Result<RowVerdict> {
            found.find(row);
            for (int cell = 0; cell < static_cast<int>(row.cells.size()); ++cell) {
                const ListCell& at = row.cells[static_cast<std::size_t>(cell)];
                PreviewColumn column;
                column.name =
                    readableText({at.name.constData(), static_cast<std::size_t>(at.name.size())});
                column.example =
                    exampleOf({at.text.constData(), static_cast<std::size_t>(at.text.size())});
                for (const TableField field : fields) {
                    if (found.cellOf(field) == cell)
                        column.field = tableFieldWord(field);
                }
                if (column.field.isEmpty() && !isMap && !(*layout)->hasMap)
                    column.field = tableFieldWord(TableField::Attribute);
                columns << column;
            }
            return enough;
        },
        [](const RejectedLine&) { return Result<void>(); }};
    const auto read = readListRows(*input, file.dataBegin, **layout, sink, {});
    if (!read && read.error().code != enough.code)
        return QList<PreviewColumn>(); // no row can be read
    return columns;
}

} // namespace

Result<QList<PreviewColumn>> columnsOf(const SourceFile& file, const TableFormat& format)
{
    const auto text = readSample(file, SampleText::AsRead);
    if (!text)
        return text.error();
    const auto sample = sampleOf(format, text->text);
    QList<PreviewColumn> columns;
    const std::vector<ColumnContent> contents =
        sample ? contentsOf(*sample) : std::vector<ColumnContent>();
    for (std::size_t i = 0; i < format.columns.size(); ++i) {
        const TableColumn& column = format.columns[i];
        PreviewColumn shown;
        shown.name = readableText(column.name);
        shown.label = readableText(column.label);
        shown.field = tableFieldWord(column.field);
        // Keys of JSON may come in another order.
        const auto same = [&column](const TableColumn& each) { return each.name == column.name; };
        std::size_t at = i;
        if (sample && format.shape != TableShape::Delimited) {
            const auto& names = sample->format.columns;
            at = static_cast<std::size_t>(
                std::find_if(names.begin(), names.end(), same) - names.begin());
        }
        if (at < contents.size()) {
            shown.choices = choicesOf(contents[at], column.field, format.layout);
            for (const auto& row : sample->rows) {
                if (shown.example.isEmpty())
                    shown.example = exampleOf(row[at]);
            }
        }
        columns << shown;
    }
    return columns;
}

Result<QList<PreviewColumn>> columnsOf(const SourceFile& file)
{
    const bool isList = file.role && file.role != SourceRole::Readings;
    const auto table = tableToEdit(file);
    if (isList && !table)
        return columnsOfList(file);
    return table ? columnsOf(file, *table) : QList<PreviewColumn>();
}

} // namespace faultline
