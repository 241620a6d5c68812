// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>

class QHeaderView;

namespace faultline {

class DataTable;

/// Gives the columns of a table the width that the cells on screen need. Rows that come later may
/// widen them, until a person has set the width of one.
class ColumnFit : public QObject
{
    Q_OBJECT

public:
    /// `table` has its model, and owns this.
    explicit ColumnFit(DataTable& table);

    /// Fits columns that are others now: none narrower than its `leasts` nor, for its cells, wider
    /// than `most`.
    void begin(const QList<int>& leasts, int most);

private:
    void grow();
    void takeResized(int column);
    void resize(int column, int width);

    DataTable& m_table;
    QHeaderView& m_header;
    QList<int> m_leasts;
    int m_most = 0;
    bool m_isFitting = false;
    bool m_isChosen = false; ///< A width, by a person.
};

} // namespace faultline
