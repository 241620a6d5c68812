// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/SourceFile.h"

#include "base/Utf8.h"
#include "sources/InputFile.h"
#include "sources/RoleDetection.h"

#include <QCoreApplication>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QStringList>

#include <algorithm>
#include <filesystem>
#include <limits>
#include <string>
#include <system_error>
#include <tuple>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(SourceFile)
};

enum class NameKind { Source, Compressed, Other };

NameKind kindOfName(const QString& fileName)
{
    static const QStringList sources{u".log"_s,  u".txt"_s,    u".csv"_s,
                                     u".json"_s, u".ndjson"_s, u".jsonl"_s};
    static const QStringList compressed{u".gz"_s, u".xz"_s, u".zst"_s, u".bz2"_s, u".zip"_s};
    const auto endsWithAny = [](const QString& name, const QStringList& endings) {
        return std::any_of(endings.begin(), endings.end(), [&name](const QString& ending) {
            return name.endsWith(ending, Qt::CaseInsensitive);
        });
    };
    if (endsWithAny(fileName, sources))
        return NameKind::Source;
    if (!endsWithAny(fileName, compressed))
        return NameKind::Other;
    // A zip names what it holds only inside; the others do by the name before their own ending.
    const QString inner = fileName.left(fileName.lastIndexOf(u'.'));
    return fileName.endsWith(u".zip"_s, Qt::CaseInsensitive) || endsWithAny(inner, sources)
               ? NameKind::Compressed
               : NameKind::Other;
}

SourceFile inspect(const QString& path, const QString& relativePath, NameKind kind)
{
    SourceFile file;
    file.path = path;
    file.relativePath = relativePath;
    const QFileInfo info(path);
    file.bytes = info.size();
    file.modifiedAt = info.lastModified().toUTC();
    if (kind == NameKind::Compressed) {
        file.problem =
            UserMessage::warning(Text::tr("Compressed files can't be loaded yet"))
                .at(path)
                .toMend(Text::tr("Unpack it into the data folder. Nothing of it was loaded."))
                .withCode(u"compressed"_s);
        return file;
    }
    const auto input = InputFile::open(path);
    if (!input) {
        file.problem = input.error();
        return file;
    }
    file.bytes = input->size();
    const auto detected = detectRole(*input);
    if (detected) {
        file.role = detected->role;
        file.delimiter = detected->delimiter;
        file.skipBytes = detected->skipBytes;
    } else {
        file.problem = detected.error();
    }
    return file;
}

// Qt passes over names that aren't UTF-8, and can't open what has one. They are not to be missed
// without a word.
void tellUnusableNames(const QString& folder, const QDir& root, DataFolder& found)
{
    std::error_code error;
    std::filesystem::directory_iterator iterator(QFile::encodeName(folder).toStdString(), error);
    for (; !error && iterator != std::filesystem::directory_iterator(); iterator.increment(error)) {
        const std::string name = iterator->path().filename().string();
        if (validTextPrefix(name) == name.size())
            continue;
        const QString shown = readableText(name);
        const QString path = QDir(folder).filePath(shown);
        const bool isFolder = iterator->is_directory(error);
        const auto problem =
            UserMessage::warning(
                isFolder ? Text::tr("The name of a folder can't be read")
                         : Text::tr("The name of a file can't be read"))
                .because(Text::tr("It isn't text in UTF-8."))
                .at(path)
                .toMend(Text::tr("Rename it and load again. Nothing of it was loaded."))
                .withCode(u"name"_s);
        if (isFolder) {
            found.warnings << problem;
        } else if (kindOfName(shown) == NameKind::Other) {
            ++found.otherFiles;
        } else {
            SourceFile file;
            file.path = path;
            file.relativePath = root.relativeFilePath(path);
            file.problem = problem;
            found.files << file;
        }
    }
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

qint64 DataFolder::bytesToLoad() const
{
    qint64 bytes = 0;
    for (const SourceFile& file : files) {
        if (file.role)
            bytes += file.bytes;
    }
    return bytes;
}

Result<DataFolder> findSources(const QString& folder)
{
    const QFileInfo info(folder);
    // An empty name would be the working directory.
    if (folder.isEmpty() || !info.isDir() || !info.isReadable() || !info.isExecutable()) {
        const QString why = !info.exists()  ? Text::tr("It doesn't exist.")
                            : !info.isDir() ? Text::tr("It is a file and not a folder.")
                                            : Text::tr("You have no right to look into it.");
        return UserMessage::error(Text::tr("The data folder can't be opened"))
            .because(why)
            .at(folder)
            .toMend(
                Text::tr("Choose the folder that holds the log, the sensor map and the equipment "
                         "list."))
            .withCode(u"folder"_s);
    }
    DataFolder result;
    result.path = info.absoluteFilePath();
    const QDir root(result.path);

    tellUnusableNames(result.path, root, result);
    // Follows links to folders, and knows a link that leads back to where it came from. Only what
    // can be entered is entered, so it is looked at here what can't.
    QDirIterator iterator(
        result.path, QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot,
        QDirIterator::Subdirectories | QDirIterator::FollowSymlinks);
    while (iterator.hasNext()) {
        const QString path = iterator.next();
        const QFileInfo entry = iterator.fileInfo();
        if (entry.isDir()) {
            if (!entry.isReadable() || !entry.isExecutable()) {
                result.warnings << UserMessage::warning(Text::tr("A folder can't be looked into"))
                                       .at(path)
                                       .withCode(u"folder"_s);
            }
            tellUnusableNames(path, root, result);
            continue;
        }
        const NameKind kind = kindOfName(entry.fileName());
        if (kind == NameKind::Other)
            ++result.otherFiles;
        else
            result.files << inspect(path, root.relativeFilePath(path), kind);
    }
    const auto order = [](const SourceFile& file) {
        const bool byAge = file.role && *file.role != SourceRole::Readings;
        return std::make_tuple(
            file.role ? static_cast<int>(*file.role) : std::numeric_limits<int>::max(),
            byAge ? file.modifiedAt : QDateTime(), file.relativePath);
    };
    std::sort(
        result.files.begin(), result.files.end(),
        [&order](const SourceFile& a, const SourceFile& b) { return order(a) < order(b); });
    return result;
}

} // namespace faultline
