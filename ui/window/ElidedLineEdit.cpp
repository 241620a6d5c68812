// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/ElidedLineEdit.h"

#include <QPainter>
#include <QStyle>
#include <QStyleOptionFrame>

namespace faultline {

void ElidedLineEdit::paintEvent(QPaintEvent* event)
{
    QStyleOptionFrame option;
    initStyleOption(&option);
    QRect inner = style()
                      ->subElementRect(QStyle::SE_LineEditContents, &option, this)
                      .marginsRemoved(textMargins());
    constexpr int kTextInset = 2; // the same as QLineEdit, so that the text doesn't move on focus
    inner.adjust(kTextInset, 0, -kTextInset, 0);
    const bool isEdited = hasFocus() && isEnabled();
    if (isEdited || fontMetrics().horizontalAdvance(text()) <= inner.width()) {
        QLineEdit::paintEvent(event);
        return;
    }
    QPainter painter(this);
    if (hasFrame())
        style()->drawPrimitive(QStyle::PE_PanelLineEdit, &option, &painter, this);
    painter.setPen(
        palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::Text));
    painter.drawText(
        inner, Qt::AlignVCenter | Qt::AlignLeft,
        fontMetrics().elidedText(text(), Qt::ElideMiddle, inner.width()));
}

} // namespace faultline
