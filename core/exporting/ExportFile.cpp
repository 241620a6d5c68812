// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/ExportFile.h"

#include "exporting/ExportTarget.h"
#include "exporting/OutputBuffer.h"

#include <QCoreApplication>
#include <QDir>
#include <QSaveFile>

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ExportFile)
};

UserMessage cannotWrite(const QString& filePath, const QString& why)
{
    return UserMessage::error(Text::tr("The report can't be saved"))
        .because(why)
        .at(filePath)
        .toMend(Text::tr("Choose a folder that you may write to and that has room. "
                         "A file that was there before is unchanged."))
        .withCode(kWriteCode.toString());
}

} // namespace

Result<qint64> writeExportFile(
    SqlSession& session, const QString& filePath,
    const std::function<Result<qint64>(QIODevice&)>& write)
{
    if (const auto target = checkExportTarget(session, filePath); !target)
        return target.error();
    QSaveFile file(filePath);
    // Unbuffered: writers have a buffer, and are told why a write fails.
    if (!file.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        return cannotWrite(filePath, file.errorString());
    auto written = write(file);
    if (!written && written.error().code == kWriteCode)
        return cannotWrite(filePath, written.error().why);
    if (written && !file.commit())
        return cannotWrite(filePath, file.errorString());
    return written;
}

Result<void> makeExportFolder(const QString& directory)
{
    if (QDir().mkpath(directory))
        return {};
    return UserMessage::error(Text::tr("The folder for the reports can't be made"))
        .at(directory)
        .toMend(Text::tr("Choose a folder that you may write to."))
        .withCode(kWriteCode.toString());
}

} // namespace faultline
