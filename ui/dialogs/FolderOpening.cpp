// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/FolderOpening.h"

#include "dialogs/DialogService.h"
#include "session/BackgroundTask.h"
#include "widgets/MessageStrip.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(FolderOpening)
};

void openFile(const QString& file, DialogService& dialogs, MessageStrip* strip)
{
    runInBackground(
        strip, [file] { return QFileInfo(file).isFile(); },
        [file, &dialogs, strip](bool isThere) {
            if (isThere && dialogs.openFile(file))
                return;
            const QString what = isThere ? Text::tr("No program can open this file")
                                         : Text::tr("The file no longer exists");
            strip->showMessage(UserMessage::warning(what).at(QDir::toNativeSeparators(file)));
        });
}

void openFolder(
    const QString& folder, DialogService& dialogs, QObject* context,
    std::function<void(const UserMessage&)> failed)
{
    // The disk may be slow or disconnected.
    runInBackground(
        context, [folder] { return QFileInfo(folder).isDir(); },
        [folder, &dialogs, failed = std::move(failed)](bool isThere) {
            if (isThere && dialogs.openFolder(folder))
                return;
            const QString what = isThere ? Text::tr("No program can show folders")
                                         : Text::tr("The folder no longer exists");
            failed(UserMessage::warning(what).at(QDir::toNativeSeparators(folder)));
        });
}

} // namespace

void openFolderOf(
    const QString& filePath, DialogService& dialogs, QObject* context,
    std::function<void(const UserMessage&)> failed)
{
    openFolder(QFileInfo(filePath).absolutePath(), dialogs, context, std::move(failed));
}

void showWritten(
    MessageStrip* strip, const QString& text, const QString& path, DialogService& dialogs,
    bool isFolder)
{
    const QString folder = isFolder ? path : QFileInfo(path).absolutePath();
    QList<MessageStrip::Action> actions;
    if (!isFolder)
        actions << MessageStrip::Action{
            Text::tr("Open file"), [=, &dialogs] { openFile(path, dialogs, strip); }};
    actions << MessageStrip::Action{
        Text::tr("Open folder"), [=, &dialogs] {
            openFolder(folder, dialogs, strip, [strip](const UserMessage& message) {
                strip->showMessage(message);
            });
        }};
    strip->showSuccess(text, actions);
}

} // namespace faultline
