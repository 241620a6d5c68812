// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/receipt/ReceiptFile.h"

#include "base/ReplacingFile.h"
#include "dialogs/DialogService.h"
#include "dialogs/FolderOpening.h"
#include "session/BackgroundTask.h"
#include "widgets/MessageStrip.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonDocument>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ReceiptFile)
};

Result<QString> writeJson(const QString& path, const QJsonObject& object)
{
    ReplacingFile file(path);
    if (!file.begin() || !file.writeAll(QJsonDocument(object).toJson()) || !file.finish()
        || !file.replace()) {
        return UserMessage::error(Text::tr("The receipt can't be saved"))
            .because(file.errorString())
            .at(path)
            .withRemedy(Text::tr("Choose another folder or free some space."));
    }
    return path;
}

} // namespace

void saveReceipt(
    QWidget* parent, DialogService& dialogs, const LoadReceipt& receipt, MessageStrip* strip)
{
    const QString name =
        u"receipt-%1-%2.json"_s.arg(QDir(receipt.folder).dirName()).arg(receipt.loadId);
    dialogs.chooseSaveFile(
        parent, Text::tr("Save receipt"), QDir::home().filePath(name),
        Text::tr("JSON files (*.json)"),
        [json = receipt.toJson(), strip, &dialogs](const QString& path) {
            runInBackground(
                strip, [path, json] { return writeJson(path, json); },
                [strip, &dialogs](const Result<QString>& written) {
                    if (written.ok())
                        showWritten(
                            strip, Text::tr("Saved the receipt as %1").arg(*written), *written,
                            dialogs);
                    else
                        strip->showMessage(written.error());
                });
        });
}

} // namespace faultline
