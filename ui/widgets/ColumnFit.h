// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>

class QHeaderView;

namespace faultline {

class DataTable;

/// Fits the columns of a table to the cells on screen. Later rows may widen them, until the user
/// resizes a column.
class ColumnFit : public QObject
{
    Q_OBJECT

public:
    /// `table` must have its model, and owns this.
    explicit ColumnFit(DataTable& table);

    /// Fits new columns: none narrower than its minimum in `minWidths`, nor widened by its cells
    /// beyond `maxWidth`.
    void begin(const QList<int>& minWidths, int maxWidth);

private:
    void grow();
    void takeResized(int column);
    void resize(int column, int width);

    DataTable& m_table;
    QHeaderView& m_header;
    QList<int> m_minWidths;
    int m_maxWidth = 0;
    bool m_isFitting = false;
    bool m_isChosen = false; ///< The user has set a width.
};

} // namespace faultline
