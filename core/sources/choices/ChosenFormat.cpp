// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/choices/ChosenFormat.h"

#include "sources/choices/FileStructure.h"
#include "sources/choices/ReadAs.h"
#include "sources/folder/FileInspection.h"

#include <QCoreApplication>

#include <algorithm>
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

// The roles of a file for which one was chosen, or columns.
QList<SourceRole> chosenRoles(const FormatChoice& choice)
{
    if (choice.role)
        return {*choice.role};
    if (!choice.table->isList())
        return {SourceRole::Readings};
    QList<SourceRole> roles;
    if (choice.table->has(TableField::Sensor))
        roles << SourceRole::SensorMap;
    if (choice.table->has(TableField::Code) || roles.isEmpty())
        roles << SourceRole::EquipmentList;
    return roles;
}

// An entry for each of its roles.
Result<QList<SourceFile>>
readAsChosen(const QList<SourceFile>& files, const FormatChoice& choice, const CancelToken& cancel)
{
    QList<SourceFile> chosen;
    for (const SourceRole role : chosenRoles(choice)) {
        const auto own = std::find_if(files.begin(), files.end(), [role](const SourceFile& each) {
            return each.role == role;
        });
        SourceFile one = own == files.end() ? files.front() : *own;
        const bool isList = role != SourceRole::Readings;
        Result<void> read;
        if (!choice.table || choice.table->isList() != isList)
            read = readAs(one, role, cancel);
        else if (isList)
            read = readAs(one, role, *choice.table, cancel);
        else
            read = readAs(one, *choice.table, cancel);
        if (!read)
            return read.error();
        chosen << std::move(one);
    }
    return chosen;
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
        const auto read = readAsChosen(files, choice, cancel);
        if (!read)
            return read;
        files = *read;
    }
    for (SourceFile& each : files) {
        if (choice.dates != TimeFormat::DateOrder::Unknown && each.needsDateOrder())
            each.setDateOrder(choice.dates, Reason::Chosen);
        if (choice.zone && each.hasTimes())
            each.format.zone = choice.zone;
    }
    return files;
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
