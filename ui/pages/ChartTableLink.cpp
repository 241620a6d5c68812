// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/ChartTableLink.h"

#include "models/ReportTableModel.h"
#include "widgets/DataTable.h"
#include "widgets/ReportChartPane.h"

#include <QItemSelectionModel>

namespace faultline {

ChartTableLink::ChartTableLink(
    ReportChartPane* chart, DataTable* table, ReportTableModel* model, QObject* parent)
    : QObject(parent)
    , m_chart(chart)
    , m_table(table)
    , m_model(model)
{
    connect(chart, &ReportChartPane::rowSelected, this, &ChartTableLink::seek);
    connect(chart, &ReportChartPane::rowActivated, this, &ChartTableLink::rowOpened);
    connect(model, &ReportTableModel::rowsLoaded, this, &ChartTableLink::goOn);
    connect(model, &ReportTableModel::loadFailed, this, [this] { m_sought.reset(); });
    connect(
        table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
        &ChartTableLink::followTable);
    connect(table, &QAbstractItemView::activated, this, [this](const QModelIndex& index) {
        // A copy: whoever opens it has other rows shown.
        const ReportRow opened = m_model->rowAt(index.row());
        Q_EMIT rowOpened(opened);
    });
}

void ChartTableLink::seek(const ReportRow& row)
{
    m_sought = row;
    goOn();
}

void ChartTableLink::goOn()
{
    if (!m_sought)
        return;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        if (m_model->rowAt(row) != *m_sought)
            continue;
        m_sought.reset();
        m_table->selectRow(row);
        m_table->scrollTo(m_model->index(row, 0));
        return;
    }
    if (m_model->canFetchMore({}))
        m_model->fetchMore({});
    else if (!m_model->isBusy())
        m_sought.reset();
}

void ChartTableLink::followTable()
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    if (rows.size() != 1) {
        m_chart->deselect();
        return;
    }
    m_sought.reset(); // the person has moved on
    m_chart->selectRow(m_model->rowAt(rows.constFirst().row()));
}

} // namespace faultline
