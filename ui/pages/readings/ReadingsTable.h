// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/DataTable.h"

namespace faultline {

/// A table over a window of rows that slides: what a person looks at stays where it is while rows
/// come and go above it. Home and End are the first and the last of all rows, not of the window.
class ReadingsTable : public DataTable
{
    Q_OBJECT

public:
    explicit ReadingsTable(QWidget* parent = nullptr);

    void setModel(QAbstractItemModel* model) override;
    /// Rows that are at least partly on screen; -1 when there are none.
    int firstVisibleRow() const { return rowAt(0); }
    int lastVisibleRow() const;
    /// Marks the header of `column`, or none; nobody is told, as it isn't the person who asks.
    void showSorting(int column, Qt::SortOrder direction);

Q_SIGNALS:
    void firstRequested();
    void lastRequested();
    /// Other rows may be on screen now. Not while the handle of the scroll bar is held: rows that
    /// came above would make it jump.
    void visibleRowsChanged();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void rowsInserted(const QModelIndex& parent, int start, int end) override;
    void rowsAboutToBeRemoved(const QModelIndex& parent, int start, int end) override;

private:
    void afterRowsRemoved(int start, int end);
    void scrollByRows(int from, int rows);
    void tellVisibleRows();

    int m_scrollBefore = 0; ///< Where the view was before rows were removed.
};

} // namespace faultline
