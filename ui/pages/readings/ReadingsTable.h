// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/DataTable.h"

namespace faultline {

/// A table over a sliding window of rows: the visible rows stay in position while rows are added or
/// removed above. Home and End go to the first and last of all rows, not of the window.
class ReadingsTable : public DataTable
{
    Q_OBJECT

public:
    explicit ReadingsTable(QWidget* parent = nullptr);

    void setModel(QAbstractItemModel* model) override;
    /// Rows that are at least partly on screen; -1 if there are none.
    int firstVisibleRow() const { return rowAt(0); }
    int lastVisibleRow() const;
    /// Marks the header of `column`, or none, without emitting signals.
    void showSorting(int column, Qt::SortOrder direction);

Q_SIGNALS:
    void firstRequested();
    void lastRequested();
    /// Other rows may be on screen. Not emitted while the scroll bar is dragged: rows inserted
    /// above would make it jump.
    void visibleRowsChanged();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void rowsInserted(const QModelIndex& parent, int start, int end) override;
    void rowsAboutToBeRemoved(const QModelIndex& parent, int start, int end) override;

private:
    void afterRowsRemoved(int start, int end);
    void scrollByRows(int from, int rows);
    void updateVisibleRows();

    int m_scrollBefore = 0; ///< The scroll position before rows were removed.
};

} // namespace faultline
