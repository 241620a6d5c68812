// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>

namespace faultline {

class ColumnFit;

/// The tables of the window: rows without a grid, which reach to the border, cells copied with
/// their headers (Ctrl+C).
class DataTable : public QTableView
{
    Q_OBJECT

public:
    explicit DataTable(QWidget* parent = nullptr);

    /// The selected cells as tab-separated text under their headers, with raw values: no thousands
    /// separators that a spreadsheet would misread.
    QString selectedText() const;
    void copySelection() const;
    /// Cuts long texts of a column in the middle, as suits paths; others are cut at their end.
    void setElidedInMiddle(int column);
    /// Shows long texts in several lines. For tables of few rows: each is measured.
    void setWrapped(bool wraps);
    /// Gives columns the width that the cells on screen need, between the `leasts` and `most`; rows
    /// that come later may widen them, until a person has set a width.
    void fitColumns(const QList<int>& leasts, int most);
    /// What the cells on screen need.
    int contentWidth(int column) const { return sizeHintForColumn(column); }

protected:
    int sizeHintForRow(int row) const override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitRows();

    ColumnFit* m_columnFit = nullptr; ///< Made when it is asked for.
};

} // namespace faultline
