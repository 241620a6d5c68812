// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exporting/context/FigureText.h"
#include "reports/custom/CustomQuery.h"

#include <QAbstractTableModel>

namespace faultline {

/// The rows of the user's own query, in the order of the result.
class QueryResultModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    void setResult(const CustomQueryResult& result);
    const QList<ReportColumn>& columns() const { return m_columns; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    bool isNumeric(int column) const;

    QList<ReportColumn> m_columns;
    QList<QList<QVariant>> m_rows;
    AlignedDecimals m_decimals;
};

} // namespace faultline
