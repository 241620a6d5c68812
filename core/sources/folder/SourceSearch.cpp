// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/folder/SourceSearch.h"

#include "base/Utf8.h"
#include "sources/folder/RoleDetection.h"
#include "sources/input/InputFile.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QStringList>

#include <algorithm>
#include <filesystem>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(SourceSearch)
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
    // A zip names its content only inside; the others by the name before their own extension.
    const QString inner = fileName.left(fileName.lastIndexOf(u'.'));
    return fileName.endsWith(u".zip"_s, Qt::CaseInsensitive) || endsWithAny(inner, sources)
               ? NameKind::Compressed
               : NameKind::Other;
}

// What the file is besides its role.
std::optional<SourceRole> inspectOpen(const InputFile& input, SourceFile& file)
{
    file.bytes = input.size();
    file.modifiedAt = QDateTime::fromMSecsSinceEpoch(input.modifiedMs(), Qt::UTC);
    const auto detected = detectRole(input);
    if (!detected) {
        file.problem = detected.error();
        return std::nullopt;
    }
    file.role = detected->role;
    file.skipBytes = detected->skipBytes;
    return detected->also;
}

// One entry for each role that it has.
QList<SourceFile> inspect(const QString& path, const QString& relativePath, NameKind kind)
{
    SourceFile file;
    file.path = path;
    file.relativePath = relativePath;
    if (kind == NameKind::Source) {
        if (const auto input = InputFile::open(path)) {
            const auto also = inspectOpen(*input, file);
            QList<SourceFile> files{file};
            if (also) {
                file.role = also;
                files << file;
            }
            return files;
        } else {
            file.problem = input.error();
        }
    } else {
        file.problem =
            UserMessage::warning(Text::tr("Compressed files can't be loaded yet"))
                .at(path)
                .withRemedy(Text::tr("It was not loaded. Unpack it into the data folder."))
                .withCode(u"compressed"_s);
    }
    const QFileInfo info(path);
    file.bytes = info.size();
    file.modifiedAt = info.lastModified().toUTC();
    return {file};
}

std::string nativeName(const QString& path)
{
    return QFile::encodeName(path).toStdString();
}

QString reasonOf(const std::error_code& error)
{
    return qt_error_string(error.value());
}

// A link that leads nowhere or to itself is not a folder; nor is one that is gone by now.
bool isNowhere(const std::error_code& error)
{
    return error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory
           || error == std::errc::too_many_symbolic_link_levels;
}

} // namespace

SourceSearch::SourceSearch(const QString& folder, CancelToken cancel)
    : m_given(folder)
    , m_cancel(std::move(cancel))
{}

Result<DataFolder> SourceSearch::run()
{
    const QFileInfo info(m_given);
    m_found.path = info.absoluteFilePath();
    // An empty name would be the working directory.
    if (m_given.isEmpty())
        return cannotOpen(std::make_error_code(std::errc::no_such_file_or_directory));
    if (info.isDir() && !info.isExecutable())
        return cannotOpen(std::make_error_code(std::errc::permission_denied));
    m_folders << Folder{m_found.path, {}};
    while (!m_folders.isEmpty() || !m_links.isEmpty()) {
        QList<Folder>& next = m_folders.isEmpty() ? m_links : m_folders;
        if (const auto visited = visit(next.takeLast()); !visited)
            return visited.error();
    }
    return std::move(m_found);
}

// Whether it was visited under another name: a link may lead back to where it came from.
bool SourceSearch::wasVisited(Folder& folder)
{
    if (folder.realPath.isEmpty()) {
        std::error_code error;
        const auto real = std::filesystem::canonical(nativeName(folder.path), error);
        // An error is reported when it is opened.
        folder.realPath =
            QByteArray::fromStdString(error ? nativeName(folder.path) : real.string());
    }
    const auto before = m_visited.size();
    m_visited.insert(folder.realPath);
    return m_visited.size() == before;
}

// A folder's entries, up to an error if there is one.
std::error_code SourceSearch::list(const QString& path, std::vector<Entry>& entries) const
{
    namespace fs = std::filesystem;
    std::error_code error;
    fs::directory_iterator iterator(nativeName(path), error);
    for (; !error && iterator != fs::directory_iterator(); iterator.increment(error)) {
        if (m_cancel.isCancelled())
            break;
        Entry entry;
        entry.name = iterator->path().filename().string();
        std::error_code trouble;
        entry.isLink = iterator->is_symlink(trouble);
        entry.isFolder = iterator->is_directory(trouble);
        if (!isNowhere(trouble))
            entry.trouble = trouble;
        entries.push_back(std::move(entry));
    }
    return error;
}

Result<void> SourceSearch::visit(Folder folder)
{
    if (wasVisited(folder))
        return {};
    std::vector<Entry> entries;
    const auto error = list(folder.path, entries);
    if (m_cancel.isCancelled())
        return UserMessage::cancelled();
    if (error && entries.empty() && folder.path == m_found.path)
        return cannotOpen(error);
    if (error) {
        addFailed(
            folder.path,
            entries.empty() ? Text::tr("The folder can't be read")
                            : Text::tr("The folder can't be read completely"),
            error);
    }
    for (const Entry& entry : entries) {
        if (m_cancel.isCancelled())
            return UserMessage::cancelled();
        take(folder, entry);
    }
    return {};
}

void SourceSearch::take(const Folder& folder, const Entry& entry)
{
    const bool isText = validTextPrefix(entry.name) == entry.name.size();
    const QString name = isText ? QString::fromStdString(entry.name) : readableText(entry.name);
    const QString path =
        folder.path.endsWith(u'/') ? folder.path + name : folder.path + u'/' + name;
    const NameKind kind = kindOfName(name);
    if (entry.name.starts_with('.')) {
        m_found.hiddenFolders += entry.isFolder ? 1 : 0;
        m_found.hiddenFiles += !entry.isFolder && kind != NameKind::Other ? 1 : 0;
    } else if (!isText) {
        takeUnusable(path, name, entry.isFolder);
    } else if (entry.isFolder && entry.isLink) {
        m_links << Folder{path, {}};
    } else if (entry.isFolder) {
        const QByteArray start =
            folder.realPath.endsWith('/') ? folder.realPath : folder.realPath + '/';
        m_folders << Folder{path, start + QByteArray::fromStdString(entry.name)};
    } else if (kind != NameKind::Other) {
        m_found.files << inspect(path, relative(path), kind);
    } else if (entry.trouble) {
        addFailed(path, Text::tr("It is unknown whether this is a folder"), entry.trouble);
    } else {
        ++m_found.otherFiles;
    }
}

// Qt can't open a name that isn't UTF-8. It must not be missed silently.
void SourceSearch::takeUnusable(const QString& path, const QString& name, bool isFolder)
{
    const auto problem = UserMessage::warning(
                             isFolder ? Text::tr("The name of a folder can't be read")
                                      : Text::tr("The name of a file can't be read"))
                             .because(Text::tr("It isn't valid UTF-8."))
                             .at(path)
                             .withRemedy(Text::tr("It was not loaded. Rename it and load again."))
                             .withCode(u"name"_s);
    if (isFolder) {
        m_found.warnings << problem;
    } else if (kindOfName(name) == NameKind::Other) {
        ++m_found.otherFiles;
    } else {
        SourceFile file;
        file.path = path;
        file.relativePath = relative(path);
        file.problem = problem;
        m_found.files << file;
    }
}

// Whatever is missing from the folder is missing from the load, so report it like a failed file.
void SourceSearch::addFailed(const QString& path, const QString& what, const std::error_code& error)
{
    SourceFile file;
    file.path = path;
    file.relativePath = relative(path);
    file.problem = UserMessage::error(what)
                       .because(reasonOf(error))
                       .at(path)
                       .withRemedy(Text::tr(
                           "Fix this and load again. Everything else that was found is loaded."))
                       .withCode(u"folder"_s);
    m_found.files << file;
}

QString SourceSearch::relative(const QString& path) const
{
    const QString& root = m_found.path;
    return path.size() <= root.size() ? u"."_s
                                      : path.mid(root.size() + (root.endsWith(u'/') ? 0 : 1));
}

UserMessage SourceSearch::cannotOpen(const std::error_code& error) const
{
    const QString why =
        error == std::errc::no_such_file_or_directory ? Text::tr("It doesn't exist.")
        : error == std::errc::not_a_directory         ? Text::tr("It is a file, not a folder.")
        : error == std::errc::permission_denied ? Text::tr("You don't have permission to read it.")
                                                : reasonOf(error);
    return UserMessage::error(Text::tr("The data folder can't be opened"))
        .because(why)
        .at(m_given)
        .withRemedy(Text::tr(
            "Choose the folder that contains the log, the sensor map and the equipment list."))
        .withCode(u"folder"_s);
}

} // namespace faultline
