// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "loading/receipt/FoundLine.h"

#include <QAbstractTableModel>

namespace faultline {

/// Lines of the data folder's files.
class FoundLinesModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { File, Line, Text, ColumnCount };
    enum ItemRole {
        MarkRole = Qt::UserRole + 1 ///< For Text: index of the character where reading stopped.
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// `areRejected`: what is wrong is marked in their texts.
    void showLines(const QList<FoundLine>& lines, bool areRejected);
    const FoundLine& line(int row) const { return m_lines.at(row); }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<FoundLine> m_lines;
    bool m_areRejected = false;
};

} // namespace faultline
