// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "loading/receipt/DateOrderQuestion.h"

#include <QDialog>

class QPushButton;
class QVBoxLayout;

namespace faultline {

/// Asks in which order the dates of files are that don't show it, once for all of them, before any
/// of the folder is loaded. Closing it loads nothing.
class DateQuestionDialog : public QDialog
{
    Q_OBJECT

public:
    explicit DateQuestionDialog(const DateOrderQuestion& question, QWidget* parent = nullptr);

Q_SIGNALS:
    void answered(TimeFormat::DateOrder order);

protected:
    bool event(QEvent* event) override;

private:
    void addTexts(QVBoxLayout* column);
    void addButtons(QVBoxLayout* column);
    QPushButton* addButton(const char* name, const QString& text);
    QString filesText() const;

    const DateOrderQuestion m_question;
};

} // namespace faultline
