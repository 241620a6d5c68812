// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/SoftSelection.h"

#include "style/Appearance.h"
#include "style/Formatting.h"

#include <QPainter>

namespace faultline {

void paintSoftGround(QPainter& painter, const QRectF& ground, const QStyleOptionViewItem& option)
{
    const QPalette& palette = option.palette;
    const QColor accent = appearance::toneColor(appearance::Tone::Accent, palette);
    const bool isCurrent = option.state & QStyle::State_Selected;
    constexpr double kRadius = 4;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    if (isCurrent || option.state & QStyle::State_MouseOver) {
        painter.setBrush(
            appearance::mixed(palette.color(QPalette::Window), accent, isCurrent ? 0.16 : 0.07));
        painter.drawRoundedRect(ground, kRadius, kRadius);
    }
    if (isCurrent) {
        constexpr double kBarWidth = 3;
        const double inset = ground.height() / 5;
        painter.setBrush(accent);
        painter.drawRoundedRect(
            QRectF(ground.left(), ground.top() + inset, kBarWidth, ground.height() - 2 * inset),
            kBarWidth / 2, kBarWidth / 2);
    }
    const auto keyboard = QStyle::State_HasFocus | QStyle::State_KeyboardFocusChange;
    if ((option.state & keyboard) == keyboard) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(accent);
        painter.drawRoundedRect(ground.adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
    }
    painter.restore();
}

void SoftSelectionDelegate::paint(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const bool isHeading = !(index.flags() & Qt::ItemIsSelectable);
    if (isHeading)
        item.state &= ~QStyle::State_MouseOver;
    paintSoftGround(*painter, QRectF(item.rect).adjusted(0, 1, 0, -1), item);
    painter->setFont(item.font);
    painter->setPen(item.palette.color(QPalette::WindowText));
    const int indent = appearance::kRelated * (index.parent().isValid() ? 2 : 1);
    QRect text = item.rect.adjusted(indent, 0, -appearance::kRelated, 0);
    if (const QVariant count = index.data(kCountRole); count.isValid()) {
        const QString figure = format::shortCount(count.toLongLong());
        painter->drawText(text, Qt::AlignVCenter | Qt::AlignRight, figure);
        text.setRight(
            text.right() - item.fontMetrics.horizontalAdvance(figure) - appearance::kRelated);
    }
    painter->drawText(
        text, Qt::AlignVCenter | Qt::AlignLeft,
        item.fontMetrics.elidedText(item.text, item.textElideMode, text.width()));
}

} // namespace faultline
