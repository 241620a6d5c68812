// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/definition/ReportFilter.h"
#include "reports/definition/ReportRow.h"

#include <QObject>

#include <optional>

namespace faultline {

class DataTable;
class ReportChartPane;
class ReportTableModel;

/// Keeps the selection of a report's chart and table in sync, whatever the table's order. Fetches a
/// row that the table doesn't have yet, unless it is far down.
class ChartTableLink : public QObject
{
    Q_OBJECT

public:
    ChartTableLink(
        ReportChartPane* chart, DataTable* table, ReportTableModel* model, QObject* parent);

Q_SIGNALS:
    /// On Enter or a double click, in the chart or the table.
    void rowOpened(const ReportRow& row);

private:
    void find(const ReportRow& row);
    void continueSearch();
    int rowOf(const ReportRow& row) const;
    void choose(int index);
    void keepChosen();
    void findChosen();
    void followTable();

    ReportChartPane* m_chart;
    DataTable* m_table;
    ReportTableModel* m_model;
    std::optional<ReportRow> m_target; ///< Set while it may still arrive.
    QString m_report;                  ///< The report and filter of the searched or selected row.
    ReportFilter m_filter;
    std::optional<ReportRow> m_chosen; ///< Set while the rows are being reloaded.
};

} // namespace faultline
