// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/NavigationList.h"

#include "style/Appearance.h"
#include "style/Formatting.h"
#include "widgets/SoftSelection.h"

#include <QApplication>
#include <QPainter>
#include <QStyledItemDelegate>

namespace faultline {

namespace {

constexpr int kWidth = 168;
constexpr int kRowHeight = 36;

/// Paints a row: selected rows get a bar and a background in the accent colour; the count is at the
/// end.
class PageDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override
    {
        return {kWidth, std::max(kRowHeight, option.fontMetrics.height() + 16)};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index)
        const override
    {
        painter->save();
        const QRectF ground = QRectF(option.rect).adjusted(8, 1, -8, -1);
        paintSoftGround(*painter, ground, option);
        paintTexts(*painter, ground.toRect(), option, index);
        painter->restore();
    }

private:
    static void paintTexts(
        QPainter& painter, const QRect& ground, const QStyleOptionViewItem& option,
        const QModelIndex& index)
    {
        constexpr int kIcon = 18;
        const QRect icon(ground.left() + 14, ground.center().y() - kIcon / 2 + 1, kIcon, kIcon);
        index.data(Qt::DecorationRole).value<QIcon>().paint(&painter, icon);
        painter.setPen(option.palette.color(QPalette::WindowText));
        painter.setFont(option.font);
        QRect text = ground.adjusted(14 + kIcon + 10, 0, -12, 0);
        const qint64 count = index.data(NavigationList::CountRole).toLongLong();
        if (count > 0) {
            const QString figure = format::shortCount(count);
            painter.drawText(text, Qt::AlignVCenter | Qt::AlignRight, figure);
            text.setRight(text.right() - option.fontMetrics.horizontalAdvance(figure) - 8);
        }
        painter.drawText(
            text, Qt::AlignVCenter | Qt::AlignLeft,
            option.fontMetrics.elidedText(
                index.data(Qt::DisplayRole).toString(), Qt::ElideRight, text.width()));
    }
};

} // namespace

NavigationList::NavigationList(QWidget* parent)
    : QListWidget(parent)
{
    setItemDelegate(new PageDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setFixedWidth(kWidth);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    setAccessibleName(tr("Pages"));
}

void NavigationList::addPage(const QString& name, const QString& iconName)
{
    auto* item = new QListWidgetItem(appearance::icon(iconName), name, this);
    item->setData(Qt::AccessibleTextRole, name);
}

void NavigationList::setCount(int page, qint64 count)
{
    QListWidgetItem* entry = item(page);
    entry->setData(CountRole, count);
    const QString accessible =
        count > 0 ? tr("%1, %2").arg(entry->text(), format::count(count)) : entry->text();
    entry->setData(Qt::AccessibleTextRole, accessible);
}

} // namespace faultline
