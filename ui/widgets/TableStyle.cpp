// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/TableStyle.h"

#include "style/Appearance.h"

#include <QStyleOptionHeader>

namespace faultline {

TableStyle::TableStyle(QObject* owner)
{
    setParent(owner);
}

void TableStyle::drawControl(
    ControlElement element, const QStyleOption* option, QPainter* painter,
    const QWidget* widget) const
{
    const auto* title =
        element == CE_Header ? qstyleoption_cast<const QStyleOptionHeaderV2*>(option) : nullptr;
    if (title) {
        drawTitle(*title, painter, widget);
        return;
    }
    if (element != CE_HeaderEmptyArea) {
        QProxyStyle::drawControl(element, option, painter, widget);
        return;
    }
    QStyleOptionHeader section;
    static_cast<QStyleOption&>(section) = *option;
    section.type = QStyleOption::SO_Header;
    section.version = QStyleOptionHeader::Version;
    section.position = QStyleOptionHeader::End;
    section.orientation = Qt::Horizontal;
    QProxyStyle::drawControl(CE_HeaderSection, &section, painter, widget);
}

// The base style would use its own sub-element rectangles, not the ones of this style.
void TableStyle::drawTitle(
    const QStyleOptionHeaderV2& header, QPainter* painter, const QWidget* widget) const
{
    QProxyStyle::drawControl(CE_HeaderSection, &header, painter, widget);
    QStyleOptionHeaderV2 part = header;
    part.rect = subElementRect(SE_HeaderLabel, &header, widget);
    QProxyStyle::drawControl(CE_HeaderLabel, &part, painter, widget);
    if (header.sortIndicator == QStyleOptionHeader::None)
        return;
    part.rect = subElementRect(SE_HeaderArrow, &header, widget);
    drawPrimitive(PE_IndicatorHeaderArrow, &part, painter, widget);
}

QRect TableStyle::subElementRect(
    SubElement element, const QStyleOption* option, const QWidget* widget) const
{
    const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option);
    const bool isSorted = header && header->orientation == Qt::Horizontal
                          && header->sortIndicator != QStyleOptionHeader::None;
    if (!isSorted || (element != SE_HeaderLabel && element != SE_HeaderArrow))
        return QProxyStyle::subElementRect(element, option, widget);
    constexpr int kMark = kSortMark - appearance::kRelated / 2;
    QRect inner = option->rect.adjusted(appearance::kRelated, 0, -appearance::kRelated, 0);
    if (element == SE_HeaderLabel)
        inner.setRight(inner.right() - kSortMark);
    else
        inner = QRect(inner.right() + 1 - kMark, inner.center().y() - kMark / 2, kMark, kMark);
    return visualRect(option->direction, option->rect, inner);
}

int TableStyle::pixelMetric(
    PixelMetric metric, const QStyleOption* option, const QWidget* widget) const
{
    // Qt insets an item's text by the focus frame's margin plus one pixel.
    if (metric == PM_FocusFrameHMargin)
        return appearance::kRelated - 1;
    if (metric == PM_HeaderMargin)
        return appearance::kRelated;
    return QProxyStyle::pixelMetric(metric, option, widget);
}

int TableStyle::styleHint(
    StyleHint hint, const QStyleOption* option, const QWidget* widget,
    QStyleHintReturn* returned) const
{
    // Some desktops activate items on a single click; selecting a report row would then open it.
    if (hint == SH_ItemView_ActivateItemOnSingleClick)
        return 0;
    return QProxyStyle::styleHint(hint, option, widget, returned);
}

} // namespace faultline
