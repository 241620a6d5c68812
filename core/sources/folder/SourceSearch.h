// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "sources/folder/SourceFile.h"

#include <QList>
#include <QSet>
#include <QString>

#include <string>
#include <system_error>
#include <vector>

namespace faultline {

/// What findSources() does: goes through a folder and the folders in it. One folder is open at a
/// time and is read to its end before anything else is opened, so that depth costs no descriptors.
/// A folder that can't be read, or not to its end, becomes an entry with its reason; what was read
/// of it counts. Used once.
class SourceSearch
{
public:
    SourceSearch(const QString& folder, CancelToken cancel);

    Result<DataFolder> run();

private:
    struct Folder
    {
        QString path;
        QByteArray realPath; ///< Without links; empty where a link leads to it: then it is asked.
    };
    struct Entry
    {
        std::string name;
        bool isLink = false;
        bool isFolder = false;
        std::error_code trouble; ///< Why it isn't known what it is.
    };

    bool wasVisited(Folder& folder);
    std::error_code list(const QString& path, std::vector<Entry>& entries) const;
    Result<void> visit(Folder folder);
    void take(const Folder& folder, const Entry& entry);
    void takeUnusable(const QString& path, const QString& name, bool isFolder);
    void addFailed(const QString& path, const QString& what, const std::error_code& error);
    QString relative(const QString& path) const;
    UserMessage cannotOpen(const std::error_code& error) const;

    const QString m_given;
    const CancelToken m_cancel;
    DataFolder m_found;
    QList<Folder> m_folders; ///< Still to be gone through, …
    QList<Folder> m_links;   ///< … and these then: what is there is named as what it is.
    QSet<QByteArray> m_visited;
};

} // namespace faultline
