// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/input/LineContext.h"

#include <QPlainTextEdit>

namespace faultline {

/// A line and the lines around it as they are in the file: numbered, monospaced, with the line
/// highlighted.
class LineContextView : public QPlainTextEdit
{
    Q_OBJECT

public:
    /// What to mark: the wrong byte, or the whole line.
    enum class Mark { WrongByte, Line };

    explicit LineContextView(Mark mark, QWidget* parent = nullptr);

    /// Of the contexts that are shown from now on.
    void setMark(Mark mark) { m_mark = mark; }

    void showContext(const LineContext& context);
    void clearContext();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    class Margin;

    int marginWidth() const;
    void layOutMargin();
    void paintMargin(QPaintEvent* event);
    void mark();
    bool isMarkedLine(int block) const;

    QTextEdit::ExtraSelection markedByte(const QColor& color) const;
    QColor markColor() const;

    Mark m_mark;
    Margin* m_margin;
    QList<qint64> m_numbers; ///< Line numbers, by block.
    int m_firstMarked = 0;   ///< The blocks of the marked line.
    int m_endMarked = 0;
    int m_markPosition = 0; ///< In the document.
};

} // namespace faultline
