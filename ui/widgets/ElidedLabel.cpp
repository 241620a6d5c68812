// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/ElidedLabel.h"

#include <QPainter>

namespace faultline {

void ElidedLabel::setElideMode(Qt::TextElideMode mode)
{
    m_mode = mode;
    update();
}

QSize ElidedLabel::minimumSizeHint() const
{
    constexpr int kMinCharacters = 8;
    const QSize hint = QLabel::minimumSizeHint();
    return {
        std::min(hint.width(), kMinCharacters * fontMetrics().averageCharWidth()), hint.height()};
}

void ElidedLabel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const QRect area = contentsRect();
    painter.setPen(palette().color(foregroundRole()));
    painter.drawText(
        area, static_cast<int>(alignment() | Qt::TextSingleLine),
        fontMetrics().elidedText(text(), m_mode, area.width()));
}

} // namespace faultline
