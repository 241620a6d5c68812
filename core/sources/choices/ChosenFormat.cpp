// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/choices/ChosenFormat.h"

#include "base/Utf8.h"
#include "readings/SourceId.h"
#include "sources/choices/FileSample.h"
#include "sources/choices/FileStructure.h"
#include "sources/folder/DateOrders.h"
#include "sources/folder/FileInspection.h"
#include "sources/lists/ListRecognition.h"
#include "sources/tables/FailureColumns.h"
#include "sources/tables/TableSample.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>
#include <memory>
#include <set>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

using Reason = DateOrderFinding::Reason;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ChosenFormat)
};

UserMessage mismatch(const SourceFile& file, const QString& why)
{
    return UserMessage::error(Text::tr("The file can't be read in this format"))
        .because(why)
        .at(file.path)
        .withCode(u"format-mismatch"_s);
}

// Without its folder; of a member of an archive, its own.
QString fileNameOf(const SourceFile& file)
{
    const QString& path = file.input.isMember() ? file.input.member : file.input.path;
    return path.mid(path.lastIndexOf(u'/') + 1);
}

bool namesSensor(const TableFormat& format)
{
    return !format.sensor.empty() || format.layout == TableLayout::Wide
           || format.columnOf(TableField::Sensor) >= 0
           || format.columnOf(TableField::Equipment) >= 0;
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

Result<void> useAsList(SourceFile& file, SourceRole role, const CancelToken& cancel)
{
    const auto sample = readSample(file, SampleText::AsRead);
    if (!sample)
        return sample.error();
    const auto list = recogniseList(sample->text);
    const bool isOne = list && (role == SourceRole::SensorMap ? list->hasMap : list->hasEquipment);
    if (!isOne) {
        const QString why = whyNoList(sample->text);
        return mismatch(
            file, !why.isEmpty() ? why : Text::tr("No columns or keys of a list were found."));
    }
    file.role = role;
    file.problem = {};
    file.dataBegin = sample->markBytes;
    file.firstLine = 1;
    file.format = {};
    file.dateOrder = {};
    file.tableFinding = {};
    return role == SourceRole::SensorMap ? findDates(file, *sample, cancel) : Result<void>();
}

Result<void> useRole(SourceFile& file, SourceRole role, const CancelToken& cancel)
{
    if (file.role == role)
        return {};
    return role == SourceRole::Readings ? recogniseAsTable(file, cancel)
                                        : useAsList(file, role, cancel);
}

SourceFile skipped(SourceFile file)
{
    file.role.reset();
    file.problem = UserMessage::information(Text::tr("Not loaded"))
                       .because(Text::tr("You chose not to load files like this."))
                       .at(file.path)
                       .withCode(u"skipped-by-choice"_s);
    return file;
}

UserMessage notUsed(const NamedFormat& format, const UserMessage& error)
{
    return UserMessage::warning(
               Text::tr("The format “%1” doesn't fit a file like those it was chosen for")
                   .arg(format.name))
        .because(error.why)
        .at(error.where)
        .withCode(u"format-mismatch"_s);
}

// The files of a folder, with what was chosen for them. A file with two roles is there twice.
class ChosenFiles
{
public:
    void keep(const SourceFile& file) { m_files << file; }

    /// Keeps the file as it is if it can't be read so. Returns whether this is its first entry.
    Result<bool> add(const SourceFile& file, const FormatChoice& choice, const CancelToken& cancel)
    {
        const auto chosen = withChoice(file, choice, cancel);
        if (!chosen) {
            keep(file);
            return chosen.error();
        }
        const bool isFirst = m_paths.insert(file.path).second;
        for (const SourceFile& each : *chosen) {
            const auto isSame = [&each](const SourceFile& other) {
                return other.path == each.path && other.role == each.role;
            };
            if (isFirst || std::none_of(m_files.begin(), m_files.end(), isSame))
                keep(each);
        }
        return isFirst;
    }

    QList<SourceFile> files() && { return std::move(m_files); }

private:
    QList<SourceFile> m_files;
    std::set<QString> m_paths;
};

QList<NamedFormat>::const_iterator
formatOf(const SourceFile& file, const QList<NamedFormat>& formats)
{
    const auto structures = structuresOf(file);
    return !structures ? formats.end()
                       : std::find_if(formats.begin(), formats.end(), [&](const auto& each) {
                             return structures->contains(each.structure);
                         });
}

// Whether the choice says anything about the file, whatever its structure.
bool concerns(const FormatChoice& choice, const SourceFile& file)
{
    if (choice.skip || (file.problem && file.problem->kind == UserMessage::Kind::Error))
        return false;
    if (choice.table || choice.role)
        return true;
    return (choice.encoding && !file.isUtf8) || (choice.zone && file.hasTimes())
           || (choice.dates != TimeFormat::DateOrder::Unknown && file.needsDateOrder());
}

} // namespace

Result<QList<SourceFile>>
withChoice(const SourceFile& file, const FormatChoice& choice, const CancelToken& cancel)
{
    if (choice.skip)
        return QList{skipped(file)};
    QList<SourceFile> files{file};
    if (choice.encoding && !file.isUtf8 && file.input.encoding == TextEncoding::Utf8)
        files = recognisedAs(file, *choice.encoding, cancel);
    if (choice.table || choice.role) {
        const SourceRole role = choice.role.value_or(SourceRole::Readings);
        const auto own = std::find_if(files.begin(), files.end(), [role](const SourceFile& each) {
            return each.role == role;
        });
        SourceFile one = own == files.end() ? files.front() : *own;
        const bool asTable = choice.table && role == SourceRole::Readings;
        const auto used =
            asTable ? useTable(one, *choice.table, cancel) : useRole(one, role, cancel);
        if (!used)
            return used.error();
        files = {std::move(one)};
    }
    for (SourceFile& each : files) {
        if (choice.dates != TimeFormat::DateOrder::Unknown && each.needsDateOrder())
            each.setDateOrder(choice.dates, Reason::Chosen);
        if (choice.zone && each.hasTimes())
            each.format.zone = choice.zone;
    }
    return files;
}

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
    if (const auto list = recogniseList(sample->text)) {
        if (list->hasMap)
            add(SourceRole::SensorMap);
        if (list->hasEquipment)
            add(SourceRole::EquipmentList);
    }
    if (!tableSamples(sample->text).empty())
        add(SourceRole::Readings);
    return roles;
}

std::optional<TableFormat> tableToEdit(const SourceFile& file)
{
    if (file.format.table)
        return *file.format.table;
    if (file.role == SourceRole::Readings)
        return std::nullopt; // a log
    const auto sample = readSample(file, SampleText::AsRead);
    if (!sample)
        return std::nullopt;
    if (auto table = recogniseTable(sample->text, fileNameOf(file).toStdString()))
        return std::move(table->format);
    auto samples = tableSamples(sample->text);
    return samples.empty() ? std::nullopt : std::optional(std::move(samples.front().format));
}

Result<QList<UsedFormat>>
applyChoices(DataFolder& folder, const QList<NamedFormat>& formats, const CancelToken& cancel)
{
    QList<UsedFormat> used;
    if (formats.isEmpty())
        return used;
    ChosenFiles chosen;
    for (const SourceFile& file : std::as_const(folder.files)) {
        if (cancel.isCancelled())
            return UserMessage::cancelled();
        const auto format = formatOf(file, formats);
        if (format == formats.end()) {
            chosen.keep(file);
            continue;
        }
        const auto done = chosen.add(file, format->choice, cancel);
        if (!done && done.error().code == kCancelledCode)
            return done.error();
        if (!done)
            folder.warnings << notUsed(*format, done.error());
        if (!done || !*done)
            continue;
        auto entry = std::find_if(used.begin(), used.end(), [&](const UsedFormat& each) {
            return each.name == format->name;
        });
        if (entry == used.end())
            entry = used.insert(used.end(), UsedFormat{format->name, {}});
        entry->files << file.relativePath;
    }
    folder.files = std::move(chosen).files();
    sortSources(folder);
    return used;
}

Result<UsedFormat>
applyToAll(DataFolder& folder, const NamedFormat& format, const CancelToken& cancel)
{
    constexpr qsizetype kMaxReasons = 5;
    UsedFormat used{format.name, {}};
    QStringList reasons;
    ChosenFiles chosen;
    for (const SourceFile& file : std::as_const(folder.files)) {
        if (cancel.isCancelled())
            return UserMessage::cancelled();
        if (!concerns(format.choice, file)) {
            chosen.keep(file);
            continue;
        }
        const auto done = chosen.add(file, format.choice, cancel);
        if (!done && done.error().code == kCancelledCode)
            return done.error();
        if (done && *done)
            used.files << file.relativePath;
        else if (!done && reasons.size() < kMaxReasons)
            reasons << u"%1: %2"_s.arg(file.relativePath, done.error().why);
    }
    if (used.files.isEmpty()) {
        return UserMessage::error(
                   Text::tr("The format “%1” fits no file of this folder").arg(format.name))
            .because(reasons.join(u' '))
            .at(folder.path)
            .withCode(u"format-mismatch"_s);
    }
    folder.files = std::move(chosen).files();
    sortSources(folder);
    return used;
}

} // namespace faultline
