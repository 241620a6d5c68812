// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/LineContext.h"

#include <QPlainTextEdit>

namespace faultline {

/// A line among those around it, as they stand in their file: numbered, in letters of one width,
/// the line on a ground of its own and the byte that matters marked in it.
class LineContextView : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit LineContextView(QWidget* parent = nullptr);

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

    Margin* m_margin;
    QList<qint64> m_numbers; ///< Of the lines, by block.
    int m_firstMarked = 0;   ///< Blocks of the line itself.
    int m_endMarked = 0;
    int m_markPosition = 0; ///< In the document.
};

} // namespace faultline
