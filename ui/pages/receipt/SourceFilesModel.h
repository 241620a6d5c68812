// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "loading/receipt/LoadProgress.h"
#include "sources/folder/SourceFile.h"

#include <QAbstractTableModel>

namespace faultline {

/// The files of a data folder: first as found, then with their progress, then with their result.
class SourceFilesModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { File, Role, Size, Progress, Records, Rejected, State, ColumnCount };
    enum ItemRole {
        SortRole = Qt::UserRole + 1, ///< The raw value.
        FractionRole,                ///< 0 to 1; invalid if the file isn't loaded.
        FileStateRole,               ///< FileState as int.
    };

    using QAbstractTableModel::QAbstractTableModel;

    void showFolder(const DataFolder& folder);
    void showProgress(const LoadProgress& progress);
    void showReceipt(const LoadReceipt& receipt);
    void clear();

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row
    {
        FileProgress progress;
        bool started = false; ///< The counts are meaningful.
        bool balanced = true;
    };

    void replaceRows(QList<Row> rows);
    QString displayText(const Row& row, int column) const;
    QString stateText(const Row& row) const;
    QVariant rawValue(const Row& row, int column) const;
    static double fraction(const FileProgress& file);

    QList<Row> m_rows;
};

} // namespace faultline
