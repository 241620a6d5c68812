// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/definition/SchemaNames.h"

#include <QPlainTextEdit>

class QCompleter;
class QStringListModel;

namespace faultline {

class SqlHighlighter;

/// An editor for SQL: line numbers, light colours, and completion of names (while typing, and with
/// Ctrl+Space). It marks the position of an error until the text changes.
class SqlEditor : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit SqlEditor(QWidget* parent = nullptr);

    void setNames(const SchemaNames& names);
    /// The SQL to run: the selection, or everything.
    struct Piece
    {
        QString sql;
        int start = 0; ///< In the text.
    };
    Piece toRun() const;
    /// Marks the word at a position in what toRun() returned, unless the text has changed there.
    void markError(const Piece& piece, int position);
    void clearError();
    QCompleter* completer() const { return m_completer; }
    /// Replaces the text in one undoable step. The cursor moves to `start`, in the centre.
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
