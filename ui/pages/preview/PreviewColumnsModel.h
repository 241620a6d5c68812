// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/preview/PreviewReader.h"

#include <QAbstractTableModel>

namespace faultline {

/// The columns of a file, and what they mean, to be changed; of JSON by columns, to be seen.
class PreviewColumnsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, Example, Field, Label, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void show(const PreviewedFile& file);
    void clear();
    bool isEmpty() const { return rowCount() == 0; }
    /// Columns may be called otherwise than in the file.
    bool hasLabels() const { return m_table && !m_table->isList(); }
    /// What the column could mean; what it means now is among them.
    QList<TableField> fieldsFor(int row) const;
    TableLayout layout() const { return m_table ? m_table->layout : TableLayout::Long; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    /// Changes nothing itself, but reports what the user wants: see the signals.
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

Q_SIGNALS:
    void fieldChosen(int row, TableField field);
    void labelChosen(int row, const QString& label);

private:
    const TableColumn& column(int row) const
    {
        return m_table->columns[static_cast<std::size_t>(row)];
    }
    bool hasLabel(int row) const;
    QString text(int row, int column) const;

    QList<PreviewColumn> m_columns;
    std::optional<TableFormat> m_table; ///< With a column for each of m_columns.
};

} // namespace faultline
