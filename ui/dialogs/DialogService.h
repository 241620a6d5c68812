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
    QString yesText; ///< What the button does: "Stop loading and close".
    QString noText;
};

/// Where the window asks a person something in a window of its own, or has another program show
/// something. Never blocks: an answer comes later, and not at all when the person gives none. Tests
/// answer with a DialogService of theirs.
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
    /// `filter` as QFileDialog has it: "CSV files (*.csv)".
    virtual void chooseSaveFile(
        QWidget* parent, const QString& title, const QString& suggested, const QString& filter,
        Answered answered) = 0;
    virtual void
    confirm(QWidget* parent, const Question& question, std::function<void(bool)> answered) = 0;
    /// Has the desktop show a folder; false when it knows no program for that.
    virtual bool openFolder(const QString& folder) = 0;
    /// The same for a file, in the program that the desktop has for its kind.
    virtual bool openFile(const QString& file) = 0;
};

/// The desktop's dialogs.
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
