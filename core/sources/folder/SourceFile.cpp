// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/folder/SourceFile.h"

#include "sources/folder/SourceSearch.h"

#include <QCoreApplication>

#include <algorithm>
#include <limits>
#include <tuple>

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
