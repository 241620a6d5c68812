// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "sources/folder/SourceFile.h"

#include <QList>
#include <QSet>
#include <QString>

#include <map>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

namespace faultline {

/// Implements findSources(): goes through a folder and its subfolders. Only one folder is open at a
/// time, and it is read to its end before anything else is opened, so depth costs no descriptors. A
/// folder that can't be read completely becomes an entry with its reason; what was read of it
/// counts. Used once.
class SourceSearch
{
public:
    SourceSearch(
        const QString& folder, CancelToken cancel, std::optional<TextEncoding> encoding = {});

    Result<DataFolder> run();

private:
    struct Folder
    {
        QString path;
        QByteArray realPath; ///< Without links; empty until it is resolved, if a link leads to it.
    };
    struct Entry
    {
        std::string name;
        bool isLink = false;
        bool isFolder = false;
        bool isSpecial = false;  ///< Neither a folder nor a file: a socket, a device, …
        std::error_code trouble; ///< Why its kind is unknown.
    };

    bool wasVisited(Folder& folder);
    std::error_code list(const QString& path, std::vector<Entry>& entries) const;
    Result<void> visit(Folder folder);
    void take(const Folder& folder, const Entry& entry);
    void takeFile(const QString& path, const Entry& entry);
    void takeLitter(const QString& name, bool isFolder);
    void takeHidden(const QString& path, bool isFolder);
    void takeUnusable(const QString& path, bool isFolder);
    void addOther(const QString& path, UserMessage problem);
    void addOther(SourceFile file);
    void closeGroups();
    void addFailed(const QString& path, const QString& what, const std::error_code& error);
    QString relative(const QString& path) const;
    UserMessage cannotOpen(const std::error_code& error) const;

    /// Files that aren't loaded for the same reason: the first few, or, if there are more, all.
    struct Group
    {
        QList<SourceFile> few;
        OtherFiles all;
    };

    const QString m_given;
    const CancelToken m_cancel;
    const std::optional<TextEncoding> m_encoding;
    DataFolder m_found;
    QList<Folder> m_folders; ///< Still to be visited, …
    QList<Folder> m_links;   ///< … then these, so that real names take precedence.
    QSet<QByteArray> m_visited;
    std::map<QString, Group> m_groups; ///< By reason.
};

} // namespace faultline
