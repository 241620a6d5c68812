// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/query/ReportQuery.h"

#include <QObject>

#include <optional>

namespace faultline {

class DataTable;
class ReportChartPane;
class ReportTableModel;

/// Has the chart and the table of a report show the same row as chosen, whatever the table's order.
/// A row that the table hasn't fetched yet is fetched, unless it stands far behind.
class ChartTableLink : public QObject
{
    Q_OBJECT

public:
    ChartTableLink(
        ReportChartPane* chart, DataTable* table, ReportTableModel* model, QObject* parent);

Q_SIGNALS:
    /// By Enter or a double click, in either of them.
    void rowOpened(const ReportRow& row);

private:
    void seek(const ReportRow& row);
    void continueSearch();
    int placeOf(const ReportRow& row) const;
    void choose(int place);
    void keepChosen();
    void findChosen();
    void followTable();

    ReportChartPane* m_chart;
    DataTable* m_table;
    ReportTableModel* m_model;
    std::optional<ReportRow> m_sought; ///< As long as it may still come.
    QString m_report;                  ///< In which it is sought, or was chosen …
    ReportFilter m_filter;             ///< … narrowed to this.
    std::optional<ReportRow> m_chosen; ///< While other rows come.
};

} // namespace faultline
