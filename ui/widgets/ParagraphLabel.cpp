// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/ParagraphLabel.h"

#include "style/Formatting.h"

#include <QHelpEvent>
#include <QPainter>
#include <QTextLayout>
#include <QToolTip>

#include <algorithm>

namespace faultline {

ParagraphLabel::ParagraphLabel(QWidget* parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void ParagraphLabel::setMaxLines(int lines)
{
    if (lines == m_maxLines)
        return;
    m_maxLines = lines;
    updateGeometry();
    update();
}

void ParagraphLabel::layOut(QTextLayout& layout, int width) const
{
    layout.setFont(font());
    layout.setText(QString(text()).replace(u'\n', QChar::LineSeparator));
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine())
        line.setLineWidth(width);
    layout.endLayout();
}

int ParagraphLabel::shownLines(const QTextLayout& layout) const
{
    return m_maxLines > 0 ? std::min(m_maxLines, layout.lineCount()) : layout.lineCount();
}

int ParagraphLabel::heightForWidth(int width) const
{
    QTextLayout layout;
    layOut(layout, width);
    return std::max(1, shownLines(layout)) * fontMetrics().height();
}

QSize ParagraphLabel::sizeHint() const
{
    constexpr int kUsualCharacters = 60;
    const int usual = kUsualCharacters * fontMetrics().averageCharWidth();
    const int width = std::min(usual, fontMetrics().horizontalAdvance(text()) + 1);
    return {width, heightForWidth(width)};
}

QSize ParagraphLabel::minimumSizeHint() const
{
    constexpr int kMinCharacters = 8;
    return {kMinCharacters * fontMetrics().averageCharWidth(), fontMetrics().height()};
}

void ParagraphLabel::paintEvent(QPaintEvent*)
{
    const QRect area = contentsRect();
    QTextLayout layout;
    layOut(layout, area.width());
    QPainter painter(this);
    painter.setPen(palette().color(foregroundRole()));
    const int shown = shownLines(layout);
    for (int i = 0; i < shown; ++i) {
        const QRect lineRect(
            area.left(), area.top() + i * fontMetrics().height(), area.width(),
            fontMetrics().height());
        const QTextLine line = layout.lineAt(i);
        const bool isCut = i == shown - 1 && shown < layout.lineCount();
        const QString words = layout.text().mid(
            line.textStart(), isCut ? static_cast<int>(layout.text().size()) : line.textLength());
        painter.drawText(
            lineRect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
            isCut ? fontMetrics().elidedText(words, Qt::ElideRight, area.width())
                  : words.trimmed());
    }
}

bool ParagraphLabel::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QLabel::event(event);
    QTextLayout layout;
    layOut(layout, contentsRect().width());
    const bool isCut = shownLines(layout) < layout.lineCount();
    QToolTip::showText(
        static_cast<QHelpEvent*>(event)->globalPos(), isCut ? format::toolTip(text()) : QString(),
        this);
    return true;
}

} // namespace faultline
