// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/query/ReportQuery.h"
#include "session/ReaderCredentials.h"

#include <QWidget>

class QStackedWidget;

namespace faultline {

class DataTable;
class EmptyState;
class ReportChartPane;
class ReportFooter;
class ReportSplit;
class ReportTableModel;
struct Workbench;

/// What a report counts: its chart and its table, of one mind about the chosen row, the sums below
/// them, and a word where there are no rows.
class ReportResultView : public QWidget
{
    Q_OBJECT

public:
    explicit ReportResultView(Workbench& workbench, QWidget* parent = nullptr);

    /// With a `reader` it is one that a person wrote. What is shown of the same report stays until
    /// the answer is there.
    void showReport(
        const ReportDefinition& report, const ReportFilter& filter,
        const ReaderCredentials::Finder& reader);
    void clear();
    /// Shows the table also when there were no rows: they are asked for.
    void showTable();
    /// Gives up what was asked for. Whether rows were, which are gone then.
    bool stop();
    bool isBusy() const;
    /// Suits a page of this width.
    void arrange(int pageWidth);

    const ReportTableModel& model() const { return *m_model; }
    ReportChartPane* chart() const { return m_chart; }

Q_SIGNALS:
    void busyChanged();
    void failed(const UserMessage& error);
    /// By Enter or a double click, in the chart or the table.
    void rowOpened(const ReportRow& row);
    void clearFiltersRequested();

private:
    void buildTable();
    void connectParts();
    void showRows(bool isFirst);
    void fitColumns();

    ReportTableModel* m_model;
    QStackedWidget* m_content;
    ReportSplit* m_split;
    ReportChartPane* m_chart;
    DataTable* m_table;
    EmptyState* m_noRows;
    ReportFooter* m_footer;
    ReaderCredentials::Finder m_reader;
    QString m_fittedReport; ///< Whose columns have their width.
};

} // namespace faultline
