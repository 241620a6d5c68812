// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/reports/ChartTableLink.h"

#include "pages/reports/ReportChartPane.h"
#include "pages/reports/ReportTableModel.h"
#include "reports/query/ReportQuery.h"
#include "widgets/DataTable.h"

#include <QItemSelectionModel>

#include <utility>

namespace faultline {

ChartTableLink::ChartTableLink(
    ReportChartPane* chart, DataTable* table, ReportTableModel* model, QObject* parent)
    : QObject(parent)
    , m_chart(chart)
    , m_table(table)
    , m_model(model)
{
    connect(chart, &ReportChartPane::rowSelected, this, &ChartTableLink::find);
    connect(chart, &ReportChartPane::rowActivated, this, &ChartTableLink::rowOpened);
    connect(model, &ReportTableModel::rowsLoaded, this, &ChartTableLink::continueSearch);
    connect(model, &ReportTableModel::loadFailed, this, [this] { m_target.reset(); });
    connect(model, &QAbstractItemModel::modelAboutToBeReset, this, &ChartTableLink::keepChosen);
    connect(model, &QAbstractItemModel::modelReset, this, &ChartTableLink::findChosen);
    connect(
        table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
        &ChartTableLink::followTable);
    connect(table, &QAbstractItemView::activated, this, [this](const QModelIndex& index) {
        // A copy, because opening it replaces the rows.
        const ReportRow opened = m_model->rowAt(index.row());
        Q_EMIT rowOpened(opened);
    });
}

void ChartTableLink::find(const ReportRow& row)
{
    m_target = row;
    m_report = m_model->report().name;
    m_filter = m_model->filter();
    continueSearch();
}

int ChartTableLink::rowOf(const ReportRow& row) const
{
    for (int index = 0; index < m_model->rowCount(); ++index) {
        if (m_model->rowAt(index) == row)
            return index;
    }
    return -1;
}

void ChartTableLink::choose(int index)
{
    m_table->selectRow(index);
    m_table->scrollTo(m_model->index(index, 0));
}

void ChartTableLink::continueSearch()
{
    if (!m_target)
        return;
    const int index = rowOf(*m_target);
    // Stop there: if the row no longer exists, the search would fetch all rows.
    constexpr int kMaxRows = 5'000;
    const bool isSameQuestion = m_model->report().name == m_report && m_model->filter() == m_filter;
    const bool isMoreToCome = m_model->isBusy() || m_model->canFetchMore({});
    if (index >= 0) {
        m_target.reset();
        choose(index);
    } else if (isSameQuestion && m_model->rowCount() < kMaxRows && isMoreToCome) {
        if (!m_model->isBusy())
            m_model->fetchMore({});
    } else {
        m_target.reset();
    }
}

// Keeps the selected row after sorting or reloading, if it still exists.
void ChartTableLink::keepChosen()
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    m_chosen =
        rows.size() == 1 ? std::optional(m_model->rowAt(rows.constFirst().row())) : std::nullopt;
}

void ChartTableLink::findChosen()
{
    const auto chosen = std::exchange(m_chosen, std::nullopt);
    if (m_target)
        return; // the user has selected something else
    const int index = chosen ? rowOf(*chosen) : -1;
    if (index >= 0)
        choose(index);
    else
        m_chart->deselect();
}

void ChartTableLink::followTable()
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    if (rows.size() != 1) {
        m_chart->deselect();
        return;
    }
    m_target.reset(); // the user has selected something else
    m_chart->selectRow(m_model->rowAt(rows.constFirst().row()));
}

} // namespace faultline
