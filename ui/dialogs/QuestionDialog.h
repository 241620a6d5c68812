// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QList>

class QPushButton;
class QVBoxLayout;

namespace faultline {

/// A question about a data folder, before any of it is loaded: its texts, and a button for each
/// answer. Enter cancels, and closing it loads nothing. As tall as its wrapped texts need.
class QuestionDialog : public QDialog
{
    Q_OBJECT

protected:
    /// `name` is the object's.
    QuestionDialog(const char* name, const QString& title, QWidget* parent);

    /// The question itself and its folder, at the top.
    void addHeading(const char* name, const QString& what, const QString& folder);
    void addText(const char* name, const QString& text);
    QVBoxLayout* column() const { return m_column; }
    QPushButton* makeButton(const char* name, const QString& text = {});
    /// The answers and then Cancel, at the bottom.
    void addButtons(const QList<QPushButton*>& answers, const char* cancelName);

    bool event(QEvent* event) override;

private:
    QVBoxLayout* const m_column;
};

} // namespace faultline
