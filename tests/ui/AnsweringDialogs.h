// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialogs/DialogService.h"

#include <QString>
#include <QStringList>

namespace faultline {

/// Answers what the window asks, at once and without a dialog. Without an answer it is as if the
/// person had closed the dialog.
class AnsweringDialogs : public DialogService
{
public:
    QString folder;
    QString file;
    QString saveFile;
    QString proposedFile; ///< To be saved as, last.
    bool yes = true;
    QStringList asked;         ///< Titles, in order.
    QStringList openedFolders; ///< In order.
    QStringList openedFiles;   ///< In order.
    bool hasFileManager = true;

    void chooseFolder(QWidget*, const QString& title, const QString&, Answered answered) override
    {
        answer(title, folder, answered);
    }
    void chooseFile(QWidget*, const QString& title, const QString&, Answered answered) override
    {
        answer(title, file, answered);
    }
    void chooseSaveFile(
        QWidget*, const QString& title, const QString& proposed, const QString&,
        Answered answered) override
    {
        proposedFile = proposed;
        answer(title, saveFile, answered);
    }
    void confirm(QWidget*, const Question& question, std::function<void(bool)> answered) override
    {
        asked << question.title;
        answered(yes);
    }
    bool openFolder(const QString& path) override
    {
        openedFolders << path;
        return hasFileManager;
    }
    bool openFile(const QString& path) override
    {
        openedFiles << path;
        return hasFileManager;
    }

private:
    void answer(const QString& title, const QString& text, const Answered& answered)
    {
        asked << title;
        if (!text.isEmpty())
            answered(text);
    }
};

} // namespace faultline
