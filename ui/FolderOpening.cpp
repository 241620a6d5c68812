// SPDX-License-Identifier: GPL-3.0-or-later
#include "FolderOpening.h"

#include "Aside.h"
#include "dialogs/DialogService.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(FolderOpening)
};

} // namespace

void openFolderOf(
    const QString& filePath, DialogService& dialogs, QObject* context,
    std::function<void(const UserMessage&)> failed)
{
    const QString folder = QFileInfo(filePath).absolutePath();
    // The disk may be slow, or gone.
    runAside(
        context, [folder] { return QFileInfo(folder).isDir(); },
        [folder, &dialogs, failed = std::move(failed)](bool isThere) {
            if (isThere && dialogs.openFolder(folder))
                return;
            const QString what = isThere ? Text::tr("There is no program that shows folders")
                                         : Text::tr("The folder is no longer there");
            failed(UserMessage::warning(what).at(QDir::toNativeSeparators(folder)));
        });
}

} // namespace faultline
