// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/reports/ChartTableLink.h"

#include "pages/reports/ReportChartPane.h"
#include "pages/reports/ReportTableModel.h"
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
    connect(chart, &ReportChartPane::rowSelected, this, &ChartTableLink::seek);
    connect(chart, &ReportChartPane::rowActivated, this, &ChartTableLink::rowOpened);
    connect(model, &ReportTableModel::rowsLoaded, this, &ChartTableLink::continueSearch);
    connect(model, &ReportTableModel::loadFailed, this, [this] { m_sought.reset(); });
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

void ChartTableLink::seek(const ReportRow& row)
{
    m_sought = row;
    m_report = m_model->report().name;
    m_filter = m_model->filter();
    continueSearch();
}

int ChartTableLink::placeOf(const ReportRow& row) const
{
    for (int place = 0; place < m_model->rowCount(); ++place) {
        if (m_model->rowAt(place) == row)
            return place;
    }
    return -1;
}

void ChartTableLink::choose(int place)
{
    m_table->selectRow(place);
    m_table->scrollTo(m_model->index(place, 0));
}

void ChartTableLink::continueSearch()
{
    if (!m_sought)
        return;
    const int place = placeOf(*m_sought);
    // Stop there: if the row no longer exists, the search would fetch all rows.
    constexpr int kMaxRows = 5'000;
    const bool isSameQuestion = m_model->report().name == m_report && m_model->filter() == m_filter;
    const bool isMoreToCome = m_model->isBusy() || m_model->canFetchMore({});
    if (place >= 0) {
        m_sought.reset();
        choose(place);
    } else if (isSameQuestion && m_model->rowCount() < kMaxRows && isMoreToCome) {
        if (!m_model->isBusy())
            m_model->fetchMore({});
    } else {
        m_sought.reset();
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
    if (m_sought)
        return; // the user has selected something else
    const int place = chosen ? placeOf(*chosen) : -1;
    if (place >= 0)
        choose(place);
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
    m_sought.reset(); // the user has selected something else
    m_chart->selectRow(m_model->rowAt(rows.constFirst().row()));
}

} // namespace faultline
