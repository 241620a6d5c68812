// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/readings/ReadingsTable.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QScrollBar>

namespace faultline {

ReadingsTable::ReadingsTable(QWidget* parent)
    : DataTable(parent)
{
    // Equal heights, to convert a number of rows to a distance.
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setSectionsClickable(true);
    horizontalHeader()->setSortIndicatorShown(true);
    horizontalHeader()->setSortIndicatorClearable(true);
    connect(
        verticalScrollBar(), &QScrollBar::valueChanged, this, &ReadingsTable::updateVisibleRows);
    connect(
        verticalScrollBar(), &QScrollBar::sliderReleased, this, &ReadingsTable::updateVisibleRows);
}

void ReadingsTable::setModel(QAbstractItemModel* model)
{
    DataTable::setModel(model);
    // Connected after the view's own slots.
    connect(
        model, &QAbstractItemModel::rowsRemoved, this,
        [this](const QModelIndex&, int start, int end) { afterRowsRemoved(start, end); });
}

int ReadingsTable::lastVisibleRow() const
{
    const int row = rowAt(viewport()->height() - 1);
    return row < 0 && model() ? model()->rowCount() - 1 : row;
}

void ReadingsTable::showSorting(int column, Qt::SortOrder direction)
{
    const QSignalBlocker blocker(horizontalHeader());
    horizontalHeader()->setSortIndicator(column, direction);
}

void ReadingsTable::keyPressEvent(QKeyEvent* event)
{
    const auto modifiers = event->modifiers() & ~(Qt::ControlModifier | Qt::KeypadModifier);
    if (modifiers == Qt::NoModifier && event->key() == Qt::Key_Home) {
        Q_EMIT firstRequested();
        return;
    }
    if (modifiers == Qt::NoModifier && event->key() == Qt::Key_End) {
        Q_EMIT lastRequested();
        return;
    }
    DataTable::keyPressEvent(event);
}

void ReadingsTable::resizeEvent(QResizeEvent* event)
{
    DataTable::resizeEvent(event);
    updateVisibleRows();
}

void ReadingsTable::rowsInserted(const QModelIndex& parent, int start, int end)
{
    const int before = verticalScrollBar()->value();
    DataTable::rowsInserted(parent, start, end);
    const bool isAbove = start == 0 && model()->rowCount() > end - start + 1;
    if (isAbove)
        scrollByRows(before, end - start + 1);
}

void ReadingsTable::rowsAboutToBeRemoved(const QModelIndex& parent, int start, int end)
{
    m_scrollBefore = verticalScrollBar()->value();
    // The view would otherwise pick a different current row and scroll there.
    if (currentIndex().row() >= start && currentIndex().row() <= end)
        selectionModel()->clearCurrentIndex();
    DataTable::rowsAboutToBeRemoved(parent, start, end);
}

void ReadingsTable::afterRowsRemoved(int start, int end)
{
    if (start == 0)
        scrollByRows(m_scrollBefore, -(end - start + 1));
}

void ReadingsTable::scrollByRows(int from, int rows)
{
    // Only the layout updates the range of the scroll bar.
    executeDelayedItemsLayout();
    updateGeometries();
    verticalScrollBar()->setValue(from + rows * verticalHeader()->defaultSectionSize());
}

void ReadingsTable::updateVisibleRows()
{
    if (!verticalScrollBar()->isSliderDown())
        Q_EMIT visibleRowsChanged();
}

} // namespace faultline
