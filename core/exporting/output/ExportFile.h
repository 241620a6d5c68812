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

/// A file that is exported completely or not at all: an existing file stays unchanged until
/// commit(). After write() the data is on disk, so that commit() only renames. Never overwrites a
/// source file: see checkExportTarget().
class ExportFile
{
public:
    using Writing = std::function<Result<qint64>(QIODevice&)>;

    explicit ExportFile(const QString& filePath)
        : m_file(filePath)
    {}

    QString path() const { return m_file.path(); }
    /// Returns the result of `writing`. `head`: how the file begins, if known.
    Result<qint64> write(SqlSession& session, const Writing& writing, const QByteArray& head = {});
    /// For a `writing` that calls checkExportTarget() itself, before its first byte.
    Result<qint64> write(const Writing& writing);
    Result<void> commit();
    /// True even after a failed commit() if only the disk didn't confirm the new name.
    bool isInPlace() const { return m_file.isReplaced(); }

private:
    ReplacingFile m_file;
};

/// Writes and commits an ExportFile.
Result<qint64> writeExportFile(
    SqlSession& session, const QString& filePath, const ExportFile::Writing& writing,
    const QByteArray& head = {});
Result<qint64> writeExportFile(const QString& filePath, const ExportFile::Writing& writing);

/// Creates a folder for exported files if it doesn't exist.
Result<void> makeExportFolder(const QString& directory);

} // namespace faultline
