// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QToolButton;

namespace faultline {

class ParagraphLabel;

/// A sentence, with what else there is to say behind a button. Once opened, it stays open for the
/// next text.
class Explanation : public QWidget
{
    Q_OBJECT

public:
    explicit Explanation(QWidget* parent = nullptr);

    /// Without `details`, there is no button.
    void setTexts(const QString& sentence, const QString& details);
    /// In a low window: the sentence and the details take at most so many lines each; 0 for all.
    void setMaxLines(int lines);

private:
    void showDetails();

    ParagraphLabel* m_sentence;
    QToolButton* m_more;
    ParagraphLabel* m_details;
};

} // namespace faultline
