// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/folder/SourceSearch.h"

#include "base/Utf8.h"
#include "sources/folder/FileInspection.h"
#include "sources/folder/Litter.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

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

// More files with the same reason are shown as one.
constexpr qsizetype kListedFiles = 20;

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

SourceSearch::SourceSearch(
    const QString& folder, CancelToken cancel, std::optional<TextEncoding> encoding)
    : m_given(folder)
    , m_cancel(std::move(cancel))
    , m_encoding(encoding)
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
    closeGroups();
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
        if (!trouble)
            entry.isSpecial = iterator->is_other(trouble);
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
    // Faultline's own settings, which it has read.
    if (entry.name == ".env" && !entry.isFolder)
        return;
    if (isLitter(entry.name, entry.isFolder)) {
        takeLitter(name, entry.isFolder);
    } else if (entry.name.starts_with('.')) {
        takeHidden(path, entry.isFolder);
    } else if (!isText) {
        takeUnusable(path, entry.isFolder);
    } else if (entry.isFolder && entry.isLink) {
        m_links << Folder{path, {}};
    } else if (entry.isFolder) {
        const QByteArray start =
            folder.realPath.endsWith('/') ? folder.realPath : folder.realPath + '/';
        m_folders << Folder{path, start + QByteArray::fromStdString(entry.name)};
    } else {
        takeFile(path, entry);
    }
}

void SourceSearch::takeFile(const QString& path, const Entry& entry)
{
    if (entry.isSpecial) {
        addOther(
            path, UserMessage::warning(Text::tr("Not a file"))
                      .because(Text::tr("It is not a file, but a pipe, a socket or a device."))
                      .withCode(u"special"_s));
        return;
    }
    InspectedFile inspected = inspectFile(path, relative(path), m_encoding, m_cancel);
    for (const QString& name : std::as_const(inspected.litter))
        takeLitter(name, false);
    for (SourceFile& file : inspected.files) {
        const bool isFailed = !file.role && file.problem->kind == UserMessage::Kind::Error;
        if (isFailed && entry.trouble)
            addFailed(path, Text::tr("It is unknown whether this is a folder"), entry.trouble);
        else if (file.role || isFailed)
            m_found.files << std::move(file);
        else
            addOther(std::move(file));
    }
}

void SourceSearch::takeLitter(const QString& name, bool isFolder)
{
    (isFolder ? m_found.litterFolders : m_found.litterFiles) += 1;
    // Always the same one, in whatever order the folder lists them.
    if (m_found.litterExample.isEmpty() || name < m_found.litterExample)
        m_found.litterExample = name;
}

// Programs hide what they haven't finished or keep for themselves, so it isn't loaded. But it may
// be a log.
void SourceSearch::takeHidden(const QString& path, bool isFolder)
{
    const QString why = isFolder
                            ? Text::tr("The folder is hidden: its name begins with a dot. Nothing "
                                       "in it was looked at.")
                            : Text::tr("It is hidden: its name begins with a dot. It was not "
                                       "looked at.");
    addOther(
        path,
        UserMessage::warning(Text::tr("Hidden"))
            .because(why)
            .withRemedy(Text::tr("If it belongs to the exports, remove the dot from its name."))
            .withCode(isFolder ? u"hidden-folder"_s : u"hidden"_s));
}

// Qt can't open a name that isn't UTF-8. It must not be missed silently.
void SourceSearch::takeUnusable(const QString& path, bool isFolder)
{
    const auto problem = UserMessage::warning(
                             isFolder ? Text::tr("The name of a folder can't be read")
                                      : Text::tr("The name of a file can't be read"))
                             .because(Text::tr("Its name isn't valid UTF-8."))
                             .at(path)
                             .withRemedy(Text::tr("Rename it and load again."))
                             .withCode(u"name"_s);
    if (isFolder)
        m_found.warnings << problem;
    else
        addOther(path, problem);
}

void SourceSearch::addOther(const QString& path, UserMessage problem)
{
    const QFileInfo info(path);
    SourceFile file;
    file.path = path;
    file.input.path = path;
    file.relativePath = relative(path);
    file.bytes = info.isFile() ? info.size() : 0;
    file.modifiedAt = info.lastModified().toUTC();
    file.problem = std::move(problem.at(path));
    addOther(std::move(file));
}

void SourceSearch::addOther(SourceFile file)
{
    Group& group = m_groups[file.problem->code + u' ' + file.problem->why];
    const auto keep = [&group](const SourceFile& other) {
        group.all.files << OtherFiles::File{other.relativePath.toUtf8(), other.bytes};
    };
    if (!group.all.files.isEmpty()) {
        keep(file);
        return;
    }
    group.few << std::move(file);
    if (group.few.size() <= kListedFiles)
        return;
    group.all.problem = *group.few.first().problem;
    std::for_each(group.few.cbegin(), group.few.cend(), keep);
    group.few.clear();
}

void SourceSearch::closeGroups()
{
    for (auto& [reason, group] : m_groups) {
        m_found.files << group.few;
        if (group.all.files.isEmpty())
            continue;
        std::sort(
            group.all.files.begin(), group.all.files.end(),
            [](const OtherFiles::File& a, const OtherFiles::File& b) {
                return a.relativePath < b.relativePath;
            });
        m_found.others << std::move(group.all);
    }
    m_groups.clear();
    std::stable_sort(
        m_found.others.begin(), m_found.others.end(),
        [](const OtherFiles& a, const OtherFiles& b) { return a.files.size() > b.files.size(); });
}

// Whatever is missing from the folder is missing from the load, so report it like a failed file.
void SourceSearch::addFailed(const QString& path, const QString& what, const std::error_code& error)
{
    SourceFile file;
    file.path = path;
    file.input.path = path;
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
