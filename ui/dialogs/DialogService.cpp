// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/DialogService.h"

#include <QDesktopServices>
#include <QFileDialog>
#include <QMessageBox>
#include <QPushButton>
#include <QUrl>

namespace faultline {

namespace {

QFileDialog* fileDialog(
    QWidget* parent, const QString& title, const QString& start,
    const DialogService::Answered& answered)
{
    auto* dialog = new QFileDialog(parent, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (!start.isEmpty())
        dialog->setDirectory(start);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, answered);
    return dialog;
}

} // namespace

void StandardDialogs::chooseFolder(
    QWidget* parent, const QString& title, const QString& start, Answered answered)
{
    QFileDialog* dialog = fileDialog(parent, title, start, answered);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->open();
}

void StandardDialogs::chooseFile(
    QWidget* parent, const QString& title, const QString& start, Answered answered)
{
    QFileDialog* dialog = fileDialog(parent, title, start, answered);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setFilter(dialog->filter() | QDir::Hidden); // .env is hidden
    dialog->open();
}

void StandardDialogs::chooseSaveFile(
    QWidget* parent, const QString& title, const QString& suggested, const QString& filter,
    Answered answered)
{
    const QFileInfo file(suggested);
    QFileDialog* dialog = fileDialog(parent, title, file.path(), answered);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(filter);
    dialog->setDefaultSuffix(file.suffix());
    dialog->selectFile(file.fileName());
    dialog->open();
}

void StandardDialogs::confirm(
    QWidget* parent, const Question& question, std::function<void(bool)> answered)
{
    auto* box = new QMessageBox(
        QMessageBox::Question, question.title, question.text, QMessageBox::NoButton, parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* yes = box->addButton(question.yesText, QMessageBox::AcceptRole);
    QPushButton* no = box->addButton(question.noText, QMessageBox::RejectRole);
    box->setDefaultButton(no);
    box->setEscapeButton(no);
    QObject::connect(box, &QDialog::finished, parent, [box, yes, answered] {
        answered(box->clickedButton() == yes);
    });
    box->open();
}

bool StandardDialogs::openFolder(const QString& folder)
{
    return QDesktopServices::openUrl(QUrl::fromLocalFile(folder));
}

bool StandardDialogs::openFile(const QString& file)
{
    return QDesktopServices::openUrl(QUrl::fromLocalFile(file));
}

} // namespace faultline
