// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/preview/FormatEdits.h"
#include "pages/preview/PreviewReader.h"

#include <QFrame>
#include <QList>
#include <QString>

namespace faultline {

class ParagraphLabel;

/// What a file leaves open, with the answers.
struct PreviewQuestion
{
    struct Answer
    {
        QString text;    ///< Of its button.
        QString example; ///< What it would give; may be empty.
        FormatEdit edit;
        QString note; ///< Under the example; may be empty.
    };

    QString text;
    bool mustAnswer = false; ///< The file isn't loaded before.
    QList<Answer> answers;   ///< May be empty: only the file itself can be changed.
};

/// What is still open; what must be answered first.
QList<PreviewQuestion> questionsOf(const PreviewedFile& file);

/// Shows the first question with a button for each answer. Hidden if there is none.
class PreviewQuestions : public QFrame
{
    Q_OBJECT

public:
    explicit PreviewQuestions(QWidget* parent = nullptr);

    void show(const QList<PreviewQuestion>& questions);
    void focusAnswer(); ///< The first one, if there is a question.

Q_SIGNALS:
    void answered(const FormatEdit& edit);
    void finished(); ///< The last question was answered, from a button that had the focus.

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void addAnswers(const QList<PreviewQuestion::Answer>& answers);

    ParagraphLabel* m_text;
    QWidget* m_answers = nullptr; ///< Of the question that is shown.
};

} // namespace faultline
