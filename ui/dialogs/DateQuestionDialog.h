// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialogs/QuestionDialog.h"
#include "loading/receipt/DateOrderQuestion.h"

namespace faultline {

/// Asks in which order the dates of files are that don't show it, once for all of them.
class DateQuestionDialog : public QuestionDialog
{
    Q_OBJECT

public:
    explicit DateQuestionDialog(const DateOrderQuestion& question, QWidget* parent = nullptr);

Q_SIGNALS:
    void answered(TimeFormat::DateOrder order);

private:
    QString filesText() const;

    const DateOrderQuestion m_question;
};

} // namespace faultline
