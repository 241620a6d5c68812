// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/folder/SourceFile.h"

#include "sources/folder/SourceSearch.h"

#include <QCoreApplication>

#include <algorithm>
#include <limits>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(SourceFile)
};

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
    timeFormat.order = order;
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
    const QString order = faultline::dateOrderText(timeFormat.order);
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

std::optional<UserMessage> DataFolder::hiddenNote() const
{
    if (hiddenFiles == 0 && hiddenFolders == 0)
        return std::nullopt;
    return UserMessage::information(
               Text::tr("Hidden files and folders were skipped (files: %1, folders: %2)")
                   .arg(hiddenFiles)
                   .arg(hiddenFolders))
        .because(Text::tr("Their names begin with a dot."))
        .at(path)
        .withCode(u"hidden"_s);
}

Result<DataFolder> findSources(const QString& folder, const CancelToken& cancel)
{
    auto found = SourceSearch(folder, cancel).run();
    if (!found)
        return found;
    // By role, then by age for lists, then by path.
    const auto rank = [](const SourceFile& file) {
        return file.role ? static_cast<int>(*file.role) : std::numeric_limits<int>::max();
    };
    std::sort(
        found->files.begin(), found->files.end(),
        [&rank](const SourceFile& a, const SourceFile& b) {
            if (rank(a) != rank(b))
                return rank(a) < rank(b);
            const bool byAge = a.role && *a.role != SourceRole::Readings;
            if (byAge && a.modifiedAt != b.modifiedAt)
                return a.modifiedAt < b.modifiedAt;
            return a.relativePath < b.relativePath;
        });
    return found;
}

} // namespace faultline
