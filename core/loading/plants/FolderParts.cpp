// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/plants/FolderParts.h"

#include "sources/input/InputFile.h"
#include "sources/lists/EquipmentListParser.h"
#include "sources/lists/SensorMapParser.h"

#include <QDir>

#include <algorithm>
#include <map>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// Enough to tell two plants apart, and read in milliseconds.
constexpr qsizetype kMaxEntries = 5'000;

// Ends the reading of a list.
UserMessage enough()
{
    return UserMessage::cancelled();
}

Result<void> ignored(const RejectedLine& /*line*/)
{
    return {};
}

void addList(const SourceFile& source, ListProfile& profile, const CancelToken& cancel)
{
    const auto input = InputFile::open(source.input);
    if (!input)
        return;
    const auto room = [](const QHash<QByteArray, QByteArray>& entries) {
        return entries.size() < kMaxEntries ? Result<void>() : Result<void>(enough());
    };
    if (source.role == SourceRole::SensorMap) {
        const ListSink<SensorMapEntry> sink{
            [&](const SensorMapEntry& entry) {
                profile.equipment.insert(entry.sensorId, entry.equipmentId);
                return room(profile.equipment);
            },
            ignored};
        // Since when an entry is valid doesn't matter, so any zone does, and any order of dates
        // that it can be read in.
        SourceFormat format = source.format;
        if (source.needsDateOrder())
            format.times.order = TimeFormat::DateOrder::DayFirst;
        static_cast<void>(
            parseSensorMap(*input, source.dataBegin, LocalTime::utc(), sink, cancel, format));
        return;
    }
    const ListSink<Equipment> sink{
        [&](const Equipment& equipment) {
            profile.codes.insert(equipment.equipmentId, equipment.code);
            return room(profile.codes);
        },
        ignored};
    static_cast<void>(parseEquipmentList(*input, source.dataBegin, sink, cancel, source.format));
}

// The first component of a relative path, if it has more than one.
QString subfolderOf(const SourceFile& file)
{
    // An archive is no subfolder, nor are the folders in it.
    const QString path = file.relativePath.chopped(file.path.size() - file.input.path.size());
    const qsizetype slash = path.indexOf(u'/');
    return slash < 0 ? QString() : path.left(slash);
}

bool contradictEachOther(const std::map<QString, FolderPart>& parts)
{
    for (auto a = parts.begin(); a != parts.end(); ++a) {
        for (auto b = std::next(a); b != parts.end(); ++b) {
            if (agreementOf(a->second.profile, b->second.profile).contradicts())
                return true;
        }
    }
    return false;
}

} // namespace

Agreement agreementOf(const ListProfile& profile, const ListProfile& other)
{
    const bool byMap = profile.codes.isEmpty() || other.codes.isEmpty();
    const auto& mine = byMap ? profile.equipment : profile.codes;
    const auto& theirs = byMap ? other.equipment : other.codes;
    Agreement agreement;
    agreement.entries = static_cast<int>(mine.size());
    for (auto it = mine.cbegin(); it != mine.cend(); ++it) {
        const auto found = theirs.constFind(it.key());
        if (found == theirs.cend())
            continue;
        ++agreement.compared;
        if (*found == *it)
            ++agreement.agreeing;
    }
    return agreement;
}

Result<QList<FolderPart>> partsOf(const DataFolder& folder, const CancelToken& cancel)
{
    std::map<QString, FolderPart> subfolders;
    FolderPart whole;
    ListProfile outside; // of subfolders
    whole.path = folder.path;
    whole.name = QDir(folder.path).dirName();
    for (const SourceFile& file : folder.files) {
        if (cancel.isCancelled())
            return UserMessage::cancelled();
        if (!file.role || file.role == SourceRole::Readings)
            continue;
        addList(file, whole.profile, cancel);
        const QString name = subfolderOf(file);
        if (name.isEmpty()) {
            addList(file, outside, cancel);
        } else {
            FolderPart& part = subfolders[name];
            part.path = folder.path + u'/' + name;
            part.name = name;
            addList(file, part.profile, cancel);
        }
    }
    if (!contradictEachOther(subfolders))
        subfolders.clear();
    for (qsizetype index = 0; index < folder.files.size(); ++index) {
        const auto found = subfolders.find(subfolderOf(folder.files.at(index)));
        (found == subfolders.end() ? whole : found->second).files << index;
    }
    QList<FolderPart> parts;
    const bool hasOwnFiles =
        std::any_of(whole.files.cbegin(), whole.files.cend(), [&folder](qsizetype index) {
            return folder.files.at(index).role.has_value();
        });
    if (!subfolders.empty())
        whole.profile = std::move(outside);
    if (subfolders.empty() || hasOwnFiles)
        parts << std::move(whole);
    for (auto& [name, part] : subfolders)
        parts << std::move(part);
    return parts;
}

} // namespace faultline
