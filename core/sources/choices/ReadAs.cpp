// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/choices/ReadAs.h"

#include "base/Utf8.h"
#include "readings/SourceId.h"
#include "sources/choices/FileSample.h"
#include "sources/choices/FormatToEdit.h"
#include "sources/folder/DateOrders.h"
#include "sources/lists/ListRecognition.h"
#include "sources/lists/ListSample.h"
#include "sources/tables/FailureColumns.h"
#include "sources/tables/TableSample.h"

#include <QCoreApplication>

#include <algorithm>
#include <memory>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ReadAs)
};

UserMessage mismatch(const SourceFile& file, const QString& why)
{
    return UserMessage::error(Text::tr("The file can't be read in this format"))
        .because(why)
        .at(file.path)
        .withCode(u"format-mismatch"_s);
}

bool namesSensor(const TableFormat& format)
{
    return !format.sensor.empty() || format.layout == TableLayout::Wide
           || format.has(TableField::Sensor) || format.has(TableField::Equipment);
}

std::string sensorLikeFile(const SourceFile& file)
{
    const QString name = fileNameOf(file);
    const std::string stem = name.left(name.indexOf(u'.', 1)).toStdString();
    const auto id = canonicalId(stem);
    return id ? std::string(*id) : std::string();
}

// Whether a sentence of the recognition is about a column: “volt” alone, or volt in a list.
bool isAbout(const QString& reason, const QString& column)
{
    if (reason.contains(u'“' + column + u'”'))
        return true;
    const qsizetype list = reason.indexOf(u": "_s);
    return list >= 0 && reason.sliced(list + 2).chopped(1).split(u", "_s).contains(column);
}

// Why a table is read like this: what was recognised still explains what stays the same.
QStringList reasonsFor(const SourceFile& file, const TableFormat& chosen)
{
    const auto& before = file.format.table;
    if (!before || before->columns.size() != chosen.columns.size())
        return {Text::tr("The columns are as chosen.")};
    QStringList reasons = file.tableFinding->reasons;
    const auto remove = [&reasons](const char* reason) {
        reasons.removeAll(QCoreApplication::translate("TableRecognition", reason));
    };
    QStringList changed;
    for (std::size_t i = 0; i < chosen.columns.size(); ++i) {
        if (chosen.columns[i] != before->columns[i])
            changed << readableText(chosen.columns[i].name);
    }
    reasons.removeIf([&changed](const QString& reason) {
        return std::any_of(changed.begin(), changed.end(), [&reason](const QString& column) {
            return isAbout(reason, column);
        });
    });
    if (!changed.isEmpty() || before->layout != chosen.layout)
        remove("Each column with numbers is a sensor.");
    if (before->decimalMark != chosen.decimalMark) {
        remove("Numbers have a decimal comma.");
        remove("Numbers have a decimal point.");
    }
    if (before->severity != chosen.severity) {
        remove("No column is a severity: each reading is INFO.");
        remove("No column says which work was planned: each row counts as a failure.");
        remove("Each other row is a failure.");
        if (!chosen.severity.empty())
            reasons << Text::tr("Each row is %1, as chosen.").arg(readableText(chosen.severity));
    }
    if (!changed.isEmpty())
        reasons << Text::tr("As chosen: %1.").arg(changed.join(u", "_s));
    return reasons;
}

// Whether times are in the same columns.
bool hasSameTimes(const TableFormat& a, const TableFormat& b)
{
    return a.dataBegin == b.dataBegin
           && a.columnOf(TableField::Time) == b.columnOf(TableField::Time)
           && a.columnOf(TableField::Date) == b.columnOf(TableField::Date)
           && a.columnOf(TableField::TimeOfDay) == b.columnOf(TableField::TimeOfDay);
}

Result<void> findDates(SourceFile& file, const FileSample& sample, const CancelToken& cancel)
{
    file.format.times = {};
    file.dateOrder = {};
    const auto begin = static_cast<std::size_t>(file.dataBegin - sample.markBytes);
    if (!findNumericDate(sample.text, begin))
        return {};
    const auto input = InputFile::open(file.input);
    return input ? findDateOrder(*input, file, cancel) : Result<void>(input.error());
}

// Of durations whose unit wasn't chosen.
DurationUnit unitFor(TableFormat& format, std::string_view text)
{
    const std::string structure = format.structure();
    for (const TableSample& sample : tableSamples(text)) {
        if (sample.format.structure() == structure)
            return findDurationUnit(format, sample);
    }
    return {};
}

Result<void> useTable(SourceFile& file, const TableFormat& chosen, const CancelToken& cancel)
{
    const auto sample = readSample(file, SampleText::AsRead);
    if (!sample)
        return sample.error();
    auto format = formatForFile(chosen, sample->text);
    if (!format)
        return mismatch(file, Text::tr("It has other columns."));
    const std::string_view heading =
        std::string_view(sample->text).substr(0, static_cast<std::size_t>(format->dataBegin));
    const qint64 firstLine = 1 + std::count(heading.begin(), heading.end(), '\n');
    format->dataBegin += sample->markBytes;
    const bool isSensorOfFile = !namesSensor(*format);
    if (isSensorOfFile)
        format->sensor = sensorLikeFile(file);
    if (const auto checked = format->check(); !checked)
        return mismatch(file, checked.error().why);
    const bool areDatesKnown = file.format.table && hasSameTimes(*file.format.table, *format);
    const QStringList reasons = reasonsFor(file, *format);
    const auto unit = unitFor(*format, sample->text);
    file.role = SourceRole::Readings;
    file.problem = {};
    file.dataBegin = format->dataBegin;
    file.firstLine = firstLine;
    file.format.table = std::make_shared<const TableFormat>(*std::move(format));
    file.format.layout = {};
    TableFinding finding{reasons, {}, true, isSensorOfFile};
    if (!unit.reason.isEmpty())
        finding.reasons << unit.reason;
    if (unit.question)
        finding.questions.push_back(*unit.question);
    file.tableFinding = std::move(finding);
    return areDatesKnown ? Result<void>() : findDates(file, *sample, cancel);
}

// A file that was recognised as something else, as a table.
Result<void> recogniseAsTable(SourceFile& file, const CancelToken& cancel)
{
    const auto sample = readSample(file, SampleText::AsRead);
    if (!sample)
        return sample.error();
    const auto table = recogniseTable(sample->text, fileNameOf(file).toStdString());
    if (!table)
        return mismatch(
            file, Text::tr("It isn't clear which of its columns is the time, and what "
                           "was measured."));
    if (const auto used = useTable(file, table->format, cancel); !used)
        return used;
    file.tableFinding = TableFinding{table->reasons, table->questions};
    return {};
}

// A list, read from the beginning of its text.
void takeRole(SourceFile& file, SourceRole role, const FileSample& sample)
{
    file.role = role;
    file.problem = {};
    file.dataBegin = sample.markBytes;
    file.firstLine = 1;
    file.format = {};
    file.dateOrder = {};
    file.tableFinding = {};
}

// What a list needs for a role, for people; empty if it has that.
QString lackOf(const TableFormat& list, SourceRole role)
{
    if (role == SourceRole::SensorMap && !list.has(TableField::Sensor))
        return Text::tr("No column is a sensor.");
    if (role == SourceRole::EquipmentList && !list.has(TableField::Code))
        return Text::tr("No column is the equipment's code.");
    return {};
}

UserMessage columnsWanted(const SourceFile& file, const TableFormat& list, SourceRole role)
{
    const QString lack = lackOf(list, role);
    const auto checked = list.check();
    const bool isLackAll = checked || (list.has(TableField::Equipment) && !lack.isEmpty());
    return UserMessage::information(Text::tr("Choose what the columns of the list mean"))
        .because(isLackAll ? lack : checked.error().why)
        .at(file.path)
        .withCode(u"format-mismatch"_s);
}

Result<void>
useList(SourceFile& file, SourceRole role, const TableFormat& chosen, const CancelToken& cancel)
{
    const auto sample = readSample(file, SampleText::AsRead);
    if (!sample)
        return sample.error();
    const auto found = chosenSample(chosen, sample->text);
    if (!found)
        return mismatch(file, Text::tr("It has other columns."));
    TableFormat format = found->table.format;
    if (!format.check() || !lackOf(format, role).isEmpty())
        return columnsWanted(file, format, role);
    format.dataBegin += sample->markBytes;
    takeRole(file, role, *sample);
    file.format.table = std::make_shared<const TableFormat>(std::move(format));
    file.tableFinding = TableFinding{{Text::tr("The columns are as chosen.")}, {}, true};
    return role == SourceRole::SensorMap ? findDates(file, *sample, cancel) : Result<void>();
}

// By the names of its columns. If these say less than a list does, what else is known about them.
Result<void> useAsList(SourceFile& file, SourceRole role, const CancelToken& cancel)
{
    const auto sample = readSample(file, SampleText::AsRead);
    if (!sample)
        return sample.error();
    const auto list = recogniseList(sample->text);
    const bool isOne = list && (role == SourceRole::SensorMap ? list->hasMap : list->hasEquipment);
    if (!isOne) {
        const auto proposed = tableToEdit(file, role);
        if (proposed && proposed->check().ok() && lackOf(*proposed, role).isEmpty())
            return useList(file, role, *proposed, cancel);
        if (proposed)
            return columnsWanted(file, *proposed, role);
        const QString why = whyNoList(sample->text);
        return mismatch(
            file, !why.isEmpty() ? why : Text::tr("No columns or keys of a list were found."));
    }
    takeRole(file, role, *sample);
    return role == SourceRole::SensorMap ? findDates(file, *sample, cancel) : Result<void>();
}

} // namespace

Result<void> readAs(SourceFile& file, const TableFormat& table, const CancelToken& cancel)
{
    return useTable(file, table, cancel);
}

Result<void>
readAs(SourceFile& file, SourceRole role, const TableFormat& list, const CancelToken& cancel)
{
    return useList(file, role, list, cancel);
}

Result<void> readAs(SourceFile& file, SourceRole role, const CancelToken& cancel)
{
    if (file.role == role)
        return {};
    return role == SourceRole::Readings ? recogniseAsTable(file, cancel)
                                        : useAsList(file, role, cancel);
}

} // namespace faultline
