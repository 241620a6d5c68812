// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/AccentButton.h"

#include "style/Appearance.h"

#include <QStyleOptionButton>
#include <QStylePainter>

namespace faultline {

void AccentButton::setAccented(bool accented)
{
    m_accented = accented;
    update();
}

void AccentButton::paintEvent(QPaintEvent* event)
{
    if (!m_accented || !isEnabled()) {
        QPushButton::paintEvent(event);
        return;
    }
    // Changing only the palette lets the style keep its own shapes and states.
    QStyleOptionButton option;
    initStyleOption(&option);
    QColor accent = palette().color(QPalette::Highlight);
    accent = appearance::mixed(accent, Qt::black, 0.22);
    option.palette.setColor(QPalette::Button, accent);
    option.palette.setColor(QPalette::ButtonText, Qt::white);
    QStylePainter painter(this);
    painter.drawControl(QStyle::CE_PushButton, option);
}

} // namespace faultline
