// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>

namespace faultline {

class ColumnFit;

/// The table used throughout the window: rows without a grid that reach the border; Ctrl+C copies
/// cells with their headers.
class DataTable : public QTableView
{
    Q_OBJECT

public:
    explicit DataTable(QWidget* parent = nullptr);

    /// The selected cells as tab-separated text with headers, with raw values: a spreadsheet would
    /// misread thousands separators.
    QString selectedText() const;
    void copySelection() const;
    /// Elides long texts of a column in the middle, for paths; other columns are elided at the end.
    void setElidedInMiddle(int column);
    /// Wraps long texts. Only for tables with few rows, because each row is measured.
    void setWrapped(bool wraps);
    /// Fits the columns to the cells on screen, between `minWidths` and `maxWidth`. Later rows may
    /// widen them, until the user resizes a column.
    void fitColumns(const QList<int>& minWidths, int maxWidth);
    /// The width that the cells on screen need.
    int contentWidth(int column) const { return sizeHintForColumn(column); }

protected:
    int sizeHintForRow(int row) const override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitRows();

    ColumnFit* m_columnFit = nullptr; ///< Created on demand.
};

} // namespace faultline
