// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/localserver/LocalCluster.h"
#include "database/localserver/ServerFiles.h"

#include <QFile>
#include <QString>
#include <QTemporaryDir>

#include <memory>

#include <sys/stat.h>

namespace faultline {

/// Directories for local servers in tests. Only the first cluster uses initdb; each test function
/// gets a copy of its files.
class LocalServerDirectory
{
public:
    Result<void> makeModel()
    {
        auto cluster = LocalCluster::in(m_model.path());
        if (!cluster)
            return cluster.error();
        m_version = cluster->installation().majorVersion();
        return cluster->create();
    }

    /// A directory that doesn't exist yet, in one that every user can enter.
    bool renew()
    {
        m_parent = std::make_unique<QTemporaryDir>(kPattern);
        m_directory = inParent(QStringLiteral("local"));
        return ::chmod(QFile::encodeName(parent()).constData(), 0755) == 0;
    }

    bool copyModel() const
    {
        const auto identity = ProcessIdentity::forServer();
        if (!identity || !makePrivateDirectory(m_directory, *identity))
            return false;
        const auto copied = identity->run(
            QStringLiteral("/bin/cp"),
            {QStringLiteral("-a"), LocalCluster::dataDirectoryIn(m_model.path(), m_version),
             dataDirectory()});
        return copied && copied->exitCode == 0;
    }

    QString parent() const { return m_parent->path(); }
    QString inParent(const QString& name) const { return m_parent->filePath(name); }
    const QString& directory() const { return m_directory; }
    void setDirectory(const QString& directory) { m_directory = directory; }
    QString dataDirectory() const { return LocalCluster::dataDirectoryIn(m_directory, m_version); }
    void remove() { m_parent.reset(); }

private:
    inline static const QString kPattern = QStringLiteral("/tmp/faultline-test-XXXXXX");

    QTemporaryDir m_model{kPattern};
    std::unique_ptr<QTemporaryDir> m_parent;
    QString m_directory;
    int m_version = 0;
};

} // namespace faultline
