// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/output/ExportFile.h"

#include "exporting/output/ExportTarget.h"
#include "exporting/output/OutputBuffer.h"

#include <QCoreApplication>
#include <QDir>

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ExportFile)
};

UserMessage cannotWrite(const QString& filePath, const QString& why)
{
    return UserMessage::error(Text::tr("The file can't be saved"))
        .because(why)
        .at(filePath)
        .withRemedy(Text::tr("Choose a folder that you may write to and that has free space. Any "
                             "existing file is unchanged."))
        .withCode(kWriteCode.toString());
}

} // namespace

Result<qint64>
ExportFile::write(SqlSession& session, const Writing& writing, const QByteArray& head)
{
    if (const auto target = checkExportTarget(session, path(), head); !target)
        return target.error();
    return write(writing);
}

Result<qint64> ExportFile::write(const Writing& writing)
{
    if (!m_file.begin())
        return cannotWrite(path(), m_file.errorString());
    auto written = writing(m_file);
    if (!written && written.error().code == kWriteCode)
        return cannotWrite(path(), written.error().why);
    if (written && !m_file.finish())
        return cannotWrite(path(), m_file.errorString());
    return written;
}

Result<void> ExportFile::commit()
{
    if (m_file.replace())
        return {};
    UserMessage error = cannotWrite(path(), m_file.errorString());
    if (isInPlace())
        error.withRemedy(
            Text::tr("The new file is there and complete. After a power failure, the file that it "
                     "replaced may be back. Check the disk and export it again."));
    return error;
}

Result<qint64> writeExportFile(
    SqlSession& session, const QString& filePath, const ExportFile::Writing& writing,
    const QByteArray& head)
{
    if (const auto target = checkExportTarget(session, filePath, head); !target)
        return target.error();
    return writeExportFile(filePath, writing);
}

Result<qint64> writeExportFile(const QString& filePath, const ExportFile::Writing& writing)
{
    ExportFile file(filePath);
    const auto written = file.write(writing);
    if (!written)
        return written;
    if (const auto committed = file.commit(); !committed)
        return committed.error();
    return written;
}

Result<void> makeExportFolder(const QString& directory)
{
    if (QDir().mkpath(directory))
        return {};
    return UserMessage::error(Text::tr("The folder for the reports can't be created"))
        .at(directory)
        .withRemedy(Text::tr("Choose a folder that you may write to."))
        .withCode(kWriteCode.toString());
}

} // namespace faultline
