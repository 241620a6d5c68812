// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/folder/SourceFile.h"

#include "base/Utf8.h"
#include "sources/fields/FieldNames.h"
#include "sources/fields/NameKinds.h"
#include "sources/folder/SourceSearch.h"
#include "sources/lines/UnreadableLog.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <limits>
#include <optional>
#include <tuple>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr qsizetype kNamedColumns = 10;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(SourceFile)
};

// The columns that are neither read nor only number the rows. A person who chose a table's columns
// knows them.
QStringList unusedColumns(const SourceFile& file)
{
    QStringList names;
    if (file.role != SourceRole::Readings || !file.format.table || file.tableFinding->isChosen)
        return names;
    for (const TableColumn& column : file.format.table->columns) {
        if (column.field == TableField::Ignored && !isRowNumber(comparableName(column.name)))
            names << readableText(column.name);
    }
    return names;
}

// What tables have besides, so that a measurement isn't missed in silence.
std::optional<UserMessage> unusedColumns(const DataFolder& folder)
{
    int tables = 0;
    QStringList all;
    QString first;
    for (const SourceFile& file : folder.files) {
        const QStringList names = unusedColumns(file);
        if (names.isEmpty())
            continue;
        if (tables++ == 0)
            first = file.path;
        for (const QString& name : names) {
            if (all.size() <= kNamedColumns && !all.contains(name))
                all << name;
        }
    }
    if (tables == 0)
        return std::nullopt;
    QStringList shown = all.first(std::min(all.size(), kNamedColumns));
    if (all.size() > kNamedColumns)
        shown << Text::tr("and more");
    UserMessage message = UserMessage::information(
        Text::tr("%n table(s) have columns that aren't loaded", nullptr, tables));
    return message
        .because(Text::tr("They are neither numbers nor anything that readings have: %1.")
                     .arg(shown.join(Text::tr(", "))))
        .at(first)
        .withRemedy(Text::tr("If one of them is a measurement or a sensor, say so in the preview "
                             "of the file, or with faultline-cli formats set."))
        .withCode(u"unused-columns"_s);
}

} // namespace

QString sourceRoleWord(SourceRole role)
{
    switch (role) {
    case SourceRole::EquipmentList:
        return u"equipment_list"_s;
    case SourceRole::SensorMap:
        return u"sensor_map"_s;
    case SourceRole::Readings:
        break;
    }
    return u"readings"_s;
}

QString sourceRoleText(SourceRole role)
{
    switch (role) {
    case SourceRole::EquipmentList:
        return Text::tr("Equipment list");
    case SourceRole::SensorMap:
        return Text::tr("Sensor map");
    case SourceRole::Readings:
        break;
    }
    return Text::tr("Readings");
}

void SourceFile::setDateOrder(TimeFormat::DateOrder order, DateOrderFinding::Reason reason)
{
    format.times.order = order;
    dateOrder = DateOrderFinding{reason, dateOrder->evidence};
}

QString SourceFile::dateOrderText() const
{
    if (!dateOrder)
        return {};
    const DateOrderEvidence& evidence = dateOrder->evidence;
    const auto example = [](const std::optional<DateOrderEvidence::Example>& line) {
        return line ? Text::tr("%1 in line %2").arg(QString::fromLatin1(line->date)).arg(line->line)
                    : QString();
    };
    const QString order = faultline::dateOrderText(format.times.order);
    switch (dateOrder->reason) {
    case DateOrderFinding::Reason::Open:
        return Text::tr("%1 can be read in both ways").arg(example(evidence.open));
    case DateOrderFinding::Reason::Contradictory:
        return Text::tr("%1 has the day first, but %2 the month")
            .arg(example(evidence.dayFirst), example(evidence.monthFirst));
    case DateOrderFinding::Reason::Proved:
        return Text::tr("%1: %2").arg(
            order, example(evidence.dayFirst ? evidence.dayFirst : evidence.monthFirst));
    case DateOrderFinding::Reason::Chosen:
        return Text::tr("%1, as chosen").arg(order);
    case DateOrderFinding::Reason::Known:
        break;
    }
    return Text::tr("%1, as it was loaded before").arg(order);
}

qint64 DataFolder::bytesToLoad() const
{
    qint64 bytes = 0;
    for (const SourceFile& file : files) {
        if (file.role)
            bytes += file.bytes;
    }
    return bytes;
}

qint64 DataFolder::otherCount() const
{
    qint64 count = std::count_if(files.begin(), files.end(), [](const SourceFile& file) {
        return !file.role && file.problem->kind != UserMessage::Kind::Error;
    });
    for (const OtherFiles& group : others)
        count += group.files.size();
    return count;
}

QList<UserMessage> DataFolder::notes() const
{
    QList<UserMessage> notes;
    if (auto unused = unusedColumns(*this))
        notes << *std::move(unused);
    for (const OtherFiles& group : others)
        notes << group.toFinding(path);
    if (litterFiles == 0 && litterFolders == 0)
        return notes;
    notes << UserMessage::information(
                 Text::tr("Files and folders of the operating system and of programs were skipped "
                          "(files: %1, folders: %2)")
                     .arg(litterFiles)
                     .arg(litterFolders))
                 .because(Text::tr("They are known by their names, such as %1.").arg(litterExample))
                 .at(path)
                 .withCode(u"skipped-files"_s);
    return notes;
}

QString reasonText(const UserMessage& problem)
{
    QStringList parts;
    for (const QString& part :
         {problem.why.isEmpty() ? problem.what : problem.why, firstLinesText(problem),
          problem.remedy}) {
        if (!part.isEmpty())
            parts << part;
    }
    return parts.join(u' ');
}

void sortSources(DataFolder& folder)
{
    // By role, then by age for lists, then by path.
    const auto rank = [](const SourceFile& file) {
        return file.role ? static_cast<int>(*file.role) : std::numeric_limits<int>::max();
    };
    std::sort(
        folder.files.begin(), folder.files.end(),
        [&rank](const SourceFile& a, const SourceFile& b) {
            if (rank(a) != rank(b))
                return rank(a) < rank(b);
            const bool byAge = a.role && *a.role != SourceRole::Readings;
            if (byAge && a.modifiedAt != b.modifiedAt)
                return a.modifiedAt < b.modifiedAt;
            // Members in the archive's order, in which they are read.
            return std::tie(a.input.path, a.input.memberIndex)
                   < std::tie(b.input.path, b.input.memberIndex);
        });
}

Result<DataFolder>
findSources(const QString& folder, const CancelToken& cancel, std::optional<TextEncoding> encoding)
{
    auto found = SourceSearch(folder, cancel, encoding).run();
    if (!found)
        return found;
    sortSources(*found);
    return found;
}

} // namespace faultline
