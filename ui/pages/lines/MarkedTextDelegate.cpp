// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/lines/MarkedTextDelegate.h"

#include "style/Appearance.h"

#include <QApplication>
#include <QFontDatabase>
#include <QPainter>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kAfter = 6; // characters that stay visible from the mark on

} // namespace

void MarkedTextDelegate::paint(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    QString text = item.text;
    item.text.clear();
    const QStyle* style = item.widget ? item.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget);

    const QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    const QFontMetrics metrics(font);
    const QRect area = item.rect.adjusted(appearance::kRelated, 0, -appearance::kRelated, 0);
    const QVariant marked = index.data(m_markRole);
    int mark = marked.toInt();
    const int fitting = area.width() / std::max(1, metrics.averageCharWidth());
    if (marked.isValid() && mark + kAfter > fitting) {
        const int cut = std::max(0, mark - fitting / 2);
        text = u'…' + text.mid(cut);
        mark = mark - cut + 1;
    }
    const bool isSelected = item.state & QStyle::State_Selected;
    const QColor pen = item.palette.color(isSelected ? QPalette::HighlightedText : QPalette::Text);

    painter->save();
    painter->setFont(font);
    painter->setClipRect(area);
    if (marked.isValid()) {
        // The mark may be past the end of the line, where something is missing.
        const QString character = mark < text.size() ? text.mid(mark, 1) : u" "_s;
        paintMark(
            painter, item,
            QRect(
                area.left() + metrics.horizontalAdvance(text.left(mark)),
                area.center().y() - metrics.height() / 2, metrics.horizontalAdvance(character),
                metrics.height() + 1));
    }
    painter->setPen(pen);
    painter->drawText(
        area, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
        metrics.elidedText(text, Qt::ElideRight, area.width()));
    painter->restore();
}

QSize MarkedTextDelegate::sizeHint(
    const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    size.setHeight(option.fontMetrics.height() + appearance::kRelated);
    return size;
}

void MarkedTextDelegate::paintMark(
    QPainter* painter, const QStyleOptionViewItem& item, const QRect& box) const
{
    const QColor error = appearance::toneColor(appearance::Tone::Error, item.palette);
    const bool isSelected = item.state & QStyle::State_Selected;
    if (!isSelected)
        painter->fillRect(box, appearance::mixed(item.palette.color(QPalette::Base), error, 0.28));
    painter->fillRect(
        QRect(box.left(), box.bottom() - 1, box.width(), 2),
        isSelected ? item.palette.color(QPalette::HighlightedText) : error);
}

} // namespace faultline
