// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>

namespace faultline {

/// The tables of the window: rows without a grid, cells copied with their headers (Ctrl+C).
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
    /// What the cells on screen need.
    int contentWidth(int column) const { return sizeHintForColumn(column); }

protected:
    void keyPressEvent(QKeyEvent* event) override;
};

} // namespace faultline
