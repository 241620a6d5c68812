// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/input/LineContext.h"

#include <QPlainTextEdit>

namespace faultline {

/// A line among those around it, as they stand in their file: numbered, in letters of one width,
/// the line on a ground of its own.
class LineContextView : public QPlainTextEdit
{
    Q_OBJECT

public:
    /// What is pointed at: the byte that is wrong, or the line as such.
    enum class Mark { WrongByte, Line };

    explicit LineContextView(Mark mark, QWidget* parent = nullptr);

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

    const Mark m_mark;
    Margin* m_margin;
    QList<qint64> m_numbers; ///< Of the lines, by block.
    int m_firstMarked = 0;   ///< Blocks of the line itself.
    int m_endMarked = 0;
    int m_markPosition = 0; ///< In the document.
};

} // namespace faultline
