// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>

class QWidget;

namespace faultline {

/// A question with two answers.
struct Question
{
    QString title;
    QString text;
    QString yesText; ///< What the button does: "Stop and close".
    QString noText;
};

/// Shows dialogs, and opens files and folders in other programs. Never blocks: an answer arrives
/// later, or never if the user gives none. Tests use their own DialogService.
class DialogService
{
public:
    using Answered = std::function<void(const QString&)>;

    DialogService() = default;
    virtual ~DialogService() = default;
    DialogService(const DialogService&) = delete;
    DialogService& operator=(const DialogService&) = delete;

    virtual void chooseFolder(
        QWidget* parent, const QString& title, const QString& start, Answered answered) = 0;
    virtual void
    chooseFile(QWidget* parent, const QString& title, const QString& start, Answered answered) = 0;
    /// `filter` as in QFileDialog: "CSV files (*.csv)".
    virtual void chooseSaveFile(
        QWidget* parent, const QString& title, const QString& suggested, const QString& filter,
        Answered answered) = 0;
    virtual void
    confirm(QWidget* parent, const Question& question, std::function<void(bool)> answered) = 0;
    /// Opens a folder on the desktop; false if no program can show it.
    virtual bool openFolder(const QString& folder) = 0;
    /// Opens a file in the desktop's program for its type; false if there is none.
    virtual bool openFile(const QString& file) = 0;
};

/// The desktop's standard dialogs.
class StandardDialogs : public DialogService
{
public:
    void chooseFolder(
        QWidget* parent, const QString& title, const QString& start, Answered answered) override;
    void chooseFile(
        QWidget* parent, const QString& title, const QString& start, Answered answered) override;
    void chooseSaveFile(
        QWidget* parent, const QString& title, const QString& suggested, const QString& filter,
        Answered answered) override;
    void
    confirm(QWidget* parent, const Question& question, std::function<void(bool)> answered) override;
    bool openFolder(const QString& folder) override;
    bool openFile(const QString& file) override;
};

} // namespace faultline
