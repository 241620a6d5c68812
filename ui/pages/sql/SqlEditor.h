// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/definition/SchemaNames.h"

#include <QPlainTextEdit>

class QCompleter;
class QStringListModel;

namespace faultline {

class SqlHighlighter;

/// Where a person writes SQL: numbered lines, light colours, names completed (while typing, and by
/// Ctrl+Space), the place of an error marked until the text changes.
class SqlEditor : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit SqlEditor(QWidget* parent = nullptr);

    void setNames(const SchemaNames& names);
    /// What is to be run: the selection, or all.
    struct Piece
    {
        QString sql;
        int start = 0; ///< In the text.
    };
    Piece toRun() const;
    /// Marks the word at a position of what toRun() gave, unless that isn't there any more.
    void markError(const Piece& piece, int position);
    void clearError();
    QCompleter* completer() const { return m_completer; }
    /// Replaces the text in one step that can be undone. `start`: what is shown and gone on with.
    void replaceAll(const QString& text, qsizetype start);

    int numbersWidth() const;
    void paintNumbers(const QRect& area);

Q_SIGNALS:
    void runRequested();

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QString wordBeforeCursor() const;
    void offerNames(bool asked);
    void insertName(const QString& name);
    QTextCharFormat errorFormat() const;
    void placeNumbers();

    QWidget* m_numbers;
    SqlHighlighter* m_highlighter;
    QCompleter* m_completer;
    QStringListModel* m_words;
    SchemaNames m_names;
};

} // namespace faultline
