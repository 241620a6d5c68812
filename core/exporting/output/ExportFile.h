// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/ReplacingFile.h"
#include "base/Result.h"
#include "database/connection/SqlSession.h"

#include <QByteArray>
#include <QIODevice>
#include <QString>

#include <functional>

namespace faultline {

/// A file that is exported in full or not at all: one that is there stays as it is until commit(),
/// and for good without it. What a write() gives is on the disk, so that a commit() only gives it
/// its name. Never over a source file: see checkExportTarget().
class ExportFile
{
public:
    using Writing = std::function<Result<qint64>(QIODevice&)>;

    explicit ExportFile(const QString& filePath)
        : m_file(filePath)
    {}

    QString path() const { return m_file.path(); }
    /// Gives what `writing` gives. `head`: what it begins with, where that is known.
    Result<qint64> write(SqlSession& session, const Writing& writing, const QByteArray& head = {});
    /// Of a writing that asks checkExportTarget() itself, before its first byte.
    Result<qint64> write(const Writing& writing);
    Result<void> commit();
    /// Also after a commit() that failed, when only the disk didn't confirm the name.
    bool isInPlace() const { return m_file.isReplaced(); }

private:
    ReplacingFile m_file;
};

/// Writes an ExportFile and commits it.
Result<qint64> writeExportFile(
    SqlSession& session, const QString& filePath, const ExportFile::Writing& writing,
    const QByteArray& head = {});
Result<qint64> writeExportFile(const QString& filePath, const ExportFile::Writing& writing);

/// Makes a folder for exported files, unless it is there.
Result<void> makeExportFolder(const QString& directory);

} // namespace faultline
