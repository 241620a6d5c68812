// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/reports/ReportList.h"

#include "style/Appearance.h"
#include "widgets/SoftSelection.h"

#include <QHeaderView>
#include <QMouseEvent>
#include <QScrollBar>
#include <QTreeWidgetItemIterator>

#include <algorithm>

namespace faultline {

namespace {

constexpr int kRowHeight = 24; // all built-in reports fit at 720 pixels
constexpr int kMinWidth = 152;
constexpr int kMaxWidth = 216; // saved reports can have any title

} // namespace

ReportList::ReportList(QWidget* parent)
    : QTreeWidget(parent)
{
    setItemDelegate(new SoftSelectionDelegate(this));
    setMouseTracking(true);
    setHeaderHidden(true);
    setRootIsDecorated(false);
    setItemsExpandable(false);
    setIndentation(0); // the delegate indents; the branch area would be painted as selected
    setFrameShape(QFrame::NoFrame);
    setUniformRowHeights(true);
    setTextElideMode(Qt::ElideRight);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setAutoFillBackground(false);
    setAccessibleName(tr("Reports"));
    connect(this, &QTreeWidget::currentItemChanged, this, [this](const QTreeWidgetItem* item) {
        if (item && item->data(0, Qt::UserRole).isValid())
            Q_EMIT reportSelected(item->data(0, Qt::UserRole).toString());
    });
}

void ReportList::setReports(const QList<ReportDefinition>& reports)
{
    clear();
    QMap<QString, QTreeWidgetItem*> sections;
    for (const ReportDefinition& report : reports) {
        if (!report.listed)
            continue;
        QTreeWidgetItem*& section = sections[report.section];
        if (!section) {
            section = new QTreeWidgetItem(this, {report.section});
            section->setFlags(Qt::ItemIsEnabled);
            section->setFont(0, appearance::strongFont(font()));
            section->setSizeHint(0, QSize(0, kRowHeight));
        }
        auto* item = new QTreeWidgetItem(section, {report.title});
        item->setData(0, Qt::UserRole, report.name);
        item->setToolTip(0, report.title);
        item->setSizeHint(0, QSize(0, kRowHeight));
    }
    expandAll();
    setMinimumWidth(sizeHint().width());
}

void ReportList::selectReport(const QString& name)
{
    for (QTreeWidgetItemIterator it(this); *it; ++it) {
        if ((*it)->data(0, Qt::UserRole).toString() == name && !name.isEmpty()) {
            setCurrentItem(*it);
            return;
        }
    }
}

QString ReportList::selectedReport() const
{
    const QTreeWidgetItem* item = currentItem();
    return item ? item->data(0, Qt::UserRole).toString() : QString();
}

// A click outside the items must not change the selection.
void ReportList::mousePressEvent(QMouseEvent* event)
{
    const QModelIndex pressed = indexAt(event->position().toPoint());
    if (pressed.flags() & Qt::ItemIsSelectable)
        QTreeWidget::mousePressEvent(event);
}

QModelIndex ReportList::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers)
{
    const QModelIndex next = QTreeWidget::moveCursor(action, modifiers);
    if (!next.isValid() || next.flags() & Qt::ItemIsSelectable)
        return next;
    const bool isUp = action == MoveUp || action == MovePrevious;
    const QModelIndex beyond = isUp ? indexAbove(next) : indexBelow(next);
    return beyond.isValid() ? beyond : currentIndex();
}

QSize ReportList::sizeHint() const
{
    int widest = 0;
    for (QTreeWidgetItemIterator it(const_cast<ReportList*>(this)); *it; ++it)
        widest = std::max(widest, fontMetrics().horizontalAdvance((*it)->text(0)));
    // The delegate's indent, the end margin, and rounding.
    const int around = 3 * appearance::kRelated + 4 + verticalScrollBar()->sizeHint().width();
    return {std::clamp(widest + around, kMinWidth, kMaxWidth), QTreeWidget::sizeHint().height()};
}

} // namespace faultline
